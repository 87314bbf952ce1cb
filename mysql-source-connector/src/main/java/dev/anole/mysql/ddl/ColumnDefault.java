package dev.anole.mysql.ddl;

import dev.anole.contract.DataType;
import dev.anole.contract.ddl.Dialect;
import dev.anole.mysql.ddl.SqlTokenizer.Kind;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a column has by default, as {@code information_schema.columns.column_default} has it.
 *
 * @param value null for none and for NULL
 */
record ColumnDefault(@Nullable String value, boolean isExpression) {

    /** No default, or NULL. */
    static final ColumnDefault NONE = new ColumnDefault(null, false);

    private static final Set<String> NOW = Set.of("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP");
    private static final BigDecimal LARGEST_PLAIN = new BigDecimal("1e15");
    private static final BigDecimal SMALLEST_PLAIN = new BigDecimal("1e-5");

    /** @param type by which a constant is written; null to leave it as the statement has it */
    static ColumnDefault of(List<Token> tokens, @Nullable ColumnType type, Dialect dialect) {
        boolean isMariaDb = dialect == Dialect.MARIADB;
        boolean isBracketed = isBracketed(tokens);
        List<Token> inner = tokens;
        while (isBracketed(inner)) {
            inner = inner.subList(1, inner.size() - 1);
        }
        if (isBracketed && !isMariaDb) {
            return new ColumnDefault(ExpressionText.of(tokens.subList(1, tokens.size() - 1)), true);
        }
        if (inner.size() == 1 && inner.get(0).isWord("NULL")) {
            return NONE;
        }
        Optional<String> digits = digitsOfNow(inner);
        if (digits.isPresent()) {
            return new ColumnDefault(now(digits.get(), isMariaDb), true);
        }
        Optional<Constant> constant = Constant.of(inner);
        if (constant.isEmpty()) {
            return new ColumnDefault(ExpressionText.of(inner), true);
        }
        return new ColumnDefault(type == null ? constant.get().raw() : written(constant.get(), type, isMariaDb), false);
    }

    /** Whether the first bracket is closed by the last one. */
    private static boolean isBracketed(List<Token> tokens) {
        if (tokens.size() < 3 || !tokens.get(0).isSymbol('(')) {
            return false;
        }
        int depth = 0;
        for (int at = 0; at < tokens.size(); at++) {
            depth += tokens.get(at).isSymbol('(') ? 1 : tokens.get(at).isSymbol(')') ? -1 : 0;
            if (depth == 0) {
                return at == tokens.size() - 1;
            }
        }
        return false;
    }

    /** The digits of a second's fraction, as text, if it is one of the names of NOW. */
    private static Optional<String> digitsOfNow(List<Token> tokens) {
        Token first = tokens.get(0);
        if (first.kind() != Kind.WORD || !NOW.contains(first.text().toUpperCase(Locale.ROOT))) {
            return Optional.empty();
        }
        String rest = tokens.stream().skip(1).map(Token::text).collect(Collectors.joining());
        if (!rest.matches("(\\([0-6]?\\))?")) {
            return Optional.empty();
        }
        String digits = rest.replaceAll("[^1-6]", "");
        return Optional.of(digits);
    }

    private static String now(String digits, boolean isMariaDb) {
        if (isMariaDb) {
            return "current_timestamp(" + digits + ")";
        }
        return digits.isEmpty() ? "CURRENT_TIMESTAMP" : "CURRENT_TIMESTAMP(" + digits + ")";
    }

    private static String written(Constant constant, ColumnType type, boolean isMariaDb) {
        return switch (type.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> filled(scaled(constant.asNumber(), 0), type);
            case DECIMAL -> filled(scaled(constant.asNumber(), type.scale()), type);
            case FLOAT, DOUBLE -> filled(approximate(constant.asNumber(), type), type);
            case BIT -> bits(constant);
            case YEAR -> year(constant);
            case DATE, DATETIME, TIMESTAMP, TIME -> TemporalText.of(constant.raw(), type.dataType(), type.precision());
            case ENUM -> label(constant.asText(), type);
            case SET -> labels(constant.asText(), type);
            case CHAR -> constant.asText().replaceFirst(" +$", "");
            case BINARY, VARBINARY -> isMariaDb ? constant.asText() : bytes(constant, type);
            case VARCHAR, TEXT, BLOB, JSON, VECTOR, GEOMETRY, INET4, INET6, UUID, OTHER -> constant.asText();
        };
    }

    private static String scaled(String number, int scale) {
        try {
            return new BigDecimal(number).setScale(scale, RoundingMode.HALF_UP).toPlainString();
        } catch (NumberFormatException e) {
            return number;
        }
    }

    /** The shortest form that is exact, as the server writes it. */
    private static String approximate(String number, ColumnType type) {
        if (type.fixedScale()) {
            return scaled(number, type.scale());
        }
        try {
            BigDecimal value = new BigDecimal(number);
            BigDecimal size = value.abs();
            boolean isPlain =
                    value.signum() == 0 || (size.compareTo(SMALLEST_PLAIN) >= 0 && size.compareTo(LARGEST_PLAIN) < 0);
            return isPlain ? value.stripTrailingZeros().toPlainString() : number;
        } catch (NumberFormatException e) {
            return number;
        }
    }

    private static String filled(String number, ColumnType type) {
        int missing = type.displayWidth() - number.length();
        return missing > 0 ? "0".repeat(missing) + number : number;
    }

    private static String bits(Constant constant) {
        BigInteger value =
                switch (constant.form()) {
                    case STRING -> new BigInteger(1, constant.asBytes());
                    case NUMBER -> new BigDecimal(constant.text()).toBigInteger();
                    case BITS, HEXADECIMAL -> new BigInteger(constant.asNumber());
                };
        return "b'" + value.toString(2) + "'";
    }

    /** Two digits are a year from 1970 to 2069; the number 0 is the year 0000, the string '0' is 2000. */
    private static String year(Constant constant) {
        String number = constant.asNumber();
        if (!number.matches("[0-9]{1,4}")) {
            return number;
        }
        int year = Integer.parseInt(number);
        boolean isZero = year == 0 && (constant.form() == Constant.Form.NUMBER || number.length() == 4);
        if (year < 100 && !isZero) {
            year += year < 70 ? 2000 : 1900;
        }
        return "%04d".formatted(year);
    }

    private static String label(String text, ColumnType type) {
        String trimmed = text.replaceFirst(" +$", "");
        return type.labels().contains(trimmed)
                ? trimmed
                : type.labels().stream()
                        .filter(trimmed::equalsIgnoreCase)
                        .findFirst()
                        .orElse(text);
    }

    private static String labels(String text, ColumnType type) {
        Set<String> chosen = Arrays.stream(text.split(",", -1))
                .map(each -> label(each, type))
                .collect(Collectors.toSet());
        return type.labels().stream().filter(chosen::contains).collect(Collectors.joining(","));
    }

    /** MySQL shows bytes in hexadecimal digits. */
    private static String bytes(Constant constant, ColumnType type) {
        byte[] bytes = constant.asBytes();
        boolean isFixed = type.dataType() == DataType.BINARY && bytes.length < type.length();
        return "0x"
                + HexFormat.of().withUpperCase().formatHex(isFixed ? Arrays.copyOf(bytes, (int) type.length()) : bytes);
    }
}
