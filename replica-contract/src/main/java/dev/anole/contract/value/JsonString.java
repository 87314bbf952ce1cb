package dev.anole.contract.value;

import java.nio.charset.StandardCharsets;

/** A JSON string as MySQL quotes and escapes it (MySQL source, {@code sql-common/json_dom.cc}). */
final class JsonString {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private JsonString() {}

    /** Appends UTF-8 text between double quotes; escapes these, backslashes and control characters below 20. */
    static void append(byte[] bytes, int from, int to, ValueBuffer out) {
        out.reserve(to - from + 2);
        out.append('"');
        int plain = from;
        for (int at = from; at < to; at++) {
            byte letter = bytes[at];
            if ((letter >= 0 && letter < 0x20) || letter == '"' || letter == '\\') {
                out.append(bytes, plain, at);
                escape(letter, out);
                plain = at + 1;
            }
        }
        out.append(bytes, plain, to);
        out.append('"');
    }

    private static void escape(byte letter, ValueBuffer out) {
        out.append('\\');
        switch (letter) {
            case '"', '\\' -> out.append(letter);
            case '\b' -> out.append('b');
            case '\t' -> out.append('t');
            case '\n' -> out.append('n');
            case '\f' -> out.append('f');
            case '\r' -> out.append('r');
            default -> {
                out.append('u');
                out.append('0');
                out.append('0');
                out.append(HEX[letter >> 4]);
                out.append(HEX[letter & 15]);
            }
        }
    }
}
