package dev.anole.mysql.ddl;

import dev.anole.mysql.ddl.SqlTokenizer.Kind;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A literal (MySQL manual, 11.1).
 *
 * @param text of a string what it holds, of a number as it is, of bits and of hexadecimal digits the digits
 */
record Constant(Form form, String text) {

    enum Form {
        STRING,
        NUMBER,
        BITS,
        HEXADECIMAL
    }

    private static final String NUMBER = "[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?";
    private static final Set<String> TEMPORAL = Set.of("DATE", "TIME", "TIMESTAMP");

    /** Empty if the tokens are any other expression. */
    static Optional<Constant> of(List<Token> tokens) {
        Token first = tokens.get(0);
        String word = first.kind() == Kind.WORD ? first.text().toUpperCase(Locale.ROOT) : "";
        List<Token> rest = tokens.subList(1, tokens.size());
        if (first.kind() == Kind.STRING || isIntroducer(word)) {
            return string(word.isEmpty() ? tokens : rest);
        }
        if (tokens.size() == 2 && rest.get(0).kind() == Kind.STRING) {
            String text = rest.get(0).text();
            return switch (word) {
                case "B" -> Optional.of(new Constant(Form.BITS, text));
                case "X" -> Optional.of(new Constant(Form.HEXADECIMAL, text));
                default -> TEMPORAL.contains(word) ? Optional.of(new Constant(Form.STRING, text)) : Optional.empty();
            };
        }
        if (tokens.size() == 1 && (word.equals("TRUE") || word.equals("FALSE"))) {
            return Optional.of(new Constant(Form.NUMBER, word.equals("TRUE") ? "1" : "0"));
        }
        if (tokens.size() == 1 && word.matches("0X[0-9A-F]+")) {
            return Optional.of(new Constant(Form.HEXADECIMAL, word.substring(2)));
        }
        if (tokens.size() == 1 && word.matches("0B[01]+")) {
            return Optional.of(new Constant(Form.BITS, word.substring(2)));
        }
        boolean isPlain = tokens.stream().allMatch(each -> each.kind() == Kind.WORD || each.kind() == Kind.SYMBOL);
        String joined = tokens.stream().map(Token::text).collect(Collectors.joining());
        return isPlain && joined.matches(NUMBER)
                ? Optional.of(new Constant(Form.NUMBER, joined.startsWith("+") ? joined.substring(1) : joined))
                : Optional.empty();
    }

    private static boolean isIntroducer(String word) {
        return word.equals("N") || word.startsWith("_");
    }

    /** Strings that follow each other are one. */
    private static Optional<Constant> string(List<Token> tokens) {
        if (tokens.size() == 2 && tokens.get(0).isWord("X")) {
            return Optional.of(new Constant(Form.HEXADECIMAL, tokens.get(1).text()));
        }
        if (tokens.isEmpty() || tokens.stream().anyMatch(each -> each.kind() != Kind.STRING)) {
            return Optional.empty();
        }
        return Optional.of(
                new Constant(Form.STRING, tokens.stream().map(Token::text).collect(Collectors.joining())));
    }

    /** As a string's text: digits stand for bytes. */
    String asText() {
        return switch (form) {
            case STRING, NUMBER -> text;
            case BITS, HEXADECIMAL -> new String(asBytes(), StandardCharsets.UTF_8);
        };
    }

    byte[] asBytes() {
        return switch (form) {
            case STRING, NUMBER -> text.getBytes(StandardCharsets.UTF_8);
            case HEXADECIMAL -> HexFormat.of().parseHex(text.length() % 2 == 0 ? text : "0" + text);
            case BITS -> {
                String digits = "0".repeat((8 - text.length() % 8) % 8) + text;
                byte[] bytes = new byte[digits.length() / 8];
                for (int at = 0; at < bytes.length; at++) {
                    bytes[at] = (byte) Integer.parseInt(digits.substring(at * 8, at * 8 + 8), 2);
                }
                yield bytes;
            }
        };
    }

    /** As a number's text: digits stand for a whole number. */
    String asNumber() {
        return switch (form) {
            case STRING -> text.trim();
            case NUMBER -> text;
            case BITS -> new BigInteger("0" + text, 2).toString();
            case HEXADECIMAL -> new BigInteger("0" + text, 16).toString();
        };
    }

    /** As it is written, a string without quotes. */
    String raw() {
        return switch (form) {
            case STRING, NUMBER -> text;
            case BITS -> "b'" + text + "'";
            case HEXADECIMAL -> "0x" + text;
        };
    }
}
