package dev.anole.mysql.ddl;

import dev.anole.contract.TableId;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.List;

/** The text of an expression as every {@code sql_mode} reads it: names in backticks, strings in single quotes. */
final class ExpressionText {

    private ExpressionText() {}

    static String of(List<Token> tokens) {
        StringBuilder text = new StringBuilder();
        int end = -1;
        for (Token token : tokens) {
            if (end >= 0 && token.start() > end) {
                text.append(' ');
            }
            text.append(
                    switch (token.kind()) {
                        case WORD, SYMBOL -> token.text();
                        case QUOTED -> TableId.quote(token.text());
                        case STRING -> quote(token.text());
                    });
            end = token.end();
        }
        return text.toString();
    }

    /** A string literal, as {@code information_schema} writes labels ({@code append_unescaped} in MySQL's source). */
    static String quote(String string) {
        StringBuilder text = new StringBuilder("'");
        for (int at = 0; at < string.length(); at++) {
            char character = string.charAt(at);
            text.append(
                    switch (character) {
                        case '\'' -> "''";
                        case '\\' -> "\\\\";
                        case '\n' -> "\\n";
                        case '\r' -> "\\r";
                        case '\0' -> "\\0";
                        default -> String.valueOf(character);
                    });
        }
        return text.append('\'').toString();
    }
}
