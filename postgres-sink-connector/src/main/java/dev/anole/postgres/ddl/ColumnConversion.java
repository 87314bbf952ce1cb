package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.ddl.ConversionMode;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.MappedTable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL has to do with a column's values where MySQL has changed its type, so that they are what MySQL has then
 * (MySQL manual, 13 Data Types, and 15.1.9.3). Only conversions of which that is known are made: MySQL logs none of the
 * rows that it rewrites.
 *
 * @param using an expression over the column, to be cast to the new type; null if no value changes
 * @param exact whether it is right only if no value of the column was one that PostgreSQL cannot hold
 * @param doubtful for which rows it is not known, a condition with {@link #COLUMN} for the column; null if for none
 */
record ColumnConversion(
        @Nullable String using, boolean exact, @Nullable String doubtful) {

    static final String COLUMN = "{column}";

    private static final ColumnConversion NONE = new ColumnConversion(null, false, null);
    private static final String INTEGER = "^ *[-+]?[0-9]+ *$";
    private static final String DECIMAL = "^ *[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+) *$";

    /** How the values of a column become those of another; empty if that is not known. */
    static Optional<ColumnConversion> of(
            MappedTable before, ColumnMapping from, MappedTable after, ColumnMapping to, ConversionMode mode) {
        ColumnDefinition old = from.column();
        ColumnDefinition now = to.column();
        String name = to.quotedName();
        boolean overridden = before.isOverridden(old) || after.isOverridden(now);
        if (overridden || old.generated() != now.generated()) {
            boolean same = old.columnType().equals(now.columnType())
                    && from.type().sqlName().equals(to.type().sqlName())
                    && old.generated() == now.generated();
            return same ? Optional.of(NONE) : Optional.empty();
        }
        if (old.generated() && !old.columnType().equals(now.columnType())) {
            return Optional.empty();
        }
        if (!mode.strict() && !Widening.holds(now, old)) {
            // MySQL has cut and clamped what does not fit.
            return Optional.empty();
        }
        return switch (now.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> integer(old, name);
            case DECIMAL -> decimal(old, name);
            case FLOAT, DOUBLE -> approximate(old, now, name);
            case CHAR, VARCHAR, TEXT -> text(old, from, now, name);
            case BINARY -> binary(old, now, name);
            case VARBINARY, BLOB -> old.dataType().isBinary() && isBytes(old) ? Optional.of(NONE) : Optional.empty();
            case DATE -> date(old, mode, name);
            case DATETIME, TIMESTAMP -> dateTime(old, now, mode, name);
            case TIME -> isSameWithFraction(old, now) ? Optional.of(NONE) : Optional.empty();
            case ENUM -> label(old, from, now, to, name);
            case SET -> set(old, now);
            case BIT -> bits(old, now, name);
            case YEAR, JSON, VECTOR, GEOMETRY, INET4, INET6, UUID, OTHER ->
                old.columnType().equals(now.columnType()) ? Optional.of(NONE) : Optional.empty();
        };
    }

    private static Optional<ColumnConversion> using(String expression) {
        return Optional.of(new ColumnConversion(expression, false, null));
    }

    private static Optional<ColumnConversion> usingExact(String expression) {
        return Optional.of(new ColumnConversion(expression, true, null));
    }

    private static boolean isNumber(ColumnDefinition column) {
        return column.dataType().isInteger() || column.dataType() == DataType.DECIMAL;
    }

    private static boolean isApproximate(ColumnDefinition column) {
        return column.dataType() == DataType.FLOAT || column.dataType() == DataType.DOUBLE;
    }

    private static boolean isString(ColumnDefinition column) {
        return column.dataType() == DataType.CHAR
                || column.dataType() == DataType.VARCHAR
                || column.dataType() == DataType.TEXT && !column.json();
    }

    private static boolean isBytes(ColumnDefinition column) {
        return column.dataType() == DataType.BINARY
                || column.dataType() == DataType.VARBINARY
                || column.dataType() == DataType.BLOB;
    }

    private static Optional<ColumnConversion> usingIfLike(String expression, String pattern) {
        return Optional.of(new ColumnConversion(expression, true, COLUMN + "::text !~ " + SqlText.literal(pattern)));
    }

    /** Both round decimals half away from zero, and floating point numbers half to even; what does not fit fails. */
    private static Optional<ColumnConversion> integer(ColumnDefinition old, String name) {
        if (old.dataType().isInteger() || old.dataType() == DataType.YEAR) {
            return Optional.of(NONE);
        }
        if (isString(old)) {
            return usingIfLike("trim(" + name + ")::numeric", INTEGER);
        }
        boolean rounded = old.dataType() == DataType.DECIMAL || isApproximate(old);
        return rounded ? using("round(" + name + ")") : Optional.empty();
    }

    /** A floating point number by its shortest digits, a FLOAT as the DOUBLE that is equal to it. */
    private static Optional<ColumnConversion> decimal(ColumnDefinition old, String name) {
        if (isApproximate(old)) {
            return using(name + "::double precision::text::numeric");
        }
        if (isString(old)) {
            return usingIfLike("trim(" + name + ")::numeric", DECIMAL);
        }
        return isNumber(old) ? using(name) : Optional.empty();
    }

    private static Optional<ColumnConversion> approximate(ColumnDefinition old, ColumnDefinition now, String name) {
        boolean plain = !now.columnType().contains("(");
        if (isApproximate(old)) {
            return plain || old.columnType().equals(now.columnType()) ? Optional.of(NONE) : Optional.empty();
        }
        if (plain && isString(old)) {
            return usingIfLike("trim(" + name + ")::double precision", DECIMAL);
        }
        return plain && isNumber(old) ? using(name) : Optional.empty();
    }

    /** MySQL rounds to a second first (its manual, 13.2.8). */
    private static Optional<ColumnConversion> date(ColumnDefinition old, ConversionMode mode, String name) {
        return switch (old.dataType()) {
            case DATE -> Optional.of(NONE);
            case DATETIME ->
                usingExact("date_trunc('day', " + name + (mode.rounds() ? " + interval '0.5 second'" : "") + ")");
            default -> Optional.empty();
        };
    }

    /** TIMESTAMP is a moment; as what it is written depends on the session's time zone. */
    private static Optional<ColumnConversion> dateTime(
            ColumnDefinition old, ColumnDefinition now, ConversionMode mode, String name) {
        if (old.dataType() == DataType.DATE) {
            return now.dataType() == DataType.DATETIME ? using(name) : Optional.empty();
        }
        if (old.dataType() != DataType.DATETIME && old.dataType() != DataType.TIMESTAMP) {
            return Optional.empty();
        }
        boolean sameType = old.dataType() == now.dataType();
        String offset = mode.offset();
        Optional<String> fitting = old.precision() <= now.precision() ? Optional.of(name) : cut(now, mode, name);
        if (fitting.isEmpty() || !sameType && offset == null) {
            return Optional.empty();
        }
        if (sameType) {
            return old.precision() <= now.precision() ? Optional.of(NONE) : usingExact(fitting.get());
        }
        String expression = "(" + fitting.get() + ") AT TIME ZONE INTERVAL '" + offset + "'";
        return usingExact(expression);
    }

    /** To fewer digits of a second, as far as PostgreSQL has a function for them. */
    private static Optional<String> cut(ColumnDefinition now, ConversionMode mode, String name) {
        return switch (now.precision()) {
            case 0 ->
                Optional.of("date_trunc('second', " + name + (mode.rounds() ? " + interval '0.5 second'" : "") + ")");
            case 3 ->
                Optional.of("date_trunc('milliseconds', " + name + (mode.rounds() ? " + interval '0.0005 second'" : "")
                        + ")");
            default -> Optional.empty();
        };
    }

    private static Optional<ColumnConversion> text(
            ColumnDefinition old, ColumnMapping from, ColumnDefinition now, String name) {
        if (now.json() != old.json()) {
            return Optional.empty();
        }
        if (isString(old) || old.json()) {
            boolean padded = old.dataType() != DataType.CHAR && now.dataType() == DataType.CHAR;
            return padded ? using("rtrim(" + name + ", ' ')") : Optional.of(NONE);
        }
        if (isNumber(old) && !old.columnType().contains("zerofill")) {
            return using(name + "::text");
        }
        if (old.dataType() == DataType.DATETIME && (old.precision() == 0 || old.precision() == 6)) {
            return usingExact(
                    "to_char(" + name + ", 'YYYY-MM-DD HH24:MI:SS" + (old.precision() == 0 ? "" : ".US") + "')");
        }
        if (old.dataType() == DataType.SET) {
            return usingExact("array_to_string(" + name + ", ',')");
        }
        boolean label =
                old.dataType() == DataType.ENUM && !from.type().sqlName().equals("text");
        return label || old.dataType() == DataType.DATE ? usingExact(name + "::text") : Optional.empty();
    }

    private static Optional<ColumnConversion> binary(ColumnDefinition old, ColumnDefinition now, String name) {
        if (!isBytes(old)) {
            return Optional.empty();
        }
        if (old.dataType() == DataType.BINARY && old.length() == now.length()) {
            return Optional.of(NONE);
        }
        return using(
                name + " || decode(repeat('00', greatest(0, " + now.length() + " - length(" + name + "))), 'hex')");
    }

    private static boolean isSameWithFraction(ColumnDefinition old, ColumnDefinition now) {
        return old.dataType() == now.dataType() && old.precision() <= now.precision();
    }

    /** By their labels; a value whose label is gone, or is spelt otherwise, fails. */
    private static Optional<ColumnConversion> label(
            ColumnDefinition old, ColumnMapping from, ColumnDefinition now, ColumnMapping to, String name) {
        boolean ofText = isString(old);
        if (old.dataType() != DataType.ENUM && !ofText) {
            return Optional.empty();
        }
        boolean same = old.labels().equals(now.labels())
                && from.type().sqlName().equals(to.type().sqlName());
        return same ? Optional.of(NONE) : usingExact(name + "::text");
    }

    private static Optional<ColumnConversion> set(ColumnDefinition old, ColumnDefinition now) {
        boolean extended = old.dataType() == DataType.SET
                && old.labels().size() <= now.labels().size()
                && now.labels().subList(0, old.labels().size()).equals(old.labels());
        return extended ? Optional.of(NONE) : Optional.empty();
    }

    /** MySQL puts zeros in front. */
    private static Optional<ColumnConversion> bits(ColumnDefinition old, ColumnDefinition now, String name) {
        if (old.dataType() != DataType.BIT || old.length() > now.length()) {
            return Optional.empty();
        }
        if (old.length() == now.length()) {
            return Optional.of(NONE);
        }
        String bits = old.length() == 1 ? "CASE WHEN " + name + " THEN B'1' WHEN NOT " + name + " THEN B'0' END" : name;
        return using("(B'" + "0".repeat((int) (now.length() - old.length())) + "' || " + bits + ")");
    }
}
