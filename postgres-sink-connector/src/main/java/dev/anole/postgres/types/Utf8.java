package dev.anole.postgres.types;

/** What PostgreSQL takes as text in UTF-8 (The Unicode Standard, table 3-7): no surrogates, no NUL. */
final class Utf8 {

    private Utf8() {}

    /** The offset of the first NUL or malformed byte; {@code to} if there is none. */
    static int firstBad(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte octet = bytes[at];
            if (octet > 0) {
                at++;
            } else {
                int length = octet == 0 ? 0 : length(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return to;
    }

    /** Bytes of the character that begins here; 0 if none does. */
    static int length(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        if (lead < 0x80) {
            return 1;
        }
        int length = expectedLength(lead);
        if (length == 0 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** Bytes to pass over where no character begins: a lead byte goes with what follows it as if it were one. */
    static int badLength(byte[] bytes, int at, int to) {
        int expected = Math.max(1, expectedLength(bytes[at] & 0xff));
        int length = 1;
        while (length < expected && at + length < to && (bytes[at + length] & 0xc0) == 0x80) {
            length++;
        }
        return length;
    }

    private static int expectedLength(int lead) {
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    }
}
