package dev.anole.contract.value;

import dev.anole.contract.DataType;

/** The canonical text of MariaDB's INET4, INET6 and UUID, which are bytes in network order to the binlog. */
public final class FixedBinaryText {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int INET4_BYTES = 4;
    private static final int INET6_GROUPS = 8;
    private static final int BYTES = 16;

    private FixedBinaryText() {}

    /** Whether values of the type are bytes of a fixed number that are written as text. */
    public static boolean isOf(DataType type) {
        return type == DataType.INET4 || type == DataType.INET6 || type == DataType.UUID;
    }

    /** How many bytes a value has. */
    public static int length(DataType type) {
        return type == DataType.INET4 ? INET4_BYTES : BYTES;
    }

    /**
     * Appends a value of {@link #length} bytes.
     *
     * @param type one for which {@link #isOf} is true
     */
    public static void append(DataType type, byte[] bytes, int from, ValueBuffer out) {
        if (type == DataType.INET4) {
            appendInet4(bytes, from, out);
        } else if (type == DataType.INET6) {
            appendInet6(bytes, from, out);
        } else {
            appendUuid(bytes, from, out);
        }
    }

    private static void appendInet4(byte[] bytes, int from, ValueBuffer out) {
        for (int i = 0; i < INET4_BYTES; i++) {
            if (i > 0) {
                out.append('.');
            }
            out.appendLong(bytes[from + i] & 0xff);
        }
    }

    private static void appendUuid(byte[] bytes, int from, ValueBuffer out) {
        for (int i = 0; i < BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                out.append('-');
            }
            out.append(HEX[bytes[from + i] >> 4 & 15]);
            out.append(HEX[bytes[from + i] & 15]);
        }
    }

    /** By RFC 5952; addresses that hold one of IPv4 ({@code ::ffff:0:0/96}) end with it. */
    private static void appendInet6(byte[] bytes, int from, ValueBuffer out) {
        int gap = -1;
        int gapLength = 1;
        for (int group = 0; group < INET6_GROUPS; group++) {
            int zeros = 0;
            while (group + zeros < INET6_GROUPS && group(bytes, from, group + zeros) == 0) {
                zeros++;
            }
            if (zeros > gapLength) {
                gap = group;
                gapLength = zeros;
            }
        }
        boolean mapped = gap == 0 && gapLength == 5 && group(bytes, from, 5) == 0xffff;
        int groups = mapped ? 6 : INET6_GROUPS;
        for (int group = 0; group < groups; group++) {
            if (group == gap) {
                out.append("::");
                group += gapLength - 1;
            } else {
                if (group > 0 && group != gap + gapLength) {
                    out.append(':');
                }
                appendGroup(group(bytes, from, group), out);
            }
        }
        if (mapped) {
            out.append(':');
            appendInet4(bytes, from + 12, out);
        }
    }

    private static int group(byte[] bytes, int from, int group) {
        return (bytes[from + 2 * group] & 0xff) << 8 | bytes[from + 2 * group + 1] & 0xff;
    }

    private static void appendGroup(int group, ValueBuffer out) {
        for (int shift = 12; shift >= 0; shift -= 4) {
            if (shift == 0 || group >> shift != 0) {
                out.append(HEX[group >> shift & 15]);
            }
        }
    }
}
