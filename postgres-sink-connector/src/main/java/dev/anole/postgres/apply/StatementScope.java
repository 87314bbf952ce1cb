package dev.anole.postgres.apply;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The tables of a replica as one DDL statement finds and leaves them, and what was done for it. Commits nothing. Used by
 * one thread.
 */
final class StatementScope {

    private final Connection connection;
    private final String source;
    private final ReplicaTables catalogue;
    private final RunningMappings mappings;
    private final AppliedTables tables;
    private final EventHeader header;
    private final Set<TableId> givenUp;
    private final List<String> statements = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    /** By their names at this moment, those that this statement has changed; empty for names that are gone. */
    private final Map<TableId, Optional<MappedTable>> changed = new HashMap<>();

    /** @param givenUp tables that this statement could not be applied to */
    StatementScope(Connection connection, String source, AppliedTables tables, EventHeader header, Set<TableId> givenUp)
            throws SQLException {
        this.connection = connection;
        this.source = source;
        this.tables = tables;
        this.header = header;
        this.givenUp = givenUp;
        catalogue = new ReplicaTables(connection, source);
        mappings = new RunningMappings(connection, source);
    }

    String source() {
        return source;
    }

    Connection connection() {
        return connection;
    }

    ReplicaTables catalogue() {
        return catalogue;
    }

    HeldTables held() {
        return new HeldTables(connection, source);
    }

    RunningMappings mappings() {
        return mappings;
    }

    EventHeader header() {
        return header;
    }

    /** What the operator has to know beside the statements. */
    List<String> left() {
        return left;
    }

    void note(String clause) {
        left.add(clause);
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

    /** A table that replicates, as it is at this moment. */
    Optional<MappedTable> find(TableId id) {
        if (givenUp.contains(id)) {
            return Optional.empty();
        }
        Optional<MappedTable> known = changed.get(id);
        return known == null ? tables.find(id).map(ReplicatedTable::mapped) : known;
    }

    boolean isGivenUp(TableId id) {
        return givenUp.contains(id);
    }

    /** @param table empty if no table that replicates has the name any more */
    void put(TableId id, Optional<MappedTable> table) {
        changed.put(id, table);
    }

    void forget(TableId id) {
        changed.remove(id);
    }

    boolean hasChanged(TableId id) {
        return changed.containsKey(id);
    }

    /** All of a database of MySQL's that the catalogue has. */
    List<TableId> tablesOf(String database) throws SQLException {
        return catalogue.all().stream()
                .map(ReplicaTable::id)
                .filter(id -> id.database().equals(database))
                .toList();
    }

    /** The tables that a statement names; of DROP DATABASE, which names none, the replicating ones in it. */
    List<TableId> named(SchemaChange change) {
        return change instanceof SchemaChange.DropDatabase drop ? tables.of(drop.database()) : change.tables();
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

    TableFailure failure(TableId id, String reason) {
        return new TableFailure(id, header, new DefinitionMismatchException(reason));
    }

    /** A table of which nothing is known but its name. */
    TableFailure unknown(TableId id, String reason) {
        return new TableFailure(nameOnly(id), header, new DefinitionMismatchException(reason));
    }

    private MappedTable nameOnly(TableId id) {
        TableDefinition definition = new TableDefinition(id, List.of(), List.of(), List.of(), "");
        return MappedTable.plain(definition, mappings.target(id).orElse(Identifiers.table(id.database(), id)));
    }

    /** A table that stays as it is, without the replica. */
    void leave(TableId id, String reason) throws SQLException {
        catalogue.setState(id, TableState.DISABLED, reason + " (" + header.place() + ")");
        left.add("disabled " + id + ": " + reason);
        changed.put(id, Optional.empty());
    }

    /** A table that can only be copied: nothing that the replica has is wrong without it. */
    void awaitCopy(TableId id, String reason) throws SQLException {
        String remedy = "run replica-admin sync-tables --source " + source + " --tables " + id;
        catalogue.put(nameOnly(id), TableState.DISABLED, reason + "; " + remedy);
        left.add(id + " waits for its copy: " + reason);
        changed.put(id, Optional.empty());
    }

    /** REFERENCES without columns means the primary key's. */
    TableDefinition withReferences(TableDefinition definition) throws SQLException {
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
        return definition.withForeignKeys(foreignKeys);
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

    void execute(TableId id, List<String> sql) throws SQLException, TableFailure {
        execute(sql, e -> new TableFailure(id, header, e));
    }

    void execute(List<String> sql, Function<SQLException, TableFailure> failure) throws SQLException, TableFailure {
        try (Statement statement = connection.createStatement()) {
            for (String each : sql) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            SqlStates.requireRefusal(e);
            throw failure.apply(e);
        }
        statements.addAll(sql);
    }
}
