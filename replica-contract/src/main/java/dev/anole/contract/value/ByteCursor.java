package dev.anole.contract.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads MySQL's little-endian structures from an array. Reading behind the end throws {@link
 * ArrayIndexOutOfBoundsException}. Not safe for use by several threads.
 */
public final class ByteCursor {

    private final byte[] bytes;
    private final int end;
    private int position;

    public ByteCursor(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    public byte[] array() {
        return bytes;
    }

    public int position() {
        return position;
    }

    public int remaining() {
        return end - position;
    }

    /** Moves on; returns the position before. */
    public int skip(int count) {
        int before = position;
        if (count < 0 || count > end - position) {
            throw new ArrayIndexOutOfBoundsException(
                    count + " bytes wanted at offset " + position + " of an event that ends at " + end);
        }
        position += count;
        return before;
    }

    public int uint8() {
        return bytes[skip(1)] & 0xff;
    }

    public int uint16() {
        return (int) little(2);
    }

    public int uint32AsInt() {
        return (int) little(4);
    }

    /** An unsigned number of up to 8 bytes, the lowest byte first. */
    public long little(int count) {
        int at = skip(count);
        long value = 0;
        for (int i = count - 1; i >= 0; i--) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    /** An unsigned number of up to 8 bytes, the highest byte first. */
    public long big(int count) {
        int at = skip(count);
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    /** A length-encoded integer (MySQL internals, Protocol::LengthEncodedInteger). */
    public long lengthEncoded() {
        int first = uint8();
        return switch (first) {
            case 0xfc -> little(2);
            case 0xfd -> little(3);
            case 0xfe -> little(8);
            case 0xfb, 0xff -> throw new IllegalArgumentException("Not a length-encoded integer: " + first);
            default -> first;
        };
    }

    /** A string behind its length-encoded length, in UTF-8. */
    public String lengthEncodedString() {
        return utf8(Math.toIntExact(lengthEncoded()));
    }

    /** Bytes behind their length-encoded length. */
    byte[] lengthEncodedBytes() {
        int count = Math.toIntExact(lengthEncoded());
        int at = skip(count);
        return Arrays.copyOfRange(bytes, at, at + count);
    }

    public String utf8(int count) {
        int at = skip(count);
        return new String(bytes, at, count, StandardCharsets.UTF_8);
    }

    /** Bits of a bitmap that begins at the given position, the lowest bit of the first byte first. */
    boolean bit(int bitmapPosition, int index) {
        return (bytes[bitmapPosition + (index >> 3)] >> (index & 7) & 1) != 0;
    }
}
