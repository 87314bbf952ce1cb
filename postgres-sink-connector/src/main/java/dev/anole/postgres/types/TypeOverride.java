package dev.anole.postgres.types;

import static dev.anole.postgres.types.BadValueKind.ENUM_INDEX_ZERO;
import static dev.anole.postgres.types.BadValueKind.INVALID_TEXT;
import static dev.anole.postgres.types.BadValueKind.NUL_CHARACTER;
import static dev.anole.postgres.types.BadValueKind.NUMBER_OUT_OF_RANGE;
import static dev.anole.postgres.types.BadValueKind.ZERO_DATE;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.value.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's type in the place of {@link TypeTable}'s: how MySQL's values are written as one. What is not told here is
 * written as MySQL's text, which PostgreSQL reads or refuses.
 */
public final class TypeOverride {

    private static final Set<String> TEXTS =
            Set.of("text", "varchar", "character varying", "char", "character", "bpchar", "citext", "name");

    /** Types that PostgreSQL has no operator of equality for, or one that means another thing. */
    private static final Set<String> INCOMPARABLE =
            Set.of("json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle");

    private static final Set<String> INTEGERS = Set.of("smallint", "int2", "integer", "int", "int4", "bigint", "int8");
    private static final int MAX_PRECISION = 6;

    private TypeOverride() {}

    /** @param sqlName as DDL has it */
    static PostgresType of(ColumnDefinition column, String sqlName) {
        String base = base(sqlName);
        PostgresType plain = converted(column, sqlName, base);
        return new PostgresType(
                sqlName,
                elementType(plain, base),
                plain.cast(),
                plain.converter(),
                plain.badValues(),
                comparison(sqlName, base));
    }

    /** Types of extensions have their schema in front of them, where the sink's sessions find no operators. */
    private static PostgresType.Comparison comparison(String sqlName, String base) {
        String element = sqlName.endsWith("[]") ? base.substring(0, base.length() - 2) : base;
        if (sqlName.contains(".") || INCOMPARABLE.contains(element)) {
            return PostgresType.Comparison.AS_TEXT;
        }
        return PostgresType.withoutModifier(sqlName).equals(sqlName)
                ? PostgresType.Comparison.PLAIN
                : PostgresType.Comparison.AS_STORED;
    }

    /** Without the modifier, "char" would cut to one character, "bit" to one bit. */
    private static String elementType(PostgresType type, String base) {
        return switch (base) {
            case "char", "character" -> "bpchar";
            case "bit" -> "varbit";
            default -> type.elementType();
        };
    }

    /** The type's own name: in lower case, without schema and modifier. */
    public static String base(String sqlName) {
        String name = PostgresType.withoutModifier(sqlName)
                .toLowerCase(Locale.ROOT)
                .replace("\"", "")
                .strip();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    public static boolean isText(String base) {
        return TEXTS.contains(base);
    }

    private static PostgresType converted(ColumnDefinition column, String sqlName, String base) {
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR ->
                number(column, sqlName, base);
            case BIT -> bits(column, sqlName, base);
            case CHAR, VARCHAR, TEXT ->
                base.equals("json") || base.equals("jsonb")
                        ? PostgresType.of(sqlName, JsonConverter.JSON, NUL_CHARACTER, INVALID_TEXT)
                        : PostgresType.of(sqlName, TextConverter.TEXT, NUL_CHARACTER, INVALID_TEXT);
            case JSON ->
                isText(base)
                        ? PostgresType.of(sqlName, ValueConverters::straight)
                        : PostgresType.of(sqlName, JsonConverter.JSON, NUL_CHARACTER, INVALID_TEXT);
            case ENUM -> PostgresType.of(sqlName, TextConverter.LABEL, ENUM_INDEX_ZERO, NUL_CHARACTER, INVALID_TEXT);
            case SET ->
                sqlName.endsWith("[]")
                        ? PostgresType.of(sqlName, TextConverter.SET, NUL_CHARACTER, INVALID_TEXT)
                        : PostgresType.of(sqlName, TypeOverride::setText, NUL_CHARACTER, INVALID_TEXT);
            case BINARY, VARBINARY, BLOB -> bytes(sqlName, base);
            case DATE, DATETIME -> dates(sqlName, base, ValueConverters::date);
            case TIMESTAMP -> dates(sqlName, base, ValueConverters::timestamp);
            case TIME ->
                base.startsWith("time")
                        ? PostgresType.of(sqlName, ValueConverters::timeOfDay, BadValueKind.TIME_OUT_OF_RANGE)
                        : PostgresType.of(sqlName, ValueConverters::straight);
            case VECTOR ->
                sqlName.endsWith("[]")
                        ? PostgresType.of(sqlName, ValueConverters::vector)
                        : PostgresType.of(sqlName, ValueConverters::bracketedVector);
            case GEOMETRY ->
                base.equals("bytea")
                        ? PostgresType.of(sqlName, ValueConverters::geometry)
                        : PostgresType.of(sqlName, ValueConverters::ewkb);
            case INET4, INET6, UUID, OTHER -> PostgresType.of(sqlName, ValueConverters::straight);
        };
    }

