package dev.anole.mysql.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the labels out of a column type such as {@code enum('a','it''s')}. Within quotes MySQL doubles the quote, and
 * writes a backslash in front of backslashes, and for line feeds, carriage returns and NUL ({@code append_unescaped} in
 * its source).
 */
final class LabelParser {

    private LabelParser() {}

    static List<String> parse(String columnType) {
        List<String> labels = new ArrayList<>();
        int at = columnType.indexOf('(') + 1;
        while (at > 0 && at < columnType.length() && columnType.charAt(at) == '\'') {
            StringBuilder label = new StringBuilder();
            at = read(columnType, at, label) + 1;
            labels.add(label.toString());
        }
        return labels;
    }

    /** The text of one string literal. */
    static String unquote(String literal) {
        StringBuilder text = new StringBuilder();
        read(literal, 0, text);
        return text.toString();
    }

    /** The text of an expression as MySQL's views show it, which write a backslash before quotes and backslashes. */
    static String unescape(String expression) {
        StringBuilder text = new StringBuilder(expression.length());
        for (int at = 0; at < expression.length(); at++) {
            char character = expression.charAt(at);
            boolean escape = character == '\\' && at + 1 < expression.length();
            text.append(escape ? unescaped(expression.charAt(++at)) : character);
        }
        return text.toString();
    }

    /** Reads a string literal that begins at {@code from}; returns the index behind its closing quote. */
    private static int read(String text, int from, StringBuilder out) {
        int at = from + 1;
        while (at < text.length()) {
            char character = text.charAt(at++);
            if (character == '\'') {
                if (at >= text.length() || text.charAt(at) != '\'') {
                    return at;
                }
                at++;
            } else if (character == '\\' && at < text.length()) {
                character = unescaped(text.charAt(at++));
            }
            out.append(character);
        }
        return at;
    }

    private static char unescaped(char escaped) {
        return switch (escaped) {
            case '0' -> '\0';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> escaped;
        };
    }
}
