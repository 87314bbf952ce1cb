package dev.anole.contract.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * MySQL's binary JSON to MySQL's own JSON text (format: MySQL source, {@code sql-common/json_binary.h}; text: {@code
 * sql-common/json_dom.cc}). Offsets in the format count from the container's element count, in messages from the
 * document's first byte.
 */
final class BinaryJson {

    private static final int SMALL_OBJECT = 0x00;
    private static final int LARGE_OBJECT = 0x01;
    private static final int SMALL_ARRAY = 0x02;
    private static final int LARGE_ARRAY = 0x03;
    private static final int LITERAL = 0x04;
    private static final int INT16 = 0x05;
    private static final int UINT16 = 0x06;
    private static final int INT32 = 0x07;
    private static final int UINT32 = 0x08;
    private static final int INT64 = 0x09;
    private static final int UINT64 = 0x0a;
    private static final int DOUBLE = 0x0b;
    private static final int STRING = 0x0c;
    private static final int OPAQUE = 0x0f;

    /** MySQL refuses deeper documents (manual, 13.5). */
    private static final int DEEPEST = 100;

    /** A length has 32 bits, seven to a byte. */
    private static final int LONGEST_LENGTH = 5;

    private static final byte[] NULL = "null".getBytes(US_ASCII);
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);

    private final byte[] bytes;
    private final int from;
    private final int to;
    private final ValueBuffer out;

    private BinaryJson(byte[] bytes, int from, int to, ValueBuffer out) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        this.out = out;
    }

    /**
     * Appends the text of one document. No bytes at all stand for JSON's null, as for MySQL.
     *
     * @throws IllegalArgumentException if the bytes are no such document; the message names the offset
     */
    static void append(byte[] bytes, int from, int to, ValueBuffer out) {
        if (from == to) {
            out.append(NULL);
        } else {
            new BinaryJson(bytes, from, to, out).value(bytes[from], from + 1, 0);
        }
    }

    private void value(int type, int at, int depth) {
        switch (type) {
            case SMALL_OBJECT -> object(at, 2, depth + 1);
            case LARGE_OBJECT -> object(at, 4, depth + 1);
            case SMALL_ARRAY -> array(at, 2, depth + 1);
            case LARGE_ARRAY -> array(at, 4, depth + 1);
            case LITERAL -> literal(at);
            case INT16 -> out.appendLong(little(at, 2) << 48 >> 48);
            case UINT16 -> out.appendLong(little(at, 2));
            case INT32 -> out.appendLong(little(at, 4) << 32 >> 32);
            case UINT32 -> out.appendLong(little(at, 4));
            case INT64 -> out.appendLong(little(at, 8));
            case UINT64 -> out.appendUnsignedLong(little(at, 8));
            case DOUBLE -> number(at);
            case STRING -> {
                int start = behindLength(at);
                JsonString.append(bytes, start, start + length(at, start), out);
            }
            case OPAQUE -> opaque(at);
            default -> throw malformed(at - 1, "there is no JSON type " + (type & 0xff));
        }
    }

    /** Element count, size, then per element a key entry (offset, length of two bytes) and a value entry each. */
    private void object(int at, int width, int depth) {
        int count = container(at, width, width + 2 + 1 + width, depth);
        int keyEntry = at + 2 * width;
        int valueEntry = keyEntry + count * (width + 2);
        out.append('{');
        for (int index = 0; index < count; index++) {
            if (index > 0) {
                out.append(',');
                out.append(' ');
            }
            int key = element(at, keyEntry, width);
            int keyLength = (int) little(keyEntry + width, 2);
            JsonString.append(bytes, key, require(key, keyLength) + keyLength, out);
            out.append(':');
            out.append(' ');
            entry(at, valueEntry, width, depth);
            keyEntry += width + 2;
            valueEntry += 1 + width;
        }
        out.append('}');
    }

    /** Element count, size, then per element a value entry. */
    private void array(int at, int width, int depth) {
        int count = container(at, width, 1 + width, depth);
        out.append('[');
        for (int index = 0; index < count; index++) {
            if (index > 0) {
                out.append(',');
                out.append(' ');
            }
            entry(at, at + 2 * width + index * (1 + width), width, depth);
        }
        out.append(']');
    }

    /** The number of elements, which have room for their entries. */
    private int container(int at, int width, int entryLength, int depth) {
        if (depth > DEEPEST) {
            throw malformed(at, "arrays and objects lie in one another more than " + DEEPEST + " deep");
        }
        long count = little(at, width);
        long length = little(at + width, width);
        if (length > to - at || 2L * width + count * entryLength > length) {
            throw malformed(at, count + " elements in " + length + " bytes");
        }
        return (int) count;
    }

    /** A value's type, then the value itself if it is small enough, else its offset. */
    private void entry(int container, int at, int width, int depth) {
        int type = bytes[at];
        boolean inlined =
                type == LITERAL || type == INT16 || type == UINT16 || (width == 4 && (type == INT32 || type == UINT32));
        value(type, inlined ? at + 1 : element(container, at + 1, width), depth);
    }

    /** Where a container's element is whose offset is written at the given place. */
    private int element(int container, int at, int width) {
        long offset = little(at, width);
        if (offset > to - container) {
            throw malformed(at, "an element lies at " + (container - from + offset));
        }
        return container + (int) offset;
    }

    private void literal(int at) {
        switch ((int) little(at, 1)) {
            case 0 -> out.append(NULL);
            case 1 -> out.append(TRUE);
            case 2 -> out.append(FALSE);
            default -> throw malformed(at, "there is no JSON literal " + (bytes[at] & 0xff));
        }
    }

    private void number(int at) {
        double value = Double.longBitsToDouble(little(at, 8));
        if (!Double.isFinite(value)) {
            throw malformed(at, "JSON has no number " + value);
        }
        NumberText.appendJson(value, out);
    }

    private void opaque(int at) {
        int type = (int) little(at, 1);
        int start = behindLength(at + 1);
        int end = start + length(at + 1, start);
        try {
            JsonOpaque.append(type, bytes, start, end, out);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException(message(at, "an opaque value of type " + type + " is malformed"), e);
        }
    }

    /** Where the bytes begin whose length is written, seven bits to a byte, at the given place. */
    private int behindLength(int at) {
        int next = at;
        while (bytes[require(next, 1)] < 0) {
            next++;
        }
        if (next - at >= LONGEST_LENGTH) {
            throw malformed(at, "a length has more than " + LONGEST_LENGTH + " bytes");
        }
        return next + 1;
    }

    /** The length that is written from {@code at} to {@code start}; that many bytes follow. */
    private int length(int at, int start) {
        long length = 0;
        for (int next = start - 1; next >= at; next--) {
            length = length << 7 | (bytes[next] & 0x7f);
        }
        require(start, length);
        return (int) length;
    }

    private long little(int at, int count) {
        require(at, count);
        long value = 0;
        for (int index = count - 1; index >= 0; index--) {
            value = value << 8 | (bytes[at + index] & 0xff);
        }
        return value;
    }

    /** Returns {@code at} if that many bytes follow. */
    private int require(int at, long count) {
        if (count > to - at) {
            throw malformed(at, count + " bytes wanted, " + Math.max(0, to - at) + " left");
        }
        return at;
    }

    private IllegalArgumentException malformed(int at, String reason) {
        return new IllegalArgumentException(message(at, reason));
    }

    private String message(int at, String reason) {
        return "Malformed binary JSON at offset " + (at - from) + " of " + (to - from) + " bytes: " + reason;
    }
}
