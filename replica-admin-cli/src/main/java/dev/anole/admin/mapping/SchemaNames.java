package dev.anole.admin.mapping;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Names of relations and types in PostgreSQL's schemas, of which each is there once, and whose they are. Safe for use by
 * several threads.
 */
final class SchemaNames {

    /** Users' objects have no table of the replica. */
    private final Map<PostgresName, Optional<TableId>> owners = new HashMap<>();

    /** Something in PostgreSQL that no table of the replica has taken before. */
    synchronized void addForeign(PostgresName name) {
        owners.putIfAbsent(name, Optional.empty());
    }

    /** The table that has the name, or a part of that name. */
    synchronized Optional<TableId> owner(PostgresName name) {
        return owners.getOrDefault(name, Optional.empty());
    }

    /** The name of a table, which it keeps. */
    synchronized void addTable(PostgresName name, TableId table) {
        owners.put(name, Optional.of(table));
    }

    /** What a table has already. */
    synchronized void add(MappedTable table) {
        TableId id = table.definition().id();
        addTable(table.name(), id);
        for (String name : new TableRenderer(table).objectNames()) {
            owners.put(new PostgresName(table.name().schema(), name), Optional.of(id));
        }
    }

    /** Takes the names of the table's parts; returns those that were taken, each with the one in its place. */
    synchronized Map<String, String> claim(MappedTable table) {
        TableId id = table.definition().id();
        String schema = table.name().schema();
        addTable(table.name(), id);
        Map<String, String> others = new TreeMap<>();
        Set<String> usual = new TreeSet<>(new TableRenderer(table).objectNames());
        for (String name : usual) {
            String free = name;
            for (int number = 1; !isFree(new PostgresName(schema, free), id, others); number++) {
                free = Identifiers.alternative(name, id, number);
            }
            owners.put(new PostgresName(schema, free), Optional.of(id));
            if (!free.equals(name)) {
                others.put(name, free);
            }
        }
        return others;
    }

    private boolean isFree(PostgresName name, TableId table, Map<String, String> others) {
        Optional<TableId> owner = owners.get(name);
        boolean ofPart = owner != null
                && owner.equals(Optional.of(table))
                && !name.name().equals(Identifiers.fit(table.table()))
                && !others.containsValue(name.name());
        return owner == null || ofPart;
    }
}
