package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;

/** The text of a one-dimensional array (PostgreSQL manual, 8.15.6). */
public final class ArrayText {

    private ArrayText() {}

    /** Appends one element in quotes, what needs it escaped. */
    public static void appendElement(byte[] bytes, int from, int to, ValueBuffer out) {
        out.append('"');
        int plain = from;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '"' || bytes[i] == '\\') {
                out.append(bytes, plain, i);
                out.append('\\');
                plain = i;
            }
        }
        out.append(bytes, plain, to);
        out.append('"');
    }
}
