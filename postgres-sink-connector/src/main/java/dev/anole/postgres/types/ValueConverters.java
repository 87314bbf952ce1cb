package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** The conversions that {@link TypeTable} chooses from. All are stateless. */
final class ValueConverters {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** PostGIS's flag for "an SRID follows" in the geometry type of EWKB. */
    private static final int EWKB_SRID = 0x20000000;

    private ValueConverters() {}

    /** PostgreSQL reads the same text. */
    static @Nullable BadValueKind straight(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append(bytes, from, to);
        return null;
    }

    /** DATE and DATETIME. PostgreSQL has neither a year, a month nor a day 0, nor a February 30. */
    static @Nullable BadValueKind date(byte[] bytes, int from, int to, ValueBuffer out) {
        int month = digits(bytes, from + 5);
        int day = digits(bytes, from + 8);
        if (day == 0 || month == 0 || isZeroYear(bytes, from) || day > 28 && day > daysOf(month, bytes, from)) {
            return BadValueKind.ZERO_DATE;
        }
        out.append(bytes, from, to);
        return null;
    }

    private static boolean isZeroYear(byte[] bytes, int from) {
        return digits(bytes, from) == 0 && digits(bytes, from + 2) == 0;
    }

    private static int daysOf(int month, byte[] bytes, int from) {
        if (month == 2) {
            int century = digits(bytes, from);
            int year = digits(bytes, from + 2);
            return (year != 0 ? year : century) % 4 == 0 ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    private static int digits(byte[] bytes, int at) {
        return (bytes[at] - '0') * 10 + bytes[at + 1] - '0';
    }

    /** TIMESTAMP, whose canonical text is in UTC. */
    static @Nullable BadValueKind timestamp(byte[] bytes, int from, int to, ValueBuffer out) {
        BadValueKind bad = date(bytes, from, to, out);
        if (bad == null) {
            out.append("+00");
        }
        return bad;
    }

    /** TIME as a time of day, {@code 00:00:00} to {@code 24:00:00} (PostgreSQL manual, 8.5). */
    static @Nullable BadValueKind timeOfDay(byte[] bytes, int from, int to, ValueBuffer out) {
        boolean hoursOfTwoDigits = bytes[from] != '-' && bytes[from + 2] == ':';
        int hours = hoursOfTwoDigits ? digits(bytes, from) : Integer.MAX_VALUE;
        if (hours > 24 || hours == 24 && !isZero(bytes, from + 2, to)) {
            return BadValueKind.TIME_OUT_OF_RANGE;
        }
        out.append(bytes, from, to);
        return null;
    }

    private static boolean isZero(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] >= '1' && bytes[i] <= '9') {
                return false;
            }
        }
        return true;
    }

    static @Nullable BadValueKind bytea(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append('\\');
        out.append('x');
        return hexadecimal(bytes, from, to, out);
    }

    static @Nullable BadValueKind hexadecimal(byte[] bytes, int from, int to, ValueBuffer out) {
        out.reserve(2 * (to - from));
        for (int i = from; i < to; i++) {
            out.append(HEX[bytes[i] >> 4 & 15]);
            out.append(HEX[bytes[i] & 15]);
        }
        return null;
    }

    static @Nullable BadValueKind bool(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append(bytes[to - 1] == 0 ? 'f' : 't');
        return null;
    }

    /** The lowest {@code length} bits. */
    static ValueConverter bits(int length) {
        return (bytes, from, to, out) -> {
            for (int bit = length - 1; bit >= 0; bit--) {
                int octet = bytes[to - 1 - bit / 8];
                out.append((octet >> bit % 8 & 1) == 0 ? '0' : '1');
            }
            return null;
        };
    }

    /** MySQL's SRID and WKB (manual, 13.4.3) to WKB in a bytea, EWKB if the SRID is not 0. */
    static @Nullable BadValueKind geometry(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append('\\');
        out.append('x');
        return ewkb(bytes, from, to, out);
    }

    /** The same in hexadecimal digits alone, as PostGIS reads it. */
    static @Nullable BadValueKind ewkb(byte[] bytes, int from, int to, ValueBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        int srid = in.getInt();
        if (srid == 0) {
            return hexadecimal(bytes, from + 4, to, out);
        }
        byte order = in.get();
        ByteBuffer ewkb = ByteBuffer.allocate(to - from).order(ByteOrder.LITTLE_ENDIAN);
        ewkb.put(order).putInt(in.getInt() | EWKB_SRID).putInt(srid).put(in);
        return hexadecimal(ewkb.array(), 0, ewkb.position(), out);
    }

    /** VECTOR, 4-byte floats with the lowest byte first, to an array. */
    static @Nullable BadValueKind vector(byte[] bytes, int from, int to, ValueBuffer out) {
        return floats(bytes, from, to, '{', '}', out);
    }

    /** The same as MySQL's VECTOR_TO_STRING and the extension pgvector have it. */
    static @Nullable BadValueKind bracketedVector(byte[] bytes, int from, int to, ValueBuffer out) {
        return floats(bytes, from, to, '[', ']', out);
    }

    private static @Nullable BadValueKind floats(
            byte[] bytes, int from, int to, char first, char last, ValueBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        out.append(first);
        while (in.remaining() >= 4) {
            if (in.position() > from) {
                out.append(',');
            }
            out.append(Float.toString(in.getFloat()));
        }
        out.append(last);
        return null;
    }
}
