package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.postgres.ddl.expression.TemporalLiterals;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.TypeOverride;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * DEFAULTs of columns. The replica writes every column itself: they matter to those who write into PostgreSQL later, but
 * a constant that the type does not take would fail the whole table.
 */
final class ColumnDefaults {

    private static final Pattern NUMBER = Pattern.compile("-?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");
    /** Wide enough for whatever number fits MySQL's column. */
    private static final Set<String> NUMBERS = Set.of("bigint", "int8", "numeric", "decimal", "float8");

    private static final Pattern BITS = Pattern.compile("b'([01]*)'");
    private static final Pattern HEXADECIMAL = Pattern.compile("0x((?:[0-9A-Fa-f]{2})*)");
    private static final Pattern STRING = Pattern.compile("(?:_[a-z0-9]+)?'([\\x20-\\x7e&&[^'\\\\]]*)'");
    private static final Pattern JSON = Pattern.compile("[{]\\s*}|\\[\\s*]|null|true|false|-?\\d{1,18}");
    private static final Pattern CALL = Pattern.compile("([a-z_]+)(?:\\((\\d?)\\))?");

    private ColumnDefaults() {}

    /** What follows DEFAULT; empty if MySQL has none, or PostgreSQL cannot have it. */
    static Optional<String> of(ColumnMapping mapping, boolean overridden) {
        ColumnDefinition column = mapping.column();
        return overridden
                ? ofOverridden(column, TypeOverride.base(mapping.type().sqlName()))
                : of(column);
    }

    /** Constants whose text has a meaning for the type for certain. */
    private static Optional<String> ofOverridden(ColumnDefinition column, String base) {
        String value = column.defaultValue();
        boolean constant = value != null && !column.defaultIsExpression() && !column.autoIncrement();
        if (!constant || value == null) {
            return Optional.empty();
        }
        if (base.equals("boolean") || base.equals("bool")) {
            return NUMBER.matcher(value).matches()
                    ? Optional.of(Boolean.toString(new BigDecimal(value).signum() != 0))
                    : Optional.empty();
        }
        boolean number = NUMBER.matcher(value).matches() && NUMBERS.contains(base);
        boolean text = base.equals("text") && !column.dataType().isBinary();
        return literalIf((number || text) && value.indexOf('\0') < 0, value);
    }

    /** Of a column with the usual type. */
    static Optional<String> of(ColumnDefinition column) {
        String value = column.defaultValue();
        if (value == null || column.generated() || column.autoIncrement()) {
            return Optional.empty();
        }
        if (!column.defaultIsExpression()) {
            return constant(column, value);
        }
        String expression = withoutBrackets(value.strip());
        Matcher string = STRING.matcher(expression);
        if (string.matches()) {
            return constant(column, string.group(1));
        }
        if (NUMBER.matcher(expression).matches()) {
            return constant(column, expression);
        }
        Matcher call = CALL.matcher(expression.toLowerCase(Locale.ROOT));
        return call.matches() ? call(column, call.group(1), call.group(2)) : Optional.empty();
    }

    private static String withoutBrackets(String expression) {
        boolean bracketed = expression.matches("\\((\\w+\\(\\d?\\)|[^()]*)\\)");
        return bracketed ? expression.substring(1, expression.length() - 1) : expression;
    }

