package dev.anole.postgres.apply;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.ConversionMode;
import dev.anole.contract.ddl.EvolutionException;
import dev.anole.contract.ddl.EvolvedTable;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableEvolution;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.ddl.TableAlteration;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.UnsupportedTypeException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one DDL statement does to tables that replicate: in PostgreSQL and in the catalogue. Tables in other states are
 * passed over. Commits nothing. Used by one thread.
 */
final class DefinitionChanges {

    private final StatementScope scope;
    private final Connection connection;
    private final ReplicaTables catalogue;
    private final RunningMappings mappings;
    private final EventHeader header;
    private final UserObjects userObjects;
    private final boolean rowsLater;
    private boolean keepsOthers;

    /** @param rowsLater whether the transaction ends with the statement */
    DefinitionChanges(StatementScope scope, boolean rowsLater) {
        this.scope = scope;
        this.rowsLater = rowsLater;
        connection = scope.connection();
        catalogue = scope.catalogue();
        mappings = scope.mappings();
        header = scope.header();
        userObjects = new UserObjects(connection, header, scope::note);
    }

    /** Tables that are held or disabled stay as they are. */
    void keepOthers() {
        keepsOthers = true;
    }

    /** Refuses the statement for the first of the tables that replicates; one that is not known waits for its copy. */
    void refuse(List<TableId> ids, String reason) throws SQLException, TableFailure {
        for (TableId id : ids) {
            if (scope.find(id).isPresent()) {
                throw scope.failure(id, reason);
            }
            if (mappings.target(id).isPresent() && catalogue.find(id).isEmpty()) {
                scope.awaitCopy(id, reason);
            }
        }
    }

    void truncate(List<TableId> ids) throws SQLException, TableFailure {
        for (TableId id : ids) {
            Optional<MappedTable> table = scope.find(id);
            if (table.isPresent()) {
                scope.execute(id, List.of(new TableRenderer(table.get()).truncate()));
            }
        }
    }

    void drop(List<TableId> ids) throws SQLException, TableFailure {
        for (TableId id : ids) {
            Optional<MappedTable> table = scope.find(id);
            if (table.isPresent()) {
                drop(table.get());
            } else {
                dropDisabled(id);
            }
        }
    }

    /** What was wrong with it is settled by its end. */
    private void dropDisabled(TableId id) throws SQLException, TableFailure {
        Optional<ReplicaTable> table = disabled(id);
        if (table.isPresent() && table.get().joined()) {
            drop(table.get().mapped());
        } else if (table.isPresent()) {
            catalogue.remove(id);
        }
    }

    private Optional<ReplicaTable> disabled(TableId id) throws SQLException {
        if (keepsOthers || scope.isGivenUp(id) || scope.hasChanged(id) || catalogue.isJoining(id)) {
            return Optional.empty();
        }
        return catalogue
                .find(id)
                .filter(table -> table.state() == TableState.DISABLED || table.state() == TableState.HELD);
    }

    /** A table that PostgreSQL had before stays, without the replica. */
    private void drop(MappedTable table) throws SQLException, TableFailure {
        TableId id = table.definition().id();
        if (!table.mapping().existing()) {
            scope.execute(id, new TableRenderer(table).drop());
        }
        catalogue.remove(id);
        scope.put(id, Optional.empty());
    }

    void alter(SchemaChange.AlterTable alter) throws SQLException, TableFailure {
        Optional<MappedTable> table = scope.find(alter.table());
        if (table.isEmpty()) {
            SchemaChange.Renaming renaming = alter.renaming();
            if (renaming != null) {
                rename(new SchemaChange.RenameTables(List.of(renaming)));
            }
            return;
        }
        EvolvedTable evolved = evolve(table.get(), alter);
        boolean keeps = table.get().mapping().existing() && redefineAlone(table.get(), evolved);
        if (!keeps) {
            requireOurs(table.get());
            change(table.get(), evolved, table.get().name(), alter.mode());
        }
        SchemaChange.Renaming renaming = alter.renaming();
        if (renaming != null) {
            rename(new SchemaChange.RenameTables(List.of(renaming)));
        }
    }

