package dev.anole.contract.value;

/** Unicode in units of two or four bytes. MySQL's {@code ucs2} has no surrogate pairs. */
final class UnicodeDecoding implements CharacterSet.Decoding {

    private final int unit;
    private final boolean littleEndian;
    private final boolean surrogatePairs;

    /** @param unit bytes of one */
    UnicodeDecoding(int unit, boolean littleEndian, boolean surrogatePairs) {
        this.unit = unit;
        this.littleEndian = littleEndian;
        this.surrogatePairs = surrogatePairs;
    }

    @Override
    public int decode(byte[] bytes, int from, int to, ValueBuffer out) {
        int at = from;
        while (to - at >= unit) {
            int codePoint = unit(bytes, at);
            int next = at + unit;
            if (surrogatePairs && codePoint >> 10 == 0xd800 >> 10 && to - next >= unit) {
                int low = unit(bytes, next);
                if (low >> 10 == 0xdc00 >> 10) {
                    codePoint = Character.toCodePoint((char) codePoint, (char) low);
                    next += unit;
                }
            }
            if (!isCharacter(codePoint)) {
                return at;
            }
            out.appendCodePoint(codePoint);
            at = next;
        }
        return at;
    }

    private int unit(byte[] bytes, int at) {
        if (littleEndian) {
            return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
        }
        int value = 0;
        for (int i = 0; i < unit; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private static boolean isCharacter(int codePoint) {
        return Character.isValidCodePoint(codePoint)
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
    }

    @Override
    public int badLength(byte[] bytes, int at, int to) {
        return Math.min(unit, to - at);
    }
}
