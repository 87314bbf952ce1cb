package dev.anole.postgres.apply;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.ConversionMode;
import dev.anole.contract.ddl.EvolutionException;
import dev.anole.contract.ddl.EvolvedTable;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableEvolution;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final RunningMappings mappings;
    private final AppliedTables tables;
    private final EventHeader header;
    private final Set<TableId> givenUp;
    private final boolean rowsLater;
    private final UserObjects userObjects;
    private boolean keepsOthers;
    private final List<String> statements = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    /** By their names at this moment, those that this statement has changed; empty for names that are gone. */
    private final Map<TableId, Optional<MappedTable>> changed = new HashMap<>();

    /**
     * @param givenUp tables that this statement could not be applied to
     * @param rowsLater whether the transaction ends with the statement
     */
    DefinitionChanges(
            Connection connection,
            String source,
            AppliedTables tables,
            EventHeader header,
            Set<TableId> givenUp,
            boolean rowsLater)
            throws SQLException {
        this.connection = connection;
        this.source = source;
        this.tables = tables;
        this.header = header;
        this.givenUp = givenUp;
        this.rowsLater = rowsLater;
        userObjects = new UserObjects(connection, header, left::add);
        catalogue = new ReplicaTables(connection, source);
        mappings = new RunningMappings(connection, source);
    }

    /** What the operator has to know beside the statements. */
    List<String> left() {
        return left;
    }

    /** What PostgreSQL has been told. */
    List<String> statements() {
        return statements;
    }

    /** Tables that the catalogue has otherwise now, and names that it had; empty if it is as it was. */
    Set<TableId> changed() {
        return changed.keySet();
    }

    /** Of a table that replicates. */
    Optional<TableDefinition> definition(TableId id) {
        return find(id).map(MappedTable::definition);
    }

    private Optional<MappedTable> find(TableId id) {
        if (givenUp.contains(id)) {
            return Optional.empty();
        }
        Optional<MappedTable> known = changed.get(id);
        return known == null ? tables.find(id).map(ReplicatedTable::mapped) : known;
    }

    private TableFailure failure(TableId id, String reason) {
        return new TableFailure(id, header, new DefinitionMismatchException(reason));
    }

    /** Refuses the statement for the first of the tables that replicates; one that is not known waits for its copy. */
    void refuse(List<TableId> ids, String reason) throws SQLException, TableFailure {
        for (TableId id : ids) {
            if (find(id).isPresent()) {
                throw failure(id, reason);
            }
            if (mappings.target(id).isPresent() && catalogue.find(id).isEmpty()) {
                awaitCopy(id, reason);
            }
        }
    }

    /**
     * What nobody thought of, as the failure of the first table that the statement concerns.
     *
     * @throws IllegalStateException if each has failed already
     */
    TableFailure unforeseen(SchemaChange change, Exception cause) {
        List<TableId> left =
                named(change).stream().filter(id -> !givenUp.contains(id)).toList();
        if (left.isEmpty()) {
            throw new IllegalStateException("Could not apply the statement " + change, cause);
        }
        return left.stream()
                .filter(id -> tables.find(id).isPresent())
                .findFirst()
                .map(id -> new TableFailure(id, header, cause))
                .orElseGet(() -> new TableFailure(nameOnly(left.get(0)), header, cause));
    }

    /** Tables that are held or disabled stay as they are. */
    void keepOthers() {
        keepsOthers = true;
    }

    /** All of a database of MySQL's that the catalogue has. */
    List<TableId> tablesOf(String database) throws SQLException {
        return catalogue.all().stream()
                .map(ReplicaTable::id)
                .filter(id -> id.database().equals(database))
                .toList();
    }

    /** The replicating tables that a statement is about, or the one that it makes. */
    List<MappedTable> concerned(SchemaChange change) throws SQLException, TableFailure {
        if (change instanceof SchemaChange.CreateTable create) {
            return coming(create.table(), create.ifNotExists(), create.orReplace(), () -> Optional.of(made(create)));
        } else if (change instanceof SchemaChange.CreateTableLike create) {
            return coming(create.table(), create.ifNotExists(), create.orReplace(), () -> like(create));
        }
        return named(change).stream().flatMap(id -> find(id).stream()).toList();
    }

    /** Of DROP DATABASE, which names none, the replicating ones in it. */
    private List<TableId> named(SchemaChange change) {
        return change instanceof SchemaChange.DropDatabase drop ? tables.of(drop.database()) : change.tables();
    }

    private interface Definition {
        Optional<TableDefinition> get() throws SQLException, TableFailure;
    }

    private List<MappedTable> coming(TableId id, boolean ifNotExists, boolean orReplace, Definition definition)
            throws SQLException, TableFailure {
        Optional<MappedTable> there = find(id);
        if (there.isPresent()) {
            return ifNotExists ? List.of() : List.of(there.get());
        }
        Optional<PostgresName> name = mappings.target(id);
        if (givenUp.contains(id) || name.isEmpty() || !isNew(id, ifNotExists, orReplace)) {
            return List.of();
        }
        Optional<TableDefinition> made = definition.get();
        return made.isEmpty() ? List.of() : List.of(mappings.usual(made.get(), name.get()));
    }

    /** They stand still from now on; a table that is to be made is registered for that. */
    void hold(List<MappedTable> concerned, HeldTables.Held held, String statement) throws SQLException, TableFailure {
        for (MappedTable table : concerned) {
            TableId id = table.definition().id();
            if (catalogue.find(id).isEmpty()) {
                catalogue.put(table, TableState.COPYING, null);
            }
            new HeldTables(connection, source)
                    .hold(id, held, "it stands still before a statement that awaits approval: " + statement);
            changed.put(id, Optional.empty());
        }
    }

    /** What the operator does not want: PostgreSQL stays as it is. */
    void ignore(SchemaChange change) throws SQLException, TableFailure {
        left.add("ignored, as ddl_policy has it");
        boolean creates = change instanceof SchemaChange.CreateTable || change instanceof SchemaChange.CreateTableLike;
        for (MappedTable table : creates ? List.<MappedTable>of() : concerned(change)) {
            TableId id = table.definition().id();
            if (change instanceof SchemaChange.DropTables || change instanceof SchemaChange.DropDatabase) {
                catalogue.remove(id);
                changed.put(id, Optional.empty());
            } else if (change instanceof SchemaChange.AlterTable alter && alter.renaming() == null) {
                ignore(table, alter);
            } else if (!(change instanceof SchemaChange.Truncate)) {
                leave(id, "MySQL has another table under its name, or none, and ddl_policy ignores that");
            }
        }
    }

    /** As long as its columns are what they were, rows go on. */
    private void ignore(MappedTable table, SchemaChange.AlterTable alter) throws SQLException, TableFailure {
        if (!redefineAlone(table, evolve(table, alter))) {
            leave(alter.table(), "MySQL changed its columns, and ddl_policy ignores that");
        }
    }

    /** Changes the definition and leaves PostgreSQL's table as it is; false if its columns would not be those then. */
    private boolean redefineAlone(MappedTable table, EvolvedTable evolved) throws SQLException {
        MappedTable after = new MappedTable(evolved.definition(), table.name(), table.mapping());
        if (!TableAlteration.columnsOf(table).equals(TableAlteration.columnsOf(after))) {
            return false;
        }
        TableId id = table.definition().id();
        catalogue.redefine(id, after, evolved.formerColumns());
        changed.put(id, Optional.of(after));
        return true;
    }

    private void leave(TableId id, String reason) throws SQLException {
        catalogue.setState(id, TableState.DISABLED, reason + " (" + header.place() + ")");
        left.add("disabled " + id + ": " + reason);
        changed.put(id, Optional.empty());
    }

    /** CREATE TABLE: a table of the replica from its beginning, with nothing to copy. */
    void create(SchemaChange.CreateTable create) throws SQLException, TableFailure {
        if (isNew(create.table(), create.ifNotExists(), create.orReplace())) {
            create(made(create));
        }
    }

    private TableDefinition made(SchemaChange.CreateTable create) throws SQLException, TableFailure {
        try {
            return withReferences(TableEvolution.create(create));
        } catch (EvolutionException e) {
            throw unknown(create.table(), "The statement is not understood: " + e.getMessage());
        }
    }

    /** CREATE TABLE … LIKE. */
    void create(SchemaChange.CreateTableLike create) throws SQLException, TableFailure {
        if (isNew(create.table(), create.ifNotExists(), create.orReplace())) {
            Optional<TableDefinition> definition = like(create);
            if (definition.isPresent()) {
                create(definition.get());
            } else {
                awaitCopy(
                        create.table(),
                        "MySQL made it like " + create.original() + ", whose definition is not in the replica");
            }
        }
    }

    /** Of a table that is being copied the definition may be younger; its rows would tell. */
    private Optional<TableDefinition> like(SchemaChange.CreateTableLike create) throws SQLException {
        Optional<TableDefinition> original = definition(create.original());
        if (original.isEmpty()) {
            original = catalogue
                    .find(create.original())
                    .map(ReplicaTable::definition)
                    .filter(definition -> !definition.columns().isEmpty());
        }
        return original.map(definition -> TableEvolution.like(definition, create.table(), create.dialect()));
    }

    /** Whether the statement makes a table; what it replaces is gone then. */
    private boolean isNew(TableId id, boolean ifNotExists, boolean orReplace) throws SQLException, TableFailure {
        if (givenUp.contains(id)) {
            return false;
        }
        Optional<ReplicaTable> known = catalogue.find(id);
        if (known.isEmpty()) {
            return true;
        }
        if (orReplace) {
            drop(List.of(id));
            return catalogue.find(id).isEmpty();
        }
        Optional<HeldTables.Held> held = new HeldTables(connection, source).find(id);
        if (held.isPresent() && (held.get().ends() || !ifNotExists)) {
            leave(id, "MySQL made it anew while the statement that ended it awaited approval");
        }
        if (!ifNotExists && find(id).isPresent()) {
            throw failure(id, "MySQL made the table anew, although the replica has it");
        }
        // It was there before the statement, or the statement failed before, or the table is being copied.
        return false;
    }

    private void create(TableDefinition definition) throws SQLException, TableFailure {
        TableId id = definition.id();
        PostgresName name = mappings.target(id).orElseThrow(() -> unknown(id, "Its database is not mapped"));
        MappedTable usual = mappings.usual(definition, name);
        MappedTable table;
        List<String> sql;
        try {
            table = mappings.named(usual);
            sql = mappings.create(table);
        } catch (UnsupportedTypeException | RunningMappings.NameTakenException e) {
            throw new TableFailure(usual, header, e);
        }
        execute(sql, e -> new TableFailure(usual, header, e));
        catalogue.put(table, TableState.REPLICATING, null);
        changed.put(id, Optional.of(table));
    }

    /** A table of which nothing is known but its name. */
    private TableFailure unknown(TableId id, String reason) {
        return new TableFailure(nameOnly(id), header, new DefinitionMismatchException(reason));
    }

    private MappedTable nameOnly(TableId id) {
        TableDefinition definition = new TableDefinition(id, List.of(), List.of(), List.of(), "");
        return MappedTable.plain(definition, mappings.target(id).orElse(Identifiers.table(id.database(), id)));
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
        if (keepsOthers || givenUp.contains(id) || changed.containsKey(id) || catalogue.isJoining(id)) {
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

    /** REFERENCES without columns means the primary key's. */
    private TableDefinition withReferences(TableDefinition definition) throws SQLException {
        List<ForeignKeyDefinition> foreignKeys = new ArrayList<>();
        for (ForeignKeyDefinition key : definition.foreignKeys()) {
            foreignKeys.add(
                    key.referencedColumns().isEmpty()
                            ? new ForeignKeyDefinition(
                                    key.name(),
                                    key.columns(),
                                    key.referencedTable(),
                                    primaryKey(key.referencedTable(), definition),
                                    key.onUpdate(),
                                    key.onDelete())
                            : key);
        }
        return new TableDefinition(
                definition.id(),
                definition.columns(),
                definition.indexes(),
                foreignKeys,
                definition.comment(),
                definition.checks(),
                definition.text());
    }

    private List<String> primaryKey(TableId id, TableDefinition own) throws SQLException {
        if (own.id().equals(id)) {
            return own.primaryKey();
        }
        Optional<TableDefinition> parent = definition(id);
        return parent.isPresent()
                ? parent.get().primaryKey()
                : catalogue
                        .find(id)
                        .map(table -> table.definition().primaryKey())
                        .orElse(List.of());
    }

    private EvolvedTable evolve(MappedTable table, SchemaChange.AlterTable alter) throws SQLException, TableFailure {
        try {
            EvolvedTable evolved = TableEvolution.alter(table.definition(), alter);
            return new EvolvedTable(
                    withReferences(evolved.definition()),
                    evolved.formerColumns(),
                    evolved.formerIndexes(),
                    evolved.recomputes());
        } catch (EvolutionException e) {
            throw failure(alter.table(), "The statement and the catalogue's definition disagree: " + e.getMessage());
        }
    }

    void rename(SchemaChange.RenameTables rename) throws SQLException, TableFailure {
        requireNoneComes(rename);
        userObjects.rename(rename, this::find, () -> {
            for (SchemaChange.Renaming renaming : rename.renamings()) {
                Optional<MappedTable> table = find(renaming.from());
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
            leave(from, "MySQL renamed it while another statement awaited approval");
            changed.remove(from);
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
                && !givenUp.contains(from)
                && catalogue.find(to).isEmpty()) {
            awaitCopy(to, "MySQL renamed " + from + " to it, and the replica has no copy of that");
        }
    }

    /** A table that can only be copied: nothing that the replica has is wrong without it. */
    private void awaitCopy(TableId id, String reason) throws SQLException {
        String remedy = "run replica-admin sync-tables --source " + source + " --tables " + id;
        catalogue.put(nameOnly(id), TableState.DISABLED, reason + "; " + remedy);
        left.add(id + " waits for its copy: " + reason);
        changed.put(id, Optional.empty());
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
            throw failure(
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
                        find(renaming.from()).isPresent()
                                || disabled(renaming.from()).isPresent());
            }
            boolean from = ours.get(renaming.from());
            if (!from && !renaming.leaves() && find(renaming.to()).isPresent()) {
                throw failure(
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
            throw failure(
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
            alteration = new TableAlteration(before, after, former, evolved.formerIndexes(), mode, rowsLater);
        } catch (UnsupportedTypeException | RunningMappings.NameTakenException e) {
            throw new TableFailure(id, header, e);
        }
        if (evolved.recomputes()
                && isTrue("SELECT EXISTS (SELECT FROM " + before.name().quoted() + ")")) {
            throw failure(id, "MySQL changed rows without logging them: it computed generated columns anew");
        }
        for (TableAlteration.Doubt doubt : alteration.doubts()) {
            if (isTrue(doubt.sql())) {
                throw failure(id, "MySQL changed rows without logging them: " + doubt.reason());
            }
        }
        execute(id, mappings.openSchema(name.schema()));
        userObjects.alter(before, () -> execute(id, alteration.statements()));
        TableId now = after.definition().id();
        catalogue.redefine(id, after, former);
        changed.put(id, Optional.empty());
        changed.put(now, Optional.of(after));
        follow(id, now, former);
    }

    /** PostgreSQL moves a table with its names, which the other schema may have. */
    private MappedTable makeMovable(MappedTable table, String schema)
            throws SQLException, TableFailure, RunningMappings.NameTakenException {
        MappedTable movable = mappings.movable(table, schema);
        TableDefinition definition = table.definition();
        execute(
                definition.id(),
                new TableAlteration(
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
                if (find(child.id()).isPresent()) {
                    changed.put(child.id(), Optional.of(mapped));
                } else if (child.state() == TableState.HELD && cascades(child.definition(), was)) {
                    leave(
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

    private void execute(TableId id, List<String> sql) throws SQLException, TableFailure {
        execute(sql, e -> new TableFailure(id, header, e));
    }

    private void execute(List<String> sql, Function<SQLException, TableFailure> failure)
            throws SQLException, TableFailure {
        try (Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            if (SqlStates.decide(e) == SqlStates.Decision.RECONNECT) {
                throw e;
            }
            throw failure.apply(e);
        }
        statements.addAll(sql);
    }
}
