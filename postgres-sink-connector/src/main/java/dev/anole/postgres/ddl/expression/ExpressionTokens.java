package dev.anole.postgres.ddl.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits an expression as MySQL and MariaDB write it back: names in backticks, strings in single quotes with backslash
 * escapes, perhaps with an introducer ({@code _utf8mb4'x'}).
 */
final class ExpressionTokens {

    private static final Pattern NUMBER =
            Pattern.compile("(\\d+(\\.\\d*)?|\\.\\d+)(e[-+]?\\d+)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[A-Za-z_$][A-Za-z_0-9$]*");
    private static final Pattern SYMBOL =
            Pattern.compile("<=>|->>|->|<=|>=|<>|!=|:=|<<|>>|&&|\\|\\||.", Pattern.DOTALL);

    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private ExpressionTokens(String text) {
        this.text = text;
    }

    /** The words in order, without an end. */
    static List<Token> of(String expression) throws UntranslatableException {
        ExpressionTokens reader = new ExpressionTokens(expression);
        while (reader.at < expression.length()) {
            reader.next();
        }
        return List.copyOf(reader.tokens);
    }

    private void next() throws UntranslatableException {
        char first = text.charAt(at);
        if (Character.isWhitespace(first)) {
            at++;
        } else if (first == '`') {
            tokens.add(new Token(Token.Kind.NAME, quoted('`', false)));
        } else if (first == '\'') {
            tokens.add(string());
        } else if (Character.isDigit(first) || first == '.') {
            tokens.add(new Token(Token.Kind.NUMBER, take(NUMBER)));
        } else if (WORD.matcher(text).region(at, text.length()).lookingAt()) {
            word();
        } else {
            tokens.add(new Token(Token.Kind.SYMBOL, take(SYMBOL)));
        }
    }

    private void word() throws UntranslatableException {
        String word = take(WORD);
        boolean isIntroducer = word.startsWith("_") && at < text.length() && text.charAt(at) == '\'';
        tokens.add(isIntroducer ? string() : Token.word(word));
    }

    /** MySQL's views spoil characters beyond ASCII in expressions (seen on 9.7). */
    private Token string() throws UntranslatableException {
        String content = quoted('\'', true);
        if (!content.chars().allMatch(character -> character < 0x80)) {
            throw new UntranslatableException("a string that is not ASCII");
        }
        return new Token(Token.Kind.STRING, content);
    }

    private String take(Pattern pattern) throws UntranslatableException {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw new UntranslatableException(text.substring(at, at + 1));
        }
        at = matcher.end();
        return matcher.group();
    }

    private String quoted(char quote, boolean escapes) throws UntranslatableException {
        StringBuilder content = new StringBuilder();
        at++;
        while (at < text.length()) {
            char character = text.charAt(at++);
            if (character == quote) {
                if (at >= text.length() || text.charAt(at) != quote) {
                    return content.toString();
                }
                at++;
            } else if (escapes && character == '\\' && at < text.length()) {
                character = unescaped(text.charAt(at++));
            }
            content.append(character);
        }
        throw new UntranslatableException("an open quote");
    }

    private static char unescaped(char escaped) {
        return switch (escaped) {
            case '0' -> '\0';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'Z' -> '\u001a';
            default -> escaped;
        };
    }
}
