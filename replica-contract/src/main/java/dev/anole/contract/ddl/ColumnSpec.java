package dev.anole.contract.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column as a DDL statement spells it.
 *
 * @param column what the statement decides; its character set is null where that of the table counts
 * @param characters of TEXT(n) and BLOB(n), by which the server chooses among the four sizes; 0 if there are none
 * @param binary whether the collation is the binary one of the character set (the attribute BINARY)
 * @param key the index that the column has by its own attribute
 * @param checks of the column, each with the name that it gives, if any
 * @param references by its own attribute; null if there is none. Its columns are this one
 */
public record ColumnSpec(
        ColumnDefinition column,
        long characters,
        boolean binary,
        Key key,
        List<TableClause.AddCheck> checks,
        TableClause.@Nullable AddForeignKey references) {

    /** Of a column's own attribute. */
    public enum Key {
        NONE,
        UNIQUE,
        PRIMARY
    }

    public ColumnSpec {
        requireNonNull(column, "column");
        requireNonNull(key, "key");
        checks = List.copyOf(checks);
    }
}
