package dev.anole.contract;

/**
 * One transaction's GTID: MySQL's {@code uuid:number} or {@code uuid:tag:number}, MariaDB's {@code
 * domain-server-number}.
 *
 * @param server MariaDB's server id; 0 for MySQL
 * @param number at least 1
 */
record Gtid(GtidSource source, long server, long number) {

    /** MySQL's highest transaction number (manual, 19.1.3.1); it serves for MariaDB too. */
    static final long HIGHEST_NUMBER = Long.MAX_VALUE - 1;

    private static final long HIGHEST_MARIADB_ID = 0xffff_ffffL;

    /** @throws IllegalArgumentException if the text is not a GTID */
    static Gtid parse(String text) {
        int numberColon = text.lastIndexOf(':');
        if (numberColon < 0) {
            return parseMariaDb(text, 0, text.length());
        }
        try {
            int uuidColon = text.indexOf(':');
            GtidSource source = GtidSource.parseUuid(text, 0, uuidColon);
            if (uuidColon != numberColon) {
                source = source.tagged(text, uuidColon + 1, numberColon);
            }
            return new Gtid(source, 0, parseNumber(text, numberColon + 1, text.length()));
        } catch (IllegalArgumentException e) {
            throw malformed(text, e);
        }
    }

    /** Reads {@code domain-server-number} between the two indexes of a text. */
    static Gtid parseMariaDb(String text, int from, int to) {
        int first = text.indexOf('-', from);
        int second = first < 0 ? -1 : text.indexOf('-', first + 1);
        if (second < 0 || second >= to) {
            throw new IllegalArgumentException("\"" + text.substring(from, to)
                    + "\" is not a GTID of the form uuid:number, uuid:tag:number or domain-server-number");
        }
        try {
            GtidSource source = GtidSource.domain(parseDigits(text, from, first, HIGHEST_MARIADB_ID));
            long server = parseDigits(text, first + 1, second, HIGHEST_MARIADB_ID);
            return new Gtid(source, server, parseNumber(text, second + 1, to));
        } catch (IllegalArgumentException e) {
            throw malformed(text.substring(from, to), e);
        }
    }

    /** Reads a transaction's number between the two indexes of a text. */
    static long parseNumber(String text, int from, int to) {
        long number = parseDigits(text, from, to, HIGHEST_NUMBER);
        if (number == 0) {
            throw new IllegalArgumentException("transaction numbers begin with 1");
        }
        return number;
    }

    private static long parseDigits(String text, int from, int to, long highest) {
        long number = 0;
        for (int at = from; at < to; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9 || number > (highest - digit) / 10) {
                throw notANumber(text, from, to, highest);
            }
            number = number * 10 + digit;
        }
        if (from >= to) {
            throw notANumber(text, from, to, highest);
        }
        return number;
    }

    private static IllegalArgumentException notANumber(String text, int from, int to, long highest) {
        return new IllegalArgumentException(
                "\"" + text.substring(from, Math.max(from, to)) + "\" is not a number up to " + highest);
    }

    private static IllegalArgumentException malformed(String gtid, IllegalArgumentException cause) {
        return new IllegalArgumentException("\"" + gtid + "\" is not a GTID: " + cause.getMessage(), cause);
    }
}