    private static PostgresType number(ColumnDefinition column, String sqlName, String base) {
        if (base.equals("real") || base.equals("float4")) {
            return column.dataType() == DataType.DOUBLE
                    ? PostgresType.of(sqlName, TypeOverride::real, NUMBER_OUT_OF_RANGE)
                    : PostgresType.of(sqlName, ValueConverters::straight);
        }
        if (isBoolean(base)) {
            return PostgresType.of(sqlName, TypeOverride::notZero);
        }
        return NumberRange.of(sqlName, base)
                .map(range -> PostgresType.of(sqlName, range, NUMBER_OUT_OF_RANGE))
                .orElseGet(() -> PostgresType.of(sqlName, ValueConverters::straight));
    }

    /** PostgreSQL refuses what becomes infinite or zero (manual, 8.1.3). */
    private static @Nullable BadValueKind real(byte[] bytes, int from, int to, ValueBuffer out) {
        double number = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        float real = (float) number;
        if (Float.isInfinite(real) || real == 0 && number != 0) {
            return BadValueKind.NUMBER_OUT_OF_RANGE;
        }
        out.append(bytes, from, to);
        return null;
    }

    private static PostgresType bits(ColumnDefinition column, String sqlName, String base) {
        ValueConverter digits = ValueConverters.bits((int) column.length());
        if (isBoolean(base)) {
            return PostgresType.of(sqlName, (bytes, from, to, out) -> {
                ValueBuffer text = new ValueBuffer(64);
                digits.convert(bytes, from, to, text);
                boolean zero = true;
                for (int i = 0; i < text.length(); i++) {
                    zero &= text.array()[i] == '0';
                }
                out.append(zero ? 'f' : 't');
                return null;
            });
        }
        if (base.equals("bytea")) {
            return PostgresType.of(sqlName, ValueConverters::bytea);
        }
        if (base.startsWith("bit") || base.equals("varbit") || isText(base)) {
            return PostgresType.of(sqlName, digits);
        }
        return NumberRange.of(sqlName, base)
                .map(range -> PostgresType.of(
                        sqlName, (bytes, from, to, out) -> number(bytes, from, to, range, out), NUMBER_OUT_OF_RANGE))
                .orElseGet(() -> PostgresType.of(sqlName, (bytes, from, to, out) -> {
                    appendNumber(bytes, from, to, out);
                    return null;
                }));
    }

    private static @Nullable BadValueKind number(
            byte[] bytes, int from, int to, ValueConverter range, ValueBuffer out) {
        ValueBuffer text = new ValueBuffer(24);
        appendNumber(bytes, from, to, text);
        return range.convert(text.array(), 0, text.length(), out);
    }

    /** Up to 8 bytes, the highest first. */
    private static void appendNumber(byte[] bytes, int from, int to, ValueBuffer out) {
        long number = 0;
        for (int i = from; i < to; i++) {
            number = number << 8 | bytes[i] & 0xff;
        }
        out.appendUnsignedLong(number);
    }

    /** PostgreSQL's uuid has the same 16 bytes, and reads them without dashes (manual, 8.12). */
    private static PostgresType bytes(String sqlName, String base) {
        if (base.equals("uuid")) {
            return PostgresType.of(sqlName, ValueConverters::hexadecimal);
        }
        if (base.equals("bytea")) {
            return PostgresType.of(sqlName, ValueConverters::bytea);
        }
        return base.equals("json") || base.equals("jsonb")
                ? PostgresType.of(sqlName, JsonConverter.JSON, NUL_CHARACTER, INVALID_TEXT)
                : PostgresType.of(sqlName, TextConverter.TEXT, NUL_CHARACTER, INVALID_TEXT);
    }

    /** As text, a zero date stays what it is. */
    private static PostgresType dates(String sqlName, String base, ValueConverter converter) {
        return isText(base)
                ? PostgresType.of(sqlName, ValueConverters::straight)
                : PostgresType.of(sqlName, converter, ZERO_DATE);
    }

