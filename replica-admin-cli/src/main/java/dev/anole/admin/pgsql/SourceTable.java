package dev.anole.admin.pgsql;

import static java.util.stream.Collectors.joining;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.TableMapping;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A table of the source database that is copied.
 *
 * @param options storage parameters, as WITH has them; empty if there are none
 */
record SourceTable(
        long oid,
        TableId id,
        PostgresName target,
        boolean unlogged,
        String options,
        String comment,
        List<SourceColumn> columns) {

    SourceTable {
        columns = List.copyOf(columns);
    }

    /** In the source database. */
    PostgresName name() {
        return new PostgresName(id.database(), id.table());
    }

    /** What COPY takes, quoted: generated values come by themselves. */
    List<String> copiedColumns() {
        return columns.stream()
                .filter(column -> !column.isGenerated())
                .map(SourceColumn::quoted)
                .toList();
    }

    /**
     * In the source's names.
     *
     * @param identityOptions by column
     */
    String createStatement(Map<String, String> identityOptions) {
        String clauses = columns.stream()
                .map(column -> column.clause(identityOptions.getOrDefault(column.name(), "")))
                .collect(joining(",\n  "));
        return "CREATE " + (unlogged ? "UNLOGGED " : "") + "TABLE " + name().quoted() + " (\n  " + clauses + "\n)"
                + (options.isEmpty() ? "" : " WITH (" + options + ")");
    }

    /** As the catalogue keeps it: a table that has nothing of the replica's. */
    MappedTable mapped() {
        Map<String, String> types = columns.stream().collect(Collectors.toMap(SourceColumn::name, SourceColumn::type));
        TableDefinition definition = new TableDefinition(
                id, columns.stream().map(SourceTable::defined).toList(), List.of(), List.of(), comment);
        return new MappedTable(definition, target, TableMapping.DEFAULT.keeping(types));
    }

    private static ColumnDefinition defined(SourceColumn column) {
        return new ColumnDefinition(
                column.name(),
                DataType.TEXT,
                column.type(),
                false,
                null,
                null,
                0,
                0,
                0,
                List.of(),
                !column.notNull(),
                null,
                false,
                column.isIdentity(),
                column.isGenerated(),
                false,
                column.comment());
    }
}
