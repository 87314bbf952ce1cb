package dev.anole.mysql.ddl;

import org.jspecify.annotations.Nullable;

/**
 * Splits a statement into words, quoted names, strings and symbols (MySQL manual, 11 Language Structure), as the
 * session's {@code sql_mode} has them. Comments are skipped, but not what stands in executable ones
 * ({@code /*!50100 … *}{@code /}). Not safe for use by several threads.
 */
final class SqlTokenizer {

    private final String sql;
    private final SqlMode mode;
    private int at;
    private boolean inExecutableComment;

    /** What a token is; names in double quotes are quoted ones, where the mode has such. */
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        SYMBOL
    }

    /** @param text without quotes */
    record Token(Kind kind, String text) {
        boolean isWord(String word) {
            return kind == Kind.WORD && text.equalsIgnoreCase(word);
        }

        boolean isSymbol(char symbol) {
            return kind == Kind.SYMBOL && text.charAt(0) == symbol;
        }

        boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED;
        }
    }

    SqlTokenizer(String sql, SqlMode mode) {
        this.sql = sql;
        this.mode = mode;
    }

    /** The next token; null at the end. */
    @Nullable
    Token next() {
        skipBlanksAndComments();
        if (at >= sql.length()) {
            return null;
        }
        char first = sql.charAt(at);
        return switch (first) {
            case '`' -> new Token(Kind.QUOTED, quoted(first, false));
            case '"' -> mode.ansiQuotes() ? new Token(Kind.QUOTED, quoted(first, false)) : string(first);
            case '\'' -> string(first);
            default -> isWordCharacter(first) ? new Token(Kind.WORD, word()) : symbol(first);
        };
    }

    private Token string(char quote) {
        return new Token(Kind.STRING, quoted(quote, mode.backslashEscapes()));
    }

    private Token symbol(char symbol) {
        at++;
        return new Token(Kind.SYMBOL, String.valueOf(symbol));
    }

    private String word() {
        int from = at;
        while (at < sql.length() && isWordCharacter(sql.charAt(at))) {
            at++;
        }
        return sql.substring(from, at);
    }

    private static boolean isWordCharacter(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$' || character >= 0x80;
    }

    private String quoted(char quote, boolean backslashEscapes) {
        StringBuilder text = new StringBuilder();
        at++;
        while (at < sql.length()) {
            char character = sql.charAt(at++);
            if (character == quote) {
                if (at >= sql.length() || sql.charAt(at) != quote) {
                    break;
                }
                at++;
            } else if (character == '\\' && backslashEscapes && at < sql.length()) {
                character = sql.charAt(at++);
            }
            text.append(character);
        }
        return text.toString();
    }

    private void skipBlanksAndComments() {
        while (at < sql.length()) {
            char character = sql.charAt(at);
            if (Character.isWhitespace(character)) {
                at++;
            } else if (character == '#' || (sql.startsWith("--", at) && isBlankAt(at + 2))) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*!", at) || sql.startsWith("/*M!", at)) {
                at = sql.indexOf('!', at) + 1;
                skipVersion();
                inExecutableComment = true;
            } else if (sql.startsWith("/*", at)) {
                int end = sql.indexOf("*/", at + 2);
                at = end < 0 ? sql.length() : end + 2;
            } else if (inExecutableComment && sql.startsWith("*/", at)) {
                at += 2;
                inExecutableComment = false;
            } else {
                return;
            }
        }
    }

    private boolean isBlankAt(int index) {
        return index >= sql.length() || sql.charAt(index) <= ' ';
    }

    private void skipVersion() {
        while (at < sql.length() && Character.isDigit(sql.charAt(at))) {
            at++;
        }
    }
}