    private static boolean isBoolean(String base) {
        return base.equals("boolean") || base.equals("bool");
    }

    /** PostgreSQL's cast from a number to boolean: all but zero is true (manual, 8.6). */
    private static @Nullable BadValueKind notZero(byte[] bytes, int from, int to, ValueBuffer out) {
        boolean zero = true;
        for (int i = from; i < to && bytes[i] != 'e' && bytes[i] != 'E'; i++) {
            zero &= bytes[i] < '1' || bytes[i] > '9';
        }
        out.append(zero ? 'f' : 't');
        return null;
    }

    /** MySQL's own text of a SET, which does not tell the empty label from none. */
    private static @Nullable BadValueKind setText(byte[] bytes, int from, int to, ValueBuffer out) {
        boolean emptyLabel = to - from == 1 && bytes[from] == ',';
        return emptyLabel ? null : TextConverter.TEXT.convert(bytes, from, to, out);
    }

    /** Whether every value can be written, or is a bad value of which a policy decides. */
    public static boolean takesAll(DataType dataType, String sqlName) {
        String base = base(sqlName);
        boolean modified = !PostgresType.withoutModifier(sqlName).equals(sqlName);
        if (base.equals("text") || !modified && isExactText(base)) {
            return true;
        }
        return switch (dataType) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR, BIT ->
                isBoolean(base)
                        || base.equals("numeric")
                        || NumberRange.of(sqlName, base).isPresent();
            case TIME -> base.equals("interval");
            case DATE, DATETIME, TIMESTAMP -> base.equals("date") || base.startsWith("timestamp");
            case BINARY, VARBINARY, BLOB -> base.equals("bytea");
            case JSON -> base.equals("json") || base.equals("jsonb");
            case GEOMETRY -> base.equals("geometry") || base.equals("bytea");
            case CHAR, VARCHAR, TEXT, ENUM, SET, VECTOR, INET4, INET6, UUID, OTHER -> false;
        };
    }

    /** Whether PostgreSQL has no B-tree of that type. */
    public static boolean hasNoIndex(String sqlName) {
        return INCOMPARABLE.contains(base(sqlName));
    }

    /**
     * Whether two values stay two, so that a key may have the type; a value that does not fit is found before the copy,
     * or fails by the policy for keys.
     */
    public static boolean keepsKeys(ColumnDefinition column, String sqlName) {
        String base = base(sqlName);
        if (sqlName.contains(".")) {
            return false;
        }
        if (isExactText(base)) {
            return true;
        }
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, YEAR, BIT ->
                INTEGERS.contains(base) || isNumeric(base) && scale(sqlName) >= 0;
            case DECIMAL -> isNumeric(base) && scale(sqlName) >= column.scale();
            case BINARY, VARBINARY, BLOB -> base.equals("bytea") || base.equals("uuid");
            case DATE -> base.equals("date") || base.startsWith("timestamp");
            case DATETIME, TIMESTAMP -> base.startsWith("timestamp") && precision(sqlName) >= column.precision();
            case TIME ->
                (base.startsWith("time ") || base.equals("time") || base.equals("interval"))
                        && precision(sqlName) >= column.precision();
            case INET4, INET6 -> base.equals("inet");
            case UUID -> base.equals("uuid");
            case FLOAT -> base.equals("real") || base.equals("float4") || isDouble(base);
            case DOUBLE -> isDouble(base);
            case CHAR, VARCHAR, TEXT, ENUM -> base.equals("uuid");
            case SET, JSON, VECTOR, GEOMETRY, OTHER -> false;
        };
    }

    private static boolean isNumeric(String base) {
        return base.equals("numeric") || base.equals("decimal");
    }

    private static boolean isDouble(String base) {
        return base.equals("double precision") || base.equals("float8");
    }

    /** Decimals that stay. */
    private static int scale(String sqlName) {
        Matcher modifier = NumberRange.MODIFIER.matcher(sqlName);
        return !modifier.find()
                ? Integer.MAX_VALUE
                : modifier.group(2) == null ? 0 : Integer.parseInt(modifier.group(2));
    }

    /** Fractional digits of seconds that stay. */
    private static int precision(String sqlName) {
        Matcher modifier = NumberRange.MODIFIER.matcher(sqlName);
        return modifier.find() ? Integer.parseInt(modifier.group(1)) : MAX_PRECISION;
    }

    private static boolean isExactText(String base) {
        return base.equals("text") || base.equals("varchar") || base.equals("character varying");
    }
}
