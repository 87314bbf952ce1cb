package dev.anole.contract.value;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Base64;

/**
 * Values of MySQL types that JSON itself lacks, as MySQL prints them (MySQL source, {@code sql-common/json_dom.cc};
 * packed dates and times: {@code mysys/my_time.cc}).
 */
final class JsonOpaque {

    private static final int TIMESTAMP = 7;
    private static final int DATE = 10;
    private static final int TIME = 11;
    private static final int DATETIME = 12;
    private static final int NEWDECIMAL = 246;
    private static final int VAR_STRING = 253;

    /** MySQL counts whole groups of nine digits before the point, so that it may say more than a column's 65. */
    private static final int LONGEST_DECIMAL = 81;

    private static final int PACKED_LENGTH = 8;

    /** MySQL breaks base64 into lines, and these breaks are escaped in turn. */
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(76, new byte[] {'\n'});

    private JsonOpaque() {}

    /** @throws IllegalArgumentException or IndexOutOfBoundsException if the bytes are no value of that type */
    static void append(int type, byte[] bytes, int from, int to, ValueBuffer out) {
        switch (type) {
            case NEWDECIMAL -> decimal(new ByteCursor(bytes, from, to), out);
            case DATE, DATETIME, TIMESTAMP, TIME -> {
                out.append('"');
                temporal(type, packed(bytes, from, to), out);
                out.append('"');
            }
            case VAR_STRING -> JsonString.append(bytes, from, to, out);
            default -> {
                ValueBuffer text = new ValueBuffer(24 + (to - from) / 3 * 4);
                text.append("base64:type".getBytes(US_ASCII));
                text.appendLong(type);
                text.append(':');
                text.append(BASE64.encode(Arrays.copyOfRange(bytes, from, to)));
                JsonString.append(text.array(), 0, text.length(), out);
            }
        }
    }

    /** Behind a byte of precision and one of scale, the packed decimal. */
    private static void decimal(ByteCursor cursor, ValueBuffer out) {
        int precision = cursor.uint8();
        int scale = cursor.uint8();
        if (precision == 0 || precision > LONGEST_DECIMAL || scale > precision) {
            throw new IllegalArgumentException("DECIMAL(" + precision + "," + scale + ")");
        }
        DecimalDecoder.append(cursor, precision, scale, out);
    }

    private static long packed(byte[] bytes, int from, int to) {
        if (to - from != PACKED_LENGTH) {
            throw new IllegalArgumentException("A date or time of " + (to - from) + " bytes");
        }
        return new ByteCursor(bytes, from, to).little(PACKED_LENGTH);
    }

    /** Microseconds in the low 24 bits, then seconds and minutes of 6 bits each, then what depends on the type. */
    private static void temporal(int type, long packed, ValueBuffer out) {
        if (packed < 0) {
            out.append('-');
        }
        long magnitude = Math.abs(packed);
        long clock = magnitude >> 24;
        if (type != TIME) {
            date(clock >> 17, out);
            if (type == DATE) {
                return;
            }
            out.append(' ');
        }
        int hour = (int) (clock >> 12) & (type == TIME ? 0x3ff : 0x1f);
        out.appendDigits(hour, hour < 100 ? 2 : 3);
        out.append(':');
        out.appendDigits(clock >> 6 & 0x3f, 2);
        out.append(':');
        out.appendDigits(clock & 0x3f, 2);
        out.append('.');
        out.appendDigits(magnitude & 0xffffff, 6);
    }

    /** The day in the low 5 bits, then year times 13 plus month. */
    private static void date(long packed, ValueBuffer out) {
        long yearMonth = packed >> 5;
        out.appendDigits(yearMonth / 13, 4);
        out.append('-');
        out.appendDigits(yearMonth % 13, 2);
        out.append('-');
        out.appendDigits(packed & 0x1f, 2);
    }
}
