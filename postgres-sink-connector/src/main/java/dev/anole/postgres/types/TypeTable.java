package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;
import dev.anole.postgres.catalogue.PostgresName;

/** The one place that says which PostgreSQL type a MySQL column becomes, and how its values are written. */
public final class TypeTable {

    private TypeTable() {}

    /**
     * @param table where the column's table is; an ENUM's type lies beside it
     * @throws UnsupportedTypeException if there is no type for it
     */
    public static PostgresType of(ColumnDefinition column, PostgresName table) {
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
            case BIT ->
                column.length() == 1
                        ? PostgresType.of("boolean", ValueConverters::bool)
                        : new PostgresType(
                                // As an element type, "bit" would mean bit(1).
                                "bit(" + column.length() + ")", "varbit", null, ValueConverters.bits((int)
                                        column.length()));
            case CHAR, VARCHAR ->
                PostgresType.of(
                        // PostgreSQL's varchar(n) wants n > 0.
                        "varchar(" + Math.max(1, column.length()) + ")", ValueConverters::text);
            case TEXT -> column.json() ? straight("jsonb") : PostgresType.of("text", ValueConverters::text);
            case BINARY, VARBINARY, BLOB -> PostgresType.of("bytea", ValueConverters::bytea);
            case DATE -> PostgresType.of("date", ValueConverters::date);
            case DATETIME -> PostgresType.of("timestamp(" + column.precision() + ")", ValueConverters::date);
            case TIMESTAMP ->
                PostgresType.of("timestamp(" + column.precision() + ") with time zone", ValueConverters::timestamp);
            case TIME -> straight("time(" + column.precision() + ")");
            case YEAR -> straight("smallint");
            case ENUM ->
                PostgresType.of(
                        EnumTypes.has(column)
                                ? EnumTypes.name(table, column.name()).quoted()
                                : "text",
                        ValueConverters::label);
            case SET -> new PostgresType("text[]", "text", "text[]", ValueConverters::set);
            case JSON -> straight("jsonb");
            case VECTOR -> new PostgresType("real[]", "text", "real[]", ValueConverters::vector);
            case GEOMETRY -> PostgresType.of("bytea", ValueConverters::geometry);
            case INET4, INET6 -> straight("inet");
            case UUID -> straight("uuid");
        };
    }

    private static PostgresType straight(String sqlName) {
        return PostgresType.of(sqlName, ValueConverters::straight);
    }
}
