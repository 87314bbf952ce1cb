package dev.anole.postgres.types;

import dev.anole.contract.value.LabelText;
import dev.anole.contract.value.ValueBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text, of which PostgreSQL takes no NUL and nothing that is not UTF-8. Stateless. */
enum TextConverter implements ValueConverter {
    TEXT {
        @Override
        void append(byte[] bytes, int from, int to, ValueBuffer out) {
            out.append(bytes, from, to);
        }
    },
    /** ENUM. PostgreSQL has no error value. */
    LABEL {
        @Override
        public @Nullable BadValueKind convert(byte[] bytes, int from, int to, ValueBuffer out) {
            return LabelText.isNoLabel(bytes, from, to)
                    ? BadValueKind.ENUM_INDEX_ZERO
                    : super.convert(bytes, from, to, out);
        }

        @Override
        void append(byte[] bytes, int from, int to, ValueBuffer out) {
            out.append(bytes, from, to);
        }
    },
    /** SET, as {@link LabelText} has it, to an array of text. */
    SET {
        @Override
        void append(byte[] bytes, int from, int to, ValueBuffer out) {
            out.append('{');
            if (to - from == 1 && bytes[from] == ',') {
                out.append("\"\"");
            } else if (to > from) {
                appendLabels(bytes, from, to, out);
            }
            out.append('}');
        }
    };

    abstract void append(byte[] bytes, int from, int to, ValueBuffer out);

    @Override
    public @Nullable BadValueKind convert(byte[] bytes, int from, int to, ValueBuffer out) {
        int bad = Utf8.firstBad(bytes, from, to);
        if (bad < to) {
            return bytes[bad] == 0 ? BadValueKind.NUL_CHARACTER : BadValueKind.INVALID_TEXT;
        }
        append(bytes, from, to, out);
        return null;
    }

    @Override
    public byte[] mend(BadValueKind kind, byte[] bytes, int from, int to, byte[] replacement) {
        return mendText(kind, bytes, from, to, replacement);
    }

    static byte[] mendText(BadValueKind kind, byte[] bytes, int from, int to, byte[] replacement) {
        ValueBuffer out = new ValueBuffer(to - from + replacement.length);
        boolean nul = kind == BadValueKind.NUL_CHARACTER;
        int at = from;
        while (at < to) {
            int bad = Utf8.firstBad(bytes, at, to);
            out.append(bytes, at, bad);
            at = bad;
            if (bad < to) {
                int length = bytes[bad] == 0 ? 1 : Utf8.badLength(bytes, bad, to);
                if (bytes[bad] == 0 == nul) {
                    out.append(replacement);
                } else {
                    out.append(bytes, bad, bad + length);
                }
                at += length;
            }
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    private static void appendLabels(byte[] bytes, int from, int to, ValueBuffer out) {
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
}
