package dev.anole.contract.value;

/** MySQL's packed DECIMAL to text (MySQL source, {@code strings/decimal.cc}, {@code bin2decimal}). */
final class DecimalDecoder {

    private static final int DIGITS_PER_WORD = 9;
    private static final int[] BYTES_OF_DIGITS = {0, 1, 1, 2, 2, 3, 3, 4, 4, 4};

    private DecimalDecoder() {}

    static void append(ByteCursor cursor, int precision, int scale, ValueBuffer out) {
        int integerDigits = precision - scale;
        int leadingDigits = integerDigits % DIGITS_PER_WORD;
        int trailingDigits = scale % DIGITS_PER_WORD;
        int length = BYTES_OF_DIGITS[leadingDigits]
                + integerDigits / DIGITS_PER_WORD * 4
                + scale / DIGITS_PER_WORD * 4
                + BYTES_OF_DIGITS[trailingDigits];
        int at = cursor.skip(length);
        byte[] bytes = cursor.array();
        boolean negative = bytes[at] >= 0;
        Words words = new Words(bytes, at, negative ? 0xff : 0);

        if (negative) {
            out.append('-');
        }
        int start = out.length();
        words.digits(leadingDigits, out, start);
        for (int word = integerDigits / DIGITS_PER_WORD; word > 0; word--) {
            words.digits(DIGITS_PER_WORD, out, start);
        }
        if (out.length() == start) {
            out.append('0');
        }
        if (scale > 0) {
            out.append('.');
            for (int word = scale / DIGITS_PER_WORD; word > 0; word--) {
                out.appendDigits(words.next(DIGITS_PER_WORD), DIGITS_PER_WORD);
            }
            if (trailingDigits > 0) {
                out.appendDigits(words.next(trailingDigits), trailingDigits);
            }
        }
    }

    private static final class Words {
        private final byte[] bytes;
        private final int mask;
        private boolean first = true;
        private int at;

        private Words(byte[] bytes, int at, int mask) {
            this.bytes = bytes;
            this.at = at;
            this.mask = mask;
        }

        /** The next group of decimal digits; the sign is the complement of the very first bit. */
        private long next(int digits) {
            long value = 0;
            for (int i = BYTES_OF_DIGITS[digits]; i > 0; i--) {
                int unmasked = bytes[at++] & 0xff ^ mask;
                if (first) {
                    unmasked ^= 0x80;
                    first = false;
                }
                value = value << 8 | unmasked;
            }
            return value;
        }

        /** Appends without zeros in front of the whole number. */
        private void digits(int digits, ValueBuffer out, int start) {
            if (digits == 0) {
                return;
            }
            long value = next(digits);
            if (out.length() > start) {
                out.appendDigits(value, digits);
            } else if (value != 0) {
                out.appendLong(value);
            }
        }
    }
}