    /** Changes the definition and leaves PostgreSQL's table as it is; false if its columns would not be those then. */
    boolean redefineAlone(MappedTable table, EvolvedTable evolved) throws SQLException {
        MappedTable after = new MappedTable(evolved.definition(), table.name(), table.mapping());
        if (!TableAlteration.columnsOf(table).equals(TableAlteration.columnsOf(after))) {
            return false;
        }
        TableId id = table.definition().id();
        catalogue.redefine(id, after, evolved.formerColumns());
        scope.put(id, Optional.of(after));
        return true;
    }

    EvolvedTable evolve(MappedTable table, SchemaChange.AlterTable alter) throws SQLException, TableFailure {
        try {
            EvolvedTable evolved = TableEvolution.alter(table.definition(), alter);
            return new EvolvedTable(
                    scope.withReferences(evolved.definition()),
                    evolved.formerColumns(),
                    evolved.formerIndexes(),
                    evolved.recomputes());
        } catch (EvolutionException e) {
            throw scope.failure(
                    alter.table(), "The statement and the catalogue's definition disagree: " + e.getMessage());
        }
    }

    void rename(SchemaChange.RenameTables rename) throws SQLException, TableFailure {
        requireNoneComes(rename);
        userObjects.rename(rename, scope::find, () -> {
            for (SchemaChange.Renaming renaming : rename.renamings()) {
                Optional<MappedTable> table = scope.find(renaming.from());
                if (table.isPresent()) {
                    requireOurs(table.get());
                    rename(table.get(), renaming);
                } else {
                    renameOther(renaming);
                }
            }
        });
    }

    /** A table that is disabled stays so under its new name; one that comes from outside of the replica begins so. */
    private void renameOther(SchemaChange.Renaming renaming) throws SQLException, TableFailure {
        TableId from = renaming.from();
        Optional<ReplicaTable> disabled = disabled(from);
        if (disabled.isPresent() && disabled.get().state() == TableState.HELD) {
            scope.leave(from, "MySQL renamed it while another statement awaited approval");
            scope.forget(from);
        }
        if (disabled.isPresent() && disabled.get().joined()) {
            if (!disabled.get().mapping().existing()) {
                rename(disabled.get().mapped(), renaming);
            }
            return;
        }
        boolean exists = renaming.comes() || catalogue.find(from).isPresent();
        if (disabled.isPresent()) {
            catalogue.remove(from);
        }
        TableId to = renaming.to();
        if (exists
                && !renaming.leaves()
                && !scope.isGivenUp(from)
                && catalogue.find(to).isEmpty()) {
            scope.awaitCopy(to, "MySQL renamed " + from + " to it, and the replica has no copy of that");
        }
    }

    private void rename(MappedTable table, SchemaChange.Renaming renaming) throws SQLException, TableFailure {
        Optional<PostgresName> name = renaming.leaves() ? Optional.empty() : mappings.target(renaming.to());
        if (name.isEmpty()) {
            drop(table);
            return;
        }
        catalogue.endJoin(renaming.from());
        if (catalogue.isJoining(renaming.to())) {
            // Its copy begins again, since MySQL has another table under the name, and takes this one's rows along.
            drop(table);
            return;
        }
        dropDisabled(renaming.to());
        if (catalogue.find(renaming.to()).isPresent()) {
            throw scope.failure(
                    renaming.from(),
                    "The replica still has " + renaming.to() + ", which could not follow the statement");
        }
        TableDefinition definition = TableEvolution.rename(table.definition(), renaming.to());
        change(
                table,
                new EvolvedTable(definition, columns(definition), indexes(definition), false),
                name.get(),
                ConversionMode.NONE);
    }

    private static Map<String, String> columns(TableDefinition definition) {
        return definition.columns().stream().collect(Collectors.toMap(ColumnDefinition::name, ColumnDefinition::name));
    }

    private static Map<String, String> indexes(TableDefinition definition) {
        return definition.indexes().stream().collect(Collectors.toMap(IndexDefinition::name, IndexDefinition::name));
    }

