package dev.anole.postgres.ddl;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ddl.ConversionMode;
import dev.anole.postgres.types.BadValuePolicy.Action;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.EnumTypes;
import dev.anole.postgres.types.MappedTable;
import java.util.Locale;
import java.util.Optional;

/** What a new column holds in the rows that are there (MySQL manual, 13.6 Data Type Default Values). */
final class AddedValue {

    private AddedValue() {}

    /** As an expression of PostgreSQL's, {@code NULL} for none; empty if it is not known, since MySQL computes it. */
    static Optional<String> of(MappedTable table, ColumnMapping mapping, ConversionMode mode) {
        ColumnDefinition column = mapping.column();
        if (column.generated() || column.autoIncrement()) {
            return Optional.empty();
        }
        if (column.defaultIsExpression()) {
            return table.isOverridden(column) ? Optional.empty() : now(column, mode);
        }
        if (column.defaultValue() != null) {
            return ColumnDefaults.of(mapping, table.isOverridden(column));
        }
        if (column.nullable()) {
            return Optional.of("NULL");
        }
        return table.isOverridden(column) ? Optional.empty() : implied(table, mapping);
    }

    /** Every row gets the statement's time; the event has whole seconds of it. */
    private static Optional<String> now(ColumnDefinition column, ConversionMode mode) {
        String value = String.valueOf(column.defaultValue()).toLowerCase(Locale.ROOT);
        boolean isNow = value.equals("current_timestamp") || value.equals("current_timestamp()");
        String moment = "to_timestamp(" + mode.seconds() + ")";
        if (!isNow || mode.seconds() == 0) {
            return Optional.empty();
        }
        return switch (column.dataType()) {
            case TIMESTAMP -> Optional.of(moment);
            case DATETIME ->
                mode.offset() == null
                        ? Optional.empty()
                        : Optional.of(moment + " AT TIME ZONE INTERVAL '" + mode.offset() + "'");
            default -> Optional.empty();
        };
    }

    private static Optional<String> implied(MappedTable table, ColumnMapping mapping) {
        ColumnDefinition column = mapping.column();
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, FLOAT, DOUBLE, YEAR -> Optional.of("0");
            case BIT -> Optional.of(column.length() == 1 ? "false" : "B'" + "0".repeat((int) column.length()) + "'");
            case CHAR, VARCHAR -> Optional.of("''");
            case TEXT -> column.json() ? Optional.empty() : Optional.of("''");
            case BINARY -> Optional.of("'\\x" + "00".repeat((int) column.length()) + "'::bytea");
            case VARBINARY, BLOB -> Optional.of("'\\x'::bytea");
            case TIME -> Optional.of("'00:00:00'");
            case DATE, DATETIME, TIMESTAMP -> mapping.may(Action.NULL) ? Optional.of("NULL") : Optional.empty();
            case ENUM -> {
                String label = SqlText.literal(column.labels().get(0));
                yield Optional.of(EnumTypes.has(column, table) ? label : label + "::text");
            }
            case SET -> Optional.of("'{}'");
            // JSON's own null, not SQL's (tried with 9.7).
            case JSON -> Optional.of("'null'");
            case VECTOR, GEOMETRY, INET4, INET6, UUID, OTHER -> Optional.empty();
        };
    }
}
