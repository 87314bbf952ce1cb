package dev.anole.admin.join;

import static java.util.stream.Collectors.joining;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.value.FixedBinaryText;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.CopyText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Turns rows by MySQL's text protocol into COPY's text, byte by byte. Used by one thread. */
final class CopyRows {

    private final ColumnText[] columns;

    /** @param mappings of all columns of the table, in its order */
    CopyRows(TableDefinition definition, List<ColumnMapping> mappings) {
        columns = mappings.stream()
                .map(mapping -> new ColumnText(
                        mapping,
                        definition.replicaKey().contains(mapping.column().name())))
                .toArray(ColumnText[]::new);
    }

    /** What to select, each column by name: {@code *} leaves out the invisible ones. */
    static String selectList(TableDefinition definition) {
        return definition.columns().stream().map(CopyRows::expression).collect(joining(", "));
    }

    /** What {@link ColumnText} takes. */
    private static String expression(ColumnDefinition column) {
        String name = TableId.quote(column.name());
        return switch (column.dataType()) {
            // FLOAT's own text has six digits; as a double it has all. Adding 0 would lose the sign of zero.
            case FLOAT -> name + " * 1e0";
            // The text of DOUBLE(M,D) is rounded to D decimals.
            case DOUBLE -> column.columnType().contains("(") ? name + " * 1e0" : name;
            // The text does not tell an empty label from none.
            case ENUM, SET -> "CAST(" + name + " AS UNSIGNED)";
            case INET4, INET6, UUID ->
                "CAST(" + name + " AS BINARY(" + FixedBinaryText.length(column.dataType()) + "))";
            default -> name;
        };
    }

    /** Appends the current row. */
    void append(ResultSet row, ValueBuffer out) throws SQLException, TableFailure {
        for (int i = 0; i < columns.length; i++) {
            if (i > 0) {
                out.append(CopyText.COLUMN_END);
            }
            byte[] value = row.getBytes(i + 1);
            if (value == null) {
                CopyText.appendNull(out);
            } else {
                columns[i].append(value, out);
            }
        }
        out.append(CopyText.ROW_END);
    }

    /** Values so far that PostgreSQL cannot hold, and that were replaced. */
    long replacedValues() {
        long sum = 0;
        for (ColumnText column : columns) {
            sum += column.replacedValues();
        }
        return sum;
    }
}
