package dev.anole.postgres.apply;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.EvolutionException;
import dev.anole.contract.ddl.EvolvedTable;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableEvolution;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.Sources;
import dev.anole.postgres.ddl.TableAlteration;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.UnsupportedTypeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What one DDL statement does to tables that replicate: in PostgreSQL and in the catalogue. Tables in other states are
 * passed over. Commits nothing. Used by one thread.
 */
final class DefinitionChanges {

    private final Connection connection;
    private final ReplicaTables catalogue;
    private final String source;
    private final AppliedTables tables;
    private final EventHeader header;
    private final List<String> statements = new ArrayList<>();
    /** By their names at this moment, those that this statement has changed; empty for names that are gone. */
    private final Map<TableId, Optional<MappedTable>> changed = new HashMap<>();

    DefinitionChanges(Connection connection, String source, AppliedTables tables, EventHeader header) {
        this.connection = connection;
        this.source = source;
        this.tables = tables;
        this.header = header;
        catalogue = new ReplicaTables(connection, source);
    }

    /** What PostgreSQL has been told. */
    List<String> statements() {
        return statements;
    }

    /** Whether the catalogue has other tables or definitions now. */
    boolean redefined() {
        return !changed.isEmpty();
    }

    private Optional<MappedTable> find(TableId id) {
        Optional<MappedTable> known = changed.get(id);
        return known == null ? tables.find(id).map(ReplicatedTable::mapped) : known;
    }

    private TableFailure failure(TableId id, String reason) {
        return new TableFailure(id, header, new DefinitionMismatchException(reason));
    }

    /** Refuses the statement for the first of the tables that replicates. */
    void refuse(List<TableId> ids, String reason) throws TableFailure {
        for (TableId id : ids) {
            if (find(id).isPresent()) {
                throw failure(id, reason);
            }
        }
    }

    void truncate(List<TableId> ids) throws SQLException, TableFailure {
        for (TableId id : ids) {
            Optional<MappedTable> table = find(id);
            if (table.isPresent()) {
                execute(id, List.of(new TableRenderer(table.get()).truncate()));
            }
        }
    }

    void drop(List<TableId> ids) throws SQLException, TableFailure {
        for (TableId id : ids) {
            Optional<MappedTable> table = find(id);
            if (table.isPresent()) {
                requireFree(id);
                drop(table.get());
            }
        }
    }

    /** A table that PostgreSQL had before stays, without the replica. */
    private void drop(MappedTable table) throws SQLException, TableFailure {
        TableId id = table.definition().id();
        if (!table.mapping().existing()) {
            execute(id, new TableRenderer(table).drop());
        }
        catalogue.remove(id);
        changed.put(id, Optional.empty());
    }

    void alter(SchemaChange.AlterTable alter) throws SQLException, TableFailure {
        Optional<MappedTable> table = find(alter.table());
        if (table.isEmpty()) {
            SchemaChange.Renaming renaming = alter.renaming();
            if (renaming != null) {
                rename(new SchemaChange.RenameTables(List.of(renaming)));
            }
            return;
        }
        requireOurs(table.get());
        EvolvedTable evolved;
        try {
            evolved = TableEvolution.alter(table.get().definition(), alter);
        } catch (EvolutionException e) {
            throw failure(alter.table(), "The statement and the catalogue's definition disagree: " + e.getMessage());
        }
        change(table.get(), evolved, table.get().name());
        SchemaChange.Renaming renaming = alter.renaming();
        if (renaming != null) {
            rename(new SchemaChange.RenameTables(List.of(renaming)));
        }
    }

    void rename(SchemaChange.RenameTables rename) throws SQLException, TableFailure {
        requireNoneComes(rename);
        for (SchemaChange.Renaming renaming : rename.renamings()) {
            Optional<MappedTable> table = find(renaming.from());
            if (table.isPresent()) {
                requireOurs(table.get());
                rename(table.get(), renaming);
            }
        }
    }

    private void rename(MappedTable table, SchemaChange.Renaming renaming) throws SQLException, TableFailure {
        Optional<PostgresName> name = renaming.leaves() ? Optional.empty() : target(renaming.to());
        if (name.isEmpty()) {
            drop(table);
            return;
        }
        TableDefinition definition = TableEvolution.rename(table.definition(), renaming.to());
        change(table, new EvolvedTable(definition, columns(definition), indexes(definition)), name.get());
    }

    private static Map<String, String> columns(TableDefinition definition) {
        return definition.columns().stream().collect(Collectors.toMap(ColumnDefinition::name, ColumnDefinition::name));
    }

    private static Map<String, String> indexes(TableDefinition definition) {
        return definition.indexes().stream().collect(Collectors.toMap(IndexDefinition::name, IndexDefinition::name));
    }

    /** A table that the replica has not, in the place of one that it has: its rows would have to be copied. */
    private void requireNoneComes(SchemaChange.RenameTables rename) throws TableFailure {
        Map<TableId, Boolean> ours = new HashMap<>();
        Function<TableId, Boolean> isOurs = id -> find(id).isPresent();
        for (SchemaChange.Renaming renaming : rename.renamings()) {
            boolean from = ours.computeIfAbsent(renaming.from(), isOurs);
            if (!from && !renaming.leaves() && isOurs.apply(renaming.to())) {
                throw failure(
                        renaming.to(), renaming.from() + " took its place, and the replica has no copy of that table");
            }
            ours.put(renaming.from(), false);
            ours.put(renaming.to(), from);
        }
    }