    private static Optional<String> constant(ColumnDefinition column, String value) {
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR ->
                literalIf(NUMBER.matcher(value).matches(), value);
            case CHAR, VARCHAR -> literalIf(value.indexOf('\0') < 0, value);
            case TEXT ->
                column.json()
                        ? literalIf(JSON.matcher(value).matches(), value)
                        : literalIf(value.indexOf('\0') < 0, value);
            case ENUM -> literalIf(column.labels().contains(value), value);
            case SET -> set(column, value);
            case DATE -> literalIf(TemporalLiterals.isDate(value), value);
            case DATETIME -> literalIf(TemporalLiterals.isDate(value) || TemporalLiterals.isDateTime(value), value);
            case TIME -> literalIf(TemporalLiterals.isTime(value), value);
            case BIT -> bits(column, value);
            case BINARY, VARBINARY, BLOB -> bytes(column, value);
            case INET4, INET6, UUID -> literalIf(value.matches("[0-9a-fA-F:.-]+"), value);
            // MySQL shows a TIMESTAMP's as it was in the time zone of the session that wrote it.
            case TIMESTAMP, JSON, VECTOR, GEOMETRY, OTHER -> Optional.empty();
        };
    }

    private static Optional<String> literalIf(boolean fits, String value) {
        return fits ? Optional.of(SqlText.literal(value)) : Optional.empty();
    }

    private static Optional<String> set(ColumnDefinition column, String value) {
        if (value.isEmpty()) {
            return Optional.of("'{}'");
        }
        String[] labels = value.split(",", -1);
        if (!column.labels().containsAll(Arrays.asList(labels))) {
            return Optional.empty();
        }
        return Optional.of(SqlText.literal(Arrays.stream(labels)
                .map(label -> '"' + label.replace("\\", "\\\\").replace("\"", "\\\"") + '"')
                .collect(Collectors.joining(",", "{", "}"))));
    }

    private static Optional<String> bits(ColumnDefinition column, String value) {
        Matcher bits = BITS.matcher(value);
        if (!bits.matches() || bits.group(1).length() > column.length()) {
            return Optional.empty();
        }
        if (column.length() == 1) {
            return Optional.of(Boolean.toString(bits.group(1).equals("1")));
        }
        String missing = "0".repeat((int) column.length() - bits.group(1).length());
        return Optional.of("B'" + missing + bits.group(1) + "'");
    }

    /** MySQL writes bytes in hexadecimal, MariaDB as text. */
    private static Optional<String> bytes(ColumnDefinition column, String value) {
        Matcher hexadecimal = HEXADECIMAL.matcher(value);
        String digits;
        if (hexadecimal.matches()) {
            digits = hexadecimal.group(1);
        } else if (value.chars().allMatch(character -> character < 0x80)) {
            digits = HexFormat.of().formatHex(value.getBytes(StandardCharsets.US_ASCII));
        } else {
            return Optional.empty();
        }
        int missing = column.dataType() == DataType.BINARY ? (int) column.length() - digits.length() / 2 : 0;
        return Optional.of("'\\x" + digits + "00".repeat(Math.max(0, missing)) + "'::bytea");
    }

    private static Optional<String> call(ColumnDefinition column, String function, @Nullable String precision) {
        DataType type = column.dataType();
        boolean json = type == DataType.JSON || column.json();
        String argument = precision == null || precision.isEmpty() ? "" : "(" + precision + ")";
        return switch (function) {
            case "current_timestamp", "now", "localtime", "localtimestamp" ->
                switch (type) {
                    case DATETIME, TIMESTAMP -> Optional.of("CURRENT_TIMESTAMP" + argument);
                    case DATE -> Optional.of("CURRENT_DATE");
                    default -> Optional.empty();
                };
            case "utc_timestamp" ->
                type == DataType.DATETIME
                        ? Optional.of("(CURRENT_TIMESTAMP" + argument + " AT TIME ZONE 'UTC')")
                        : Optional.empty();
            case "curdate", "current_date" ->
                type == DataType.DATE || type == DataType.DATETIME ? Optional.of("CURRENT_DATE") : Optional.empty();
            case "curtime", "current_time" ->
                type == DataType.TIME ? Optional.of("LOCALTIME" + argument) : Optional.empty();
            case "unix_timestamp" ->
                type == DataType.BIGINT || type == DataType.INT
                        ? Optional.of("floor(EXTRACT(epoch FROM CURRENT_TIMESTAMP))")
                        : Optional.empty();
            case "uuid" ->
                switch (type) {
                    case CHAR, VARCHAR -> Optional.of("gen_random_uuid()::text");
                    case UUID -> Optional.of("gen_random_uuid()");
                    default -> Optional.empty();
                };
            case "json_object" -> json ? Optional.of("'{}'") : Optional.empty();
            case "json_array" -> json ? Optional.of("'[]'") : Optional.empty();
            default -> Optional.empty();
        };
    }
}
