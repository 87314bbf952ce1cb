package dev.anole.postgres.types;

import static dev.anole.postgres.types.BadValueKind.ENUM_INDEX_ZERO;
import static dev.anole.postgres.types.BadValueKind.INVALID_TEXT;
import static dev.anole.postgres.types.BadValueKind.NUL_CHARACTER;
import static dev.anole.postgres.types.BadValueKind.TIME_OUT_OF_RANGE;
import static dev.anole.postgres.types.BadValueKind.ZERO_DATE;

import dev.anole.contract.ColumnDefinition;
import java.util.List;
import java.util.Set;

/** The one place that says which PostgreSQL type a MySQL column becomes, and how its values are written. */
public final class TypeTable {

    private TypeTable() {}

    /**
     * @param table which the column is of: it may have another type for it; an ENUM's type lies beside it
     * @throws UnsupportedTypeException if there is no type for it
     */
    public static PostgresType of(ColumnDefinition column, MappedTable table) {
        String override = table.mapping().types().get(column.name());
        if (override != null) {
            return TypeOverride.of(column, override);
        }
        boolean unsigned = column.unsigned();
        return switch (column.dataType()) {
            case TINYINT -> straight("smallint");
            case SMALLINT -> straight(unsigned ? "integer" : "smallint");
            case MEDIUMINT -> straight("integer");
            case INT -> straight(unsigned ? "bigint" : "integer");
            case BIGINT -> straight(unsigned ? "numeric(20)" : "bigint");
            case DECIMAL -> straight("numeric(" + column.precision() + "," + column.scale() + ")");
            case FLOAT -> straight("real");
            case DOUBLE -> straight("double precision");
            case BIT -> column.length() == 1 ? PostgresType.of("boolean", ValueConverters::bool) : bits(column);
            // PostgreSQL's varchar(n) wants n > 0.
            case CHAR, VARCHAR -> text("varchar(" + Math.max(1, column.length()) + ")");
            case TEXT -> column.json() ? json() : text("text");
            case BINARY, VARBINARY, BLOB -> PostgresType.of("bytea", ValueConverters::bytea);
            case DATE -> PostgresType.of("date", ValueConverters::date, ZERO_DATE);
            case DATETIME -> PostgresType.of("timestamp(" + column.precision() + ")", ValueConverters::date, ZERO_DATE);
            case TIMESTAMP ->
                PostgresType.of(
                        "timestamp(" + column.precision() + ") with time zone", ValueConverters::timestamp, ZERO_DATE);
            case TIME ->
                PostgresType.of("time(" + column.precision() + ")", ValueConverters::timeOfDay, TIME_OUT_OF_RANGE);
            case YEAR -> straight("smallint");
            case ENUM ->
                PostgresType.of(
                        EnumTypes.has(column, table)
                                ? EnumTypes.name(table, column).quoted()
                                : "text",
                        TextConverter.LABEL,
                        ENUM_INDEX_ZERO,
                        NUL_CHARACTER);
            case SET -> PostgresType.of("text[]", TextConverter.SET, NUL_CHARACTER);
            case JSON -> json();
            case VECTOR -> PostgresType.of("real[]", ValueConverters::vector);
            case GEOMETRY -> PostgresType.of("bytea", ValueConverters::geometry);
            case INET4, INET6 -> straight("inet");
            case UUID -> straight("uuid");
            case OTHER ->
                throw new UnsupportedTypeException("Column " + column.name() + " of "
                        + table.definition().id() + " has the type " + column.columnType()
                        + ", which Anole does not know");
        };
    }

    /** As an element type, "bit" would mean bit(1). */
    private static PostgresType bits(ColumnDefinition column) {
        int length = (int) column.length();
        return new PostgresType(
                "bit(" + length + ")",
                "varbit",
                null,
                ValueConverters.bits(length),
                Set.of(),
                PostgresType.Comparison.PLAIN);
    }

    private static PostgresType text(String sqlName) {
        return PostgresType.of(sqlName, TextConverter.TEXT, NUL_CHARACTER, INVALID_TEXT);
    }

    private static PostgresType json() {
        return PostgresType.of("jsonb", JsonConverter.JSON, NUL_CHARACTER, INVALID_TEXT);
    }

    private static PostgresType straight(String sqlName) {
        return PostgresType.of(sqlName, ValueConverters::straight);
    }

    /** What documents show of it, in the order of the switch. */
    public static List<TypeRow> rows() {
        return List.of(
                new TypeRow("TINYINT, BOOL", "tinyint(1)", ""),
                new TypeRow("TINYINT UNSIGNED", "tinyint unsigned", ""),
                new TypeRow("SMALLINT", "smallint", ""),
                new TypeRow("SMALLINT UNSIGNED", "smallint unsigned", ""),
                new TypeRow("MEDIUMINT", "mediumint", ""),
                new TypeRow("MEDIUMINT UNSIGNED", "mediumint unsigned", ""),
                new TypeRow(
                        "INT", "int", "AUTO_INCREMENT is `GENERATED BY DEFAULT AS IDENTITY`, here and in all integers"),
                new TypeRow("INT UNSIGNED", "int unsigned", ""),
                new TypeRow("BIGINT", "bigint", ""),
                new TypeRow("BIGINT UNSIGNED", "bigint unsigned", "AUTO_INCREMENT is a sequence of the table's own"),
                new TypeRow("DECIMAL(p,s)", "decimal(10,2)", ""),
                new TypeRow("FLOAT", "float", ""),
                new TypeRow("DOUBLE", "double", ""),
                new TypeRow("BIT(1)", "bit(1)", ""),
                new TypeRow("BIT(n)", "bit(8)", ""),
                new TypeRow("CHAR(n), VARCHAR(n)", "varchar(20)", "n is at least 1"),
                new TypeRow("TINYTEXT, TEXT, MEDIUMTEXT, LONGTEXT", "text", ""),
                new TypeRow("BINARY(n), VARBINARY(n), all BLOBs", "varbinary(20)", ""),
                new TypeRow("DATE", "date", ""),
                new TypeRow("DATETIME(f)", "datetime(3)", ""),
                new TypeRow("TIMESTAMP(f)", "timestamp(3)", ""),
                new TypeRow("TIME(f)", "time(3)", "an interval by `type_override`"),
                new TypeRow("YEAR", "year", ""),
                new TypeRow(
                        "ENUM",
                        "enum('a','b')",
                        "a type of the column's own, beside its table; text with a CHECK if a label has more than 63 bytes,"
                                + " text if a foreign key connects it"),
                new TypeRow("SET", "set('a','b')", ""),
                new TypeRow("JSON", "json", ""),
                new TypeRow("JSON of MariaDB", "json", "LONGTEXT with its check `json_valid`"),
                new TypeRow("VECTOR", "vector(3)", ""),
                new TypeRow(
                        "GEOMETRY and all other spatial types",
                        "geometry",
                        "EWKB (WKB if the SRID is 0); `geometry` with subtype and SRID where PostGIS is installed"),
                new TypeRow("INET4, INET6", "inet6", "of MariaDB"),
                new TypeRow("UUID", "uuid", "of MariaDB"));
    }
}