    /** A table that the replica has not, in the place of one that it has: its rows would have to be copied. */
    private void requireNoneComes(SchemaChange.RenameTables rename) throws SQLException, TableFailure {
        Map<TableId, Boolean> ours = new HashMap<>();
        for (SchemaChange.Renaming renaming : rename.renamings()) {
            if (!ours.containsKey(renaming.from())) {
                ours.put(
                        renaming.from(),
                        scope.find(renaming.from()).isPresent()
                                || disabled(renaming.from()).isPresent());
            }
            boolean from = ours.get(renaming.from());
            if (!from && !renaming.leaves() && scope.find(renaming.to()).isPresent()) {
                throw scope.failure(
                        renaming.to(), renaming.from() + " took its place, and the replica has no copy of that table");
            }
            ours.put(renaming.from(), false);
            ours.put(renaming.to(), from);
        }
    }

    /** Of tables that PostgreSQL had before, nothing but the rows is the replica's. */
    private void requireOurs(MappedTable table) throws TableFailure {
        TableId id = table.definition().id();
        if (table.mapping().existing()) {
            throw scope.failure(
                    id,
                    "PostgreSQL's table is kept as it is (keep_existing_schema): change it there as MySQL was changed");
        }
    }

    private void change(MappedTable was, EvolvedTable evolved, PostgresName name, ConversionMode mode)
            throws SQLException, TableFailure {
        TableId id = was.definition().id();
        Map<String, String> former = evolved.formerColumns();
        MappedTable before;
        MappedTable after;
        TableAlteration alteration;
        try {
            before = was.name().schema().equals(name.schema()) ? was : makeMovable(was, name.schema());
            after = mappings.changed(before, evolved.definition(), name, former);
            alteration = new TableAlteration(
                    scope.source(), before, after, former, evolved.formerIndexes(), mode, rowsLater);
        } catch (UnsupportedTypeException | RunningMappings.NameTakenException e) {
            throw new TableFailure(id, header, e);
        }
        if (evolved.recomputes()
                && isTrue("SELECT EXISTS (SELECT FROM " + before.name().quoted() + ")")) {
            throw scope.failure(id, "MySQL changed rows without logging them: it computed generated columns anew");
        }
        for (TableAlteration.Doubt doubt : alteration.doubts()) {
            if (isTrue(doubt.sql())) {
                throw scope.failure(id, "MySQL changed rows without logging them: " + doubt.reason());
            }
        }
        scope.execute(id, mappings.openSchema(name.schema()));
        userObjects.alter(before, () -> scope.execute(id, alteration.statements()));
        TableId now = after.definition().id();
        catalogue.redefine(id, after, former);
        scope.put(id, Optional.empty());
        scope.put(now, Optional.of(after));
        follow(id, now, former);
    }

    /** PostgreSQL moves a table with its names, which the other schema may have. */
    private MappedTable makeMovable(MappedTable table, String schema)
            throws SQLException, TableFailure, RunningMappings.NameTakenException {
        MappedTable movable = mappings.movable(table, schema);
        TableDefinition definition = table.definition();
        scope.execute(
                definition.id(),
                new TableAlteration(
                                scope.source(),
                                table,
                                movable,
                                columns(definition),
                                indexes(definition),
                                ConversionMode.NONE,
                                rowsLater)
                        .statements());
        return movable;
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
                if (scope.find(child.id()).isPresent()) {
                    scope.put(child.id(), Optional.of(mapped));
                } else if (child.state() == TableState.HELD && cascades(child.definition(), was)) {
                    scope.leave(
                            child.id(),
                            "MySQL renamed " + was + ", whose changes cascade to it, or columns of that, while a"
                                    + " statement awaited approval");
                }
            }
        }
    }

    private static boolean cascades(TableDefinition child, TableId parent) {
        return child.foreignKeys().stream()
                .anyMatch(key -> key.referencedTable().equals(parent) && key.cascades());
    }

    private boolean isTrue(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() && row.getBoolean(1);
        }
    }
}
