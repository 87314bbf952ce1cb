package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import java.util.List;

/**
 * A table of MySQL's and what PostgreSQL makes of it.
 *
 * @param name where PostgreSQL has it
 */
public record MappedTable(TableDefinition definition, PostgresName name, TableMapping mapping) {

    public MappedTable {
        requireNonNull(definition, "definition");
        requireNonNull(name, "name");
        requireNonNull(mapping, "mapping");
    }

    /** With nothing out of the ordinary. */
    public static MappedTable plain(TableDefinition definition, PostgresName name) {
        return new MappedTable(definition, name, TableMapping.DEFAULT);
    }

    /** The same table at another place. */
    public MappedTable at(PostgresName other) {
        return new MappedTable(definition, other, mapping);
    }

    /** Every column of the table, in order. */
    public List<ColumnMapping> columns() {
        List<String> key = definition.replicaKey();
        return definition.columns().stream()
                .map(column -> ColumnMapping.of(column, this, key.contains(column.name())))
                .toList();
    }

    /** The definition without the columns whose types are not the type table's. */
    public TableDefinition usualColumns() {
        return new TableDefinition(
                definition.id(),
                definition.columns().stream()
                        .filter(column -> !isOverridden(column))
                        .toList(),
                definition.indexes(),
                definition.foreignKeys(),
                definition.comment(),
                definition.checks());
    }

    /** Whether the column's type is not the type table's. */
    public boolean isOverridden(ColumnDefinition column) {
        return mapping.types().containsKey(column.name());
    }
}
