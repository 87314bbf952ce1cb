package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;

/** COPY's text format (PostgreSQL manual, COPY, File Formats). */
public final class CopyText {

    public static final byte COLUMN_END = '\t';
    public static final byte ROW_END = '\n';

    private static final byte[] NULL = {'\\', 'N'};
    /** What follows the backslash, for each byte that needs one; 0 for the others. */
    private static final byte[] ESCAPES = new byte[128];

    static {
        ESCAPES['\\'] = '\\';
        ESCAPES['\t'] = 't';
        ESCAPES['\n'] = 'n';
        ESCAPES['\r'] = 'r';
        ESCAPES['\b'] = 'b';
        ESCAPES['\f'] = 'f';
        ESCAPES[0x0b] = 'v';
    }

    private CopyText() {}

    public static void appendNull(ValueBuffer out) {
        out.append(NULL, 0, NULL.length);
    }

    /** Appends a value, escaped. */
    public static void appendValue(byte[] bytes, int from, int to, ValueBuffer out) {
        int plain = from;
        for (int i = from; i < to; i++) {
            byte octet = bytes[i];
            // Every byte to be escaped is a control character or the backslash.
            if ((octet < ' ' && octet >= 0) || octet == '\\') {
                byte escape = ESCAPES[octet];
                if (escape != 0) {
                    out.append(bytes, plain, i);
                    out.append('\\');
                    out.append(escape);
                    plain = i + 1;
                }
            }
        }
        out.append(bytes, plain, to);
    }
}
