package dev.anole.postgres.types;

import dev.anole.contract.value.LabelText;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.ValueConverter.Outcome;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The conversions that {@link TypeTable} chooses from. All are stateless. */
final class ValueConverters {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    /** PostGIS's flag for "an SRID follows" in the geometry type of EWKB. */
    private static final int EWKB_SRID = 0x20000000;

    private ValueConverters() {}

    /** PostgreSQL reads the same text. */
    static Outcome straight(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append(bytes, from, to);
        return Outcome.EXACT;
    }

    /** Without NUL characters, which PostgreSQL's text cannot hold. */
    static Outcome text(byte[] bytes, int from, int to, ValueBuffer out) {
        int clean = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == 0) {
                out.append(bytes, clean, i);
                clean = i + 1;
            }
        }
        out.append(bytes, clean, to);
        return clean == from ? Outcome.EXACT : Outcome.REPLACED;
    }

    /** ENUM. PostgreSQL has no error value. */
    static Outcome label(byte[] bytes, int from, int to, ValueBuffer out) {
        return LabelText.isNoLabel(bytes, from, to) ? Outcome.REPLACED_BY_NULL : text(bytes, from, to, out);
    }

    /** DATE and DATETIME. PostgreSQL has neither a year, a month nor a day 0. */
    static Outcome date(byte[] bytes, int from, int to, ValueBuffer out) {
        boolean zeroYear = isZero(bytes, from) && isZero(bytes, from + 2);
        if (zeroYear || isZero(bytes, from + 5) || isZero(bytes, from + 8)) {
            return Outcome.REPLACED_BY_NULL;
        }
        out.append(bytes, from, to);
        return Outcome.EXACT;
    }

    private static boolean isZero(byte[] bytes, int at) {
        return bytes[at] == '0' && bytes[at + 1] == '0';
    }

    /** TIMESTAMP, whose canonical text is in UTC. */
    static Outcome timestamp(byte[] bytes, int from, int to, ValueBuffer out) {
        Outcome outcome = date(bytes, from, to, out);
        if (outcome == Outcome.EXACT) {
            out.append("+00");
        }
        return outcome;
    }

    static Outcome bytea(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append('\\');
        out.append('x');
        out.reserve(2 * (to - from));
        for (int i = from; i < to; i++) {
            out.append(HEX[bytes[i] >> 4 & 15]);
            out.append(HEX[bytes[i] & 15]);
        }
        return Outcome.EXACT;
    }

    static Outcome bool(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append(bytes[to - 1] == 0 ? 'f' : 't');
        return Outcome.EXACT;
    }

    /** The lowest {@code length} bits. */
    static ValueConverter bits(int length) {
        return (bytes, from, to, out) -> {
            for (int bit = length - 1; bit >= 0; bit--) {
                int octet = bytes[to - 1 - bit / 8];
                out.append((octet >> bit % 8 & 1) == 0 ? '0' : '1');
            }
            return Outcome.EXACT;
        };
    }

    /** SET, as {@link LabelText} has it, to an array of text. */
    static Outcome set(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append('{');
        if (to - from == 1 && bytes[from] == ',') {
            out.append("\"\"");
        } else if (to > from) {
            out.append('"');
            for (int i = from; i < to; i++) {
                byte octet = bytes[i];
                if (octet == ',') {
                    out.append("\",\"");
                } else {
                    if (octet == '"' || octet == '\\') {
                        out.append('\\');
                    }
                    out.append(octet);
                }
            }
            out.append('"');
        }
        out.append('}');
        return Outcome.EXACT;
    }

    /** MySQL's SRID and WKB (manual, 13.4.3) to hexadecimal EWKB in a bytea. */
    static Outcome geometry(byte[] bytes, int from, int to, ValueBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        int srid = in.getInt();
        if (srid == 0) {
            return bytea(bytes, from + 4, to, out);
        }
        byte order = in.get();
        ByteBuffer ewkb = ByteBuffer.allocate(to - from).order(ByteOrder.LITTLE_ENDIAN);
        ewkb.put(order).putInt(in.getInt() | EWKB_SRID).putInt(srid).put(in);
        return bytea(ewkb.array(), 0, ewkb.position(), out);
    }

    /** VECTOR, 4-byte floats with the lowest byte first, to an array. */
    static Outcome vector(byte[] bytes, int from, int to, ValueBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        out.append('{');
        while (in.remaining() >= 4) {
            if (in.position() > from) {
                out.append(',');
            }
            out.append(Float.toString(in.getFloat()));
        }
        out.append('}');
        return Outcome.EXACT;
    }
}
