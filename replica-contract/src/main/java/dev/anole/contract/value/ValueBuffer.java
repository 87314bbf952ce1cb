package dev.anole.contract.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes. Not safe for use by several threads. */
public final class ValueBuffer {

    private static final byte[] DIGIT_PAIRS = new byte[200];

    static {
        for (int pair = 0; pair < 100; pair++) {
            DIGIT_PAIRS[2 * pair] = (byte) ('0' + pair / 10);
            DIGIT_PAIRS[2 * pair + 1] = (byte) ('0' + pair % 10);
        }
    }

    private byte[] bytes;
    private int length;

    public ValueBuffer(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    /** The bytes so far are the first {@link #length()} of this array, which the next append may replace. */
    public byte[] array() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Forgets what lies behind {@code newLength}. */
    public void truncate(int newLength) {
        length = newLength;
    }

    public void clear() {
        length = 0;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Makes room for that many bytes more. */
    public void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            int doubled = bytes.length < 1 << 29 ? bytes.length * 2 : Integer.MAX_VALUE - 8;
            bytes = Arrays.copyOf(bytes, Math.max(doubled, needed));
        }
    }

    public void append(byte value) {
        if (length == bytes.length) {
            reserve(1);
        }
        bytes[length++] = value;
    }

    public void append(char ascii) {
        append((byte) ascii);
    }

    public void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    public void append(byte[] source) {
        append(source, 0, source.length);
    }

    /** In UTF-8. */
    public void append(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
    }

    /** In UTF-8. */
    public void appendCodePoint(int codePoint) {
        reserve(4);
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
            return;
        }
        if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xc0 | codePoint >> 6);
        } else {
            if (codePoint < 0x10000) {
                bytes[length++] = (byte) (0xe0 | codePoint >> 12);
            } else {
                bytes[length++] = (byte) (0xf0 | codePoint >> 18);
                bytes[length++] = (byte) (0x80 | codePoint >> 12 & 0x3f);
            }
            bytes[length++] = (byte) (0x80 | codePoint >> 6 & 0x3f);
        }
        bytes[length++] = (byte) (0x80 | codePoint & 0x3f);
    }

    /** In decimal. */
    public void appendLong(long value) {
        if (value == Long.MIN_VALUE) {
            append("-9223372036854775808");
            return;
        }
        reserve(20);
        if (value < 0) {
            bytes[length++] = '-';
            value = -value;
        }
        int digits = 1;
        for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
            digits++;
        }
        appendDigits(value, digits);
    }

    /** In decimal, read as unsigned. */
    public void appendUnsignedLong(long value) {
        if (value >= 0) {
            appendLong(value);
        } else {
            append(Long.toUnsignedString(value));
        }
    }

    /** Exactly that many decimal digits of a value that is not negative, zeros in front. */
    public void appendDigits(long value, int digits) {
        reserve(digits);
        int at = length + digits;
        length = at;
        int left = digits;
        while (left >= 2) {
            int pair = (int) (value % 100) * 2;
            value /= 100;
            bytes[--at] = DIGIT_PAIRS[pair + 1];
            bytes[--at] = DIGIT_PAIRS[pair];
            left -= 2;
        }
        if (left == 1) {
            bytes[--at] = (byte) ('0' + value % 10);
        }
    }

    /** The bytes so far, read as UTF-8. */
    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
