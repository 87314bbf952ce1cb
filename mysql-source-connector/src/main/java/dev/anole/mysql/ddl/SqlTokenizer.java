package dev.anole.mysql.ddl;

import dev.anole.contract.ddl.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a statement into words, quoted names, strings and symbols (MySQL manual, 11 Language Structure), as the
 * session's {@code sql_mode} has them. Comments are skipped, but not what stands in executable ones
 * ({@code /*!50100 … *}{@code /}) that the server executes. Not safe for use by several threads.
 */
final class SqlTokenizer {

    /** No server's version reaches it: what asks for it is a comment to every server. */
    private static final int MYSQL_NEVER = 99_000;

    private static final int MARIADB_NEVER = 990_000;

    private final String sql;
    private final SqlMode mode;
    private final @Nullable Dialect dialect;
    private int at;
    private boolean inExecutableComment;

    /** What a token is; names in double quotes are quoted ones, where the mode has such. */
    enum Kind {
        WORD,
        QUOTED,
        STRING,
        SYMBOL
    }

    /**
     * @param text without quotes and escapes
     * @param start where it begins in the statement
     * @param end behind its last character
     */
    record Token(Kind kind, String text, int start, int end) {
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

    /** One that takes every executable comment for executed. */
    SqlTokenizer(String sql, SqlMode mode) {
        this(sql, mode, null);
    }

    /** @param dialect whose executable comments are executed; null for everyone's */
    SqlTokenizer(String sql, SqlMode mode, @Nullable Dialect dialect) {
        this.sql = sql;
        this.mode = mode;
        this.dialect = dialect;
    }

    /** The tokens that are left. */
    List<Token> rest() {
        List<Token> tokens = new ArrayList<>();
        for (Token token = next(); token != null; token = next()) {
            tokens.add(token);
        }
        return tokens;
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
            case '`' -> quoted(Kind.QUOTED, first, false);
            case '"' -> mode.ansiQuotes() ? quoted(Kind.QUOTED, first, false) : string(first);
            case '\'' -> string(first);
            default -> isWordCharacter(first) ? word() : symbol(first);
        };
    }

    private Token string(char quote) {
        return quoted(Kind.STRING, quote, mode.backslashEscapes());
    }

    private Token symbol(char symbol) {
        at++;
        return new Token(Kind.SYMBOL, String.valueOf(symbol), at - 1, at);
    }

    private Token word() {
        int from = at;
        while (at < sql.length() && isWordCharacter(sql.charAt(at))) {
            at++;
        }
        return new Token(Kind.WORD, sql.substring(from, at), from, at);
    }

    private Token quoted(Kind kind, char quote, boolean backslashEscapes) {
        int from = at;
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
                character = escaped(text);
            }
            text.append(character);
        }
        return new Token(kind, text.toString(), from, at);
    }

    /** What the character behind a backslash stands for (MySQL manual, 11.1.1 String Literals). */
    private char escaped(StringBuilder text) {
        char character = sql.charAt(at++);
        return switch (character) {
            case '0' -> '\0';
            case 'b' -> '\b';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'Z' -> '\u001a';
            case '%', '_' -> {
                text.append('\\');
                yield character;
            }
            default -> character;
        };
    }

    private void skipBlanksAndComments() {
        while (at < sql.length()) {
            char character = sql.charAt(at);
            if (Character.isWhitespace(character)) {
                at++;
            } else if (character == '#' || (sql.startsWith("--", at) && isBlankAt(at + 2))) {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end + 1;
            } else if (sql.startsWith("/*!", at) || (sql.startsWith("/*M!", at) && dialect != Dialect.MYSQL)) {
                executableComment();
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

    /** Enters a comment that the server executes; skips another one, with one in it. */
    private void executableComment() {
        boolean ofMariaDb = sql.charAt(at + 2) == 'M';
        at = sql.indexOf('!', at) + 1;
        if (isExecuted(version(), ofMariaDb)) {
            inExecutableComment = true;
            return;
        }
        int end = sql.indexOf("*/", at);
        int inner = sql.indexOf("/*", at);
        if (inner >= 0 && inner < end) {
            end = sql.indexOf("*/", end + 2);
        }
        at = end < 0 ? sql.length() : end + 2;
    }

    /** MariaDB takes the versions of MySQL from 5.7 on for foreign (MariaDB manual, Comment Syntax). */
    private boolean isExecuted(int version, boolean ofMariaDb) {
        if (dialect == null) {
            return true;
        }
        return switch (dialect) {
            case MYSQL -> version < MYSQL_NEVER;
            case MARIADB -> version < MARIADB_NEVER && (ofMariaDb || version < 50_700 || version > 99_999);
        };
    }

    /** Five or six digits; 0 if there are fewer. */
    private int version() {
        int digits = 0;
        while (digits < 6 && at + digits < sql.length() && Character.isDigit(sql.charAt(at + digits))) {
            digits++;
        }
        if (digits < 5) {
            return 0;
        }
        at += digits;
        return Integer.parseInt(sql.substring(at - digits, at));
    }

    private boolean isBlankAt(int index) {
        return index >= sql.length() || sql.charAt(index) <= ' ';
    }

    private static boolean isWordCharacter(char character) {
        return Character.isLetterOrDigit(character) || character == '_' || character == '$' || character >= 0x80;
    }
}
