package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * JSON. PostgreSQL's {@code jsonb} refuses {@code \u0000} and surrogates that are no pair (manual, 8.14.1). Stateless.
 */
enum JsonConverter implements ValueConverter {
    JSON;

    /** Of an escape: a backslash, u, and four digits. */
    private static final int UNICODE_LENGTH = 6;

    @Override
    public @Nullable BadValueKind convert(byte[] bytes, int from, int to, ValueBuffer out) {
        int bad = firstBad(bytes, from, to);
        if (bad < to) {
            return kind(bytes, bad, to);
        }
        out.append(bytes, from, to);
        return null;
    }

    @Override
    public byte[] mend(BadValueKind kind, byte[] bytes, int from, int to, byte[] replacement) {
        byte[] escaped = escaped(replacement);
        ValueBuffer out = new ValueBuffer(to - from + escaped.length);
        int at = from;
        while (at < to) {
            int bad = firstBad(bytes, at, to);
            out.append(bytes, at, bad);
            at = bad;
            if (bad < to) {
                int length = bytes[bad] == '\\' ? UNICODE_LENGTH : Utf8.badLength(bytes, bad, to);
                if (kind(bytes, bad, to) == kind) {
                    out.append(escaped);
                } else {
                    out.append(bytes, bad, bad + length);
                }
                at += length;
            }
        }
        return Arrays.copyOf(out.array(), out.length());
    }

    /** Within a string of JSON. */
    private static byte[] escaped(byte[] text) {
        return new String(text, StandardCharsets.UTF_8)
                .replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static BadValueKind kind(byte[] bytes, int at, int to) {
        return bytes[at] == 0 || unicode(bytes, at, to) == 0 ? BadValueKind.NUL_CHARACTER : BadValueKind.INVALID_TEXT;
    }

    private static int firstBad(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            byte octet = bytes[at];
            if (octet == '\\') {
                int unit = unicode(bytes, at, to);
                if (unit < 0) {
                    at += 2;
                } else if (unit == 0 || Character.isLowSurrogate((char) unit)) {
                    return at;
                } else if (Character.isHighSurrogate((char) unit)) {
                    int low = unicode(bytes, at + UNICODE_LENGTH, to);
                    if (low < 0 || !Character.isLowSurrogate((char) low)) {
                        return at;
                    }
                    at += 2 * UNICODE_LENGTH;
                } else {
                    at += UNICODE_LENGTH;
                }
            } else if (octet > 0) {
                at++;
            } else {
                int length = octet == 0 ? 0 : Utf8.length(bytes, at, to);
                if (length == 0) {
                    return at;
                }
                at += length;
            }
        }
        return to;
    }

    /** The code unit of the escape that stands here; -1 if none does. */
    private static int unicode(byte[] bytes, int at, int to) {
        if (at + UNICODE_LENGTH > to || bytes[at] != '\\' || bytes[at + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int i = at + 2; i < at + UNICODE_LENGTH; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
