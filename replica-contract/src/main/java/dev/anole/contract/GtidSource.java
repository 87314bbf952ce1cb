package dev.anole.contract;

/**
 * Who numbers transactions: in MySQL a server's UUID with a tag (what its sources call a TSID), in MariaDB a
 * replication domain.
 *
 * @param mariaDb whether {@code low} is a MariaDB domain
 * @param high the UUID's first eight bytes, big-endian; 0 for a domain
 * @param low the UUID's last eight bytes, big-endian, or the domain
 * @param tag in lower case; empty for none
 */
record GtidSource(boolean mariaDb, long high, long low, String tag) implements Comparable<GtidSource> {

    static final int UUID_LENGTH = 36;
    private static final int LONGEST_TAG = 32;

    /** Value of each hexadecimal digit; -1 for other letters. */
    private static final byte[] HEX_DIGITS = hexDigits();

    /** Reads {@code uuid} between the two indexes of a text. */
    static GtidSource parseUuid(String text, int from, int to) {
        if (to - from != UUID_LENGTH) {
            throw notAUuid(text, from, to);
        }
        long high = 0;
        long low = 0;
        for (int at = 0; at < UUID_LENGTH; at++) {
            char letter = text.charAt(from + at);
            if (at == 8 || at == 13 || at == 18 || at == 23) {
                if (letter != '-') {
                    throw notAUuid(text, from, to);
                }
                continue;
            }
            int digit = hexDigit(letter);
            if (digit < 0) {
                throw notAUuid(text, from, to);
            }
            if (at < 18) {
                high = high << 4 | digit;
            } else {
                low = low << 4 | digit;
            }
        }
        return new GtidSource(false, high, low, "");
    }

    static GtidSource domain(long domain) {
        return new GtidSource(true, 0, domain, "");
    }

    /** The same server with the tag between the two indexes of a text (MySQL manual, 19.1.3.1 GTID Format). */
    GtidSource tagged(String text, int from, int to) {
        if (from == to || to - from > LONGEST_TAG || isDigit(text.charAt(from))) {
            throw notATag(text, from, to);
        }
        char[] letters = new char[to - from];
        for (int at = from; at < to; at++) {
            char letter = text.charAt(at);
            if (letter >= 'A' && letter <= 'Z') {
                letter = (char) (letter | 0x20);
            }
            if ((letter < 'a' || letter > 'z') && letter != '_' && !isDigit(letter)) {
                throw notATag(text, from, to);
            }
            letters[at - from] = letter;
        }
        return new GtidSource(false, high, low, new String(letters));
    }

    boolean sameServer(GtidSource other) {
        return mariaDb == other.mariaDb && high == other.high && low == other.low;
    }

    void appendUuid(StringBuilder out) {
        appendHex(out, high, 16, 8);
        out.append('-');
        appendHex(out, high, 8, 4);
        out.append('-');
        appendHex(out, high, 4, 0);
        out.append('-');
        appendHex(out, low, 16, 12);
        out.append('-');
        appendHex(out, low, 12, 0);
    }

    /** MySQL's order: by the UUID's bytes, then by tag, none first. */
    @Override
    public int compareTo(GtidSource other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        if (byHigh != 0) {
            return byHigh;
        }
        int byLow = Long.compareUnsigned(low, other.low);
        return byLow != 0 ? byLow : tag.compareTo(other.tag);
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    private static int hexDigit(char letter) {
        return letter < HEX_DIGITS.length ? HEX_DIGITS[letter] : -1;
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte['f' + 1];
        for (char letter = 0; letter < digits.length; letter++) {
            digits[letter] = (byte) Character.digit(letter, 16);
        }
        return digits;
    }

    private static void appendHex(StringBuilder out, long value, int fromDigit, int toDigit) {
        for (int digit = fromDigit - 1; digit >= toDigit; digit--) {
            out.append(Character.forDigit((int) (value >>> (4 * digit)) & 0xf, 16));
        }
    }

    private static IllegalArgumentException notAUuid(String text, int from, int to) {
        return new IllegalArgumentException("\"" + text.substring(from, to) + "\" is not a server's UUID");
    }

    private static IllegalArgumentException notATag(String text, int from, int to) {
        return new IllegalArgumentException("\"" + text.substring(from, to)
                + "\" is not a GTID tag: 1 to 32 letters, digits or underscores, the first not a digit");
    }
}
