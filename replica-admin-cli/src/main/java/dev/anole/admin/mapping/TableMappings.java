package dev.anole.admin.mapping;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.MappingRules;
import dev.anole.postgres.types.PostgisTypes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides how PostgreSQL gets each table of a source. Safe for use by several threads. */
public final class TableMappings {

    private final MappingRules rules;
    private final PostgisTypes postgis;
    private final ConnectedColumns connected;
    private final SchemaNames names;
    private final ExistingTables existing;

    /**
     * @param rules with the full names of types
     * @param names that are taken
     * @param existing tables that are kept as they are
     */
    TableMappings(
            MappingRules rules,
            PostgisTypes postgis,
            ConnectedColumns connected,
            SchemaNames names,
            ExistingTables existing) {
        this.rules = rules;
        this.postgis = postgis;
        this.connected = connected;
        this.names = names;
        this.existing = existing;
    }

    /** With nothing out of the ordinary, and no name taken. */
    public static TableMappings none() {
        return new TableMappings(
                MappingRules.DEFAULT,
                PostgisTypes.none(),
                ConnectedColumns.none(),
                new SchemaNames(),
                ExistingTables.none());
    }

    /** What is laid down for tables that come later. */
    public MappingRules rules() {
        return rules;
    }

    /** Whether tables that PostgreSQL has keep their definitions. */
    public boolean keepsExisting() {
        return existing.keeps();
    }

    /** Columns of a table that is kept which MySQL has not; their values do not outlive a copy. */
    public List<String> columnsOfItsOwn(MappedTable table) {
        return existing.columnsOfItsOwn(table);
    }

    /**
     * How PostgreSQL gets the table; from then on its names are taken.
     *
     * @param name where PostgreSQL is to have it
     * @throws dev.anole.admin.AdminException if it has a table there that is to be kept, and cannot take the rows
     */
    public MappedTable of(TableDefinition definition, PostgresName name) {
        Optional<Map<String, String>> kept = existing.types(definition, name);
        if (kept.isPresent()) {
            MappedTable table =
                    new MappedTable(definition, name, rules.mapping().keeping(kept.get()));
            existing.requireNullable(table);
            return table;
        }
        Map<String, String> types = new TreeMap<>();
        for (ColumnDefinition column : definition.columns()) {
            type(definition.id(), name, column).ifPresent(type -> types.put(column.name(), type));
        }
        MappedTable table = new MappedTable(definition, name, rules.mapping().withTypes(types));
        return new MappedTable(definition, name, table.mapping().withNames(names.claim(table)));
    }

    private Optional<String> type(TableId table, PostgresName name, ColumnDefinition column) {
        Optional<String> ofConnected = connected.type(
                table,
                column.name(),
                member -> rules.type(member.table(), schemaOf(member.table(), table, name), member.columnType()));
        if (ofConnected.isPresent()) {
            return ofConnected;
        }
        return rules.type(table, name, column.columnType()).or(() -> postgis.of(column));
    }

    /** Members in other databases are known by MySQL's name alone. */
    private static PostgresName schemaOf(TableId member, TableId table, PostgresName name) {
        return new PostgresName(
                member.database().equals(table.database()) ? name.schema() : member.database(), member.table());
    }
}
