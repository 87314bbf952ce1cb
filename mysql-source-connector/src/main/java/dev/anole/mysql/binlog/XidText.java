package dev.anole.mysql.binlog;

import java.util.HexFormat;

/** The XID of an XA transaction as servers write it into the binlog's statements: {@code X'…',X'…',format}. */
public final class XidText {

    private XidText() {}

    /**
     * Writes it.
     *
     * @param data holds the global part, and the branch's part behind it
     * @param from where the global part begins
     */
    public static String of(byte[] data, int from, int globalBytes, int branchBytes, long format) {
        HexFormat hex = HexFormat.of();
        int branch = from + globalBytes;
        return "X'" + hex.formatHex(data, from, branch) + "',X'" + hex.formatHex(data, branch, branch + branchBytes)
                + "'," + format;
    }
}