    private Optional<PostgresName> target(TableId id) throws SQLException {
        return new Sources(connection)
                .find(source)
                .map(found -> found.schemaMappings().get(id.database()))
                .map(schema -> Identifiers.table(schema, id));
    }

    /** Of tables that PostgreSQL had before, nothing but the rows is the replica's. */
    private void requireOurs(MappedTable table) throws SQLException, TableFailure {
        TableId id = table.definition().id();
        if (table.mapping().existing()) {
            throw failure(
                    id,
                    "PostgreSQL's table is kept as it is (keep_existing_schema): change it there as MySQL was changed");
        }
        requireFree(id);
    }

    private void requireFree(TableId id) throws SQLException, TableFailure {
        if (catalogue.isJoining(id)) {
            throw failure(id, "MySQL changed the table while it is copied, by ALTER, RENAME or DROP");
        }
    }

    private void change(MappedTable before, EvolvedTable evolved, PostgresName name) throws SQLException, TableFailure {
        TableId id = before.definition().id();
        Map<String, String> former = evolved.formerColumns();
        MappedTable after = named(before, evolved.definition(), name, former);
        TableAlteration alteration;
        try {
            alteration = new TableAlteration(before, after, former, evolved.formerIndexes());
        } catch (UnsupportedTypeException e) {
            throw new TableFailure(id, header, e);
        }
        for (TableAlteration.Doubt doubt : alteration.doubts()) {
            if (isTrue(doubt.sql())) {
                throw failure(id, "MySQL changed rows without logging them: " + doubt.reason());
            }
        }
        execute(id, alteration.statements());
        TableId now = after.definition().id();
        catalogue.redefine(id, after, former);
        changed.put(id, Optional.empty());
        changed.put(now, Optional.of(after));
        follow(id, now, former);
    }

    /** Foreign keys of other tables name this one and its columns. */
    private void follow(TableId was, TableId now, Map<String, String> formerColumns) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        formerColumns.forEach((is, former) -> columns.put(former, is));
        for (ReplicaTable child : catalogue.all()) {
            TableDefinition definition = TableEvolution.follow(child.definition(), was, now, columns);
            if (!child.id().equals(now) && !definition.equals(child.definition())) {
                MappedTable mapped = new MappedTable(
                        definition, child.mapped().name(), child.mapped().mapping());
                catalogue.redefine(child.id(), mapped, columns(definition));
                if (find(child.id()).isPresent()) {
                    changed.put(child.id(), Optional.of(mapped));
                }
            }
        }
    }

    /** The table with names of its parts that nothing else has in the schema. */
    private MappedTable named(
            MappedTable before, TableDefinition definition, PostgresName name, Map<String, String> former)
            throws SQLException, TableFailure {
        TableId id = before.definition().id();
        Map<String, String> types = new TreeMap<>();
        former.forEach((column, was) -> {
            String type = before.mapping().types().get(was);
            if (type != null) {
                types.put(column, type);
            }
        });
        MappedTable usual = new MappedTable(
                definition, name, before.mapping().withTypes(types).withNames(Map.of()));
        Set<String> taken = namesIn(name.schema());
        if (before.name().schema().equals(name.schema())) {
            taken.removeAll(new TableRenderer(before).objectNames());
            taken.remove(before.name().name());
        }
        if (taken.contains(name.name())) {
            throw failure(id, "PostgreSQL has something else named " + name);
        }
        Map<String, String> names = new TreeMap<>();
        try {
            for (String part : new TableRenderer(usual).objectNames()) {
                String kept = before.mapping().name(part);
                String free = taken.contains(kept) ? part : kept;
                for (int number = 1; taken.contains(free); number++) {
                    free = Identifiers.alternative(part, definition.id(), number);
                }
                taken.add(free);
                if (!free.equals(part)) {
                    names.put(part, free);
                }
            }
        } catch (UnsupportedTypeException e) {
            throw new TableFailure(id, header, e);
        }
        return new MappedTable(definition, name, usual.mapping().withNames(names));
    }

    private Set<String> namesIn(String schema) throws SQLException {
        String sql = "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(" + literal(schema)
                + ") UNION SELECT typname FROM pg_type WHERE typnamespace = to_regnamespace(" + literal(schema)
                + ") AND typelem = 0 AND typrelid = 0";
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private static String literal(String schema) {
        return "'" + PostgresName.quote(schema).replace("'", "''") + "'";
    }

    private boolean isTrue(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void execute(TableId id, List<String> sql) throws SQLException, TableFailure {
        try (Statement statement = connection.createStatement()) {
            // Behind a long reader the replica, and whoever reads the table next, would wait as long; it tries again.
            statement.execute("SET LOCAL lock_timeout = '5s'");
            for (String each : sql) {
                statement.execute(each);
            }
            statement.execute("SET LOCAL lock_timeout = 0");
        } catch (SQLException e) {
            if (SqlStates.decide(e) == SqlStates.Decision.RECONNECT) {
                throw e;
            }
            throw new TableFailure(id, header, e);
        }
        statements.addAll(sql);
    }
}
