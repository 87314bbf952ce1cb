package dev.anole.postgres.apply;

import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.EvolutionException;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.ddl.TableEvolution;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.UnsupportedTypeException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Tables that one DDL statement makes: they replicate from then on, with nothing to copy. Used by one thread. */
final class NewTables {

    private final StatementScope scope;
    private final DefinitionChanges changes;
    private final ReplicaTables catalogue;
    private final RunningMappings mappings;

    NewTables(StatementScope scope, DefinitionChanges changes) {
        this.scope = scope;
        this.changes = changes;
        catalogue = scope.catalogue();
        mappings = scope.mappings();
    }

    /** CREATE TABLE. */
    void create(SchemaChange.CreateTable create) throws SQLException, TableFailure {
        if (isNew(create.table(), create.ifNotExists(), create.orReplace())) {
            create(made(create));
        }
    }

    /** CREATE TABLE … LIKE. */
    void create(SchemaChange.CreateTableLike create) throws SQLException, TableFailure {
        if (isNew(create.table(), create.ifNotExists(), create.orReplace())) {
            Optional<TableDefinition> definition = like(create);
            if (definition.isPresent()) {
                create(definition.get());
            } else {
                scope.awaitCopy(
                        create.table(),
                        "MySQL made it like " + create.original() + ", whose definition is not in the replica");
            }
        }
    }

    /** The table that a statement makes, or the one that is in its way; empty if it makes none. */
    List<MappedTable> coming(SchemaChange change) throws SQLException, TableFailure {
        if (change instanceof SchemaChange.CreateTable create) {
            return coming(create.table(), create.ifNotExists(), create.orReplace(), () -> Optional.of(made(create)));
        } else if (change instanceof SchemaChange.CreateTableLike create) {
            return coming(create.table(), create.ifNotExists(), create.orReplace(), () -> like(create));
        }
        return List.of();
    }

    private interface Definition {
        Optional<TableDefinition> get() throws SQLException, TableFailure;
    }

    private List<MappedTable> coming(TableId id, boolean ifNotExists, boolean orReplace, Definition definition)
            throws SQLException, TableFailure {
        Optional<MappedTable> there = scope.find(id);
        if (there.isPresent()) {
            return ifNotExists ? List.of() : List.of(there.get());
        }
        Optional<PostgresName> name = mappings.target(id);
        if (scope.isGivenUp(id) || name.isEmpty() || !isNew(id, ifNotExists, orReplace)) {
            return List.of();
        }
        Optional<TableDefinition> made = definition.get();
        return made.isEmpty() ? List.of() : List.of(mappings.usual(made.get(), name.get()));
    }

    private TableDefinition made(SchemaChange.CreateTable create) throws SQLException, TableFailure {
        try {
            return scope.withReferences(TableEvolution.create(create));
        } catch (EvolutionException e) {
            throw scope.unknown(create.table(), "The statement is not understood: " + e.getMessage());
        }
    }

    /** Of a table that is being copied the definition may be younger; its rows would tell. */
    private Optional<TableDefinition> like(SchemaChange.CreateTableLike create) throws SQLException {
        Optional<TableDefinition> original = scope.definition(create.original());
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
        if (scope.isGivenUp(id)) {
            return false;
        }
        Optional<ReplicaTable> known = catalogue.find(id);
        if (known.isEmpty()) {
            return true;
        }
        if (orReplace) {
            changes.drop(List.of(id));
            return catalogue.find(id).isEmpty();
        }
        Optional<HeldTables.Held> held = scope.held().find(id);
        if (held.isPresent() && (held.get().ends() || !ifNotExists)) {
            scope.leave(id, "MySQL made it anew while the statement that ended it awaited approval");
        }
        if (!ifNotExists && scope.find(id).isPresent()) {
            throw scope.failure(id, "MySQL made the table anew, although the replica has it");
        }
        // It was there before the statement, or the statement failed before, or the table is being copied.
        return false;
    }

    private void create(TableDefinition definition) throws SQLException, TableFailure {
        TableId id = definition.id();
        PostgresName name = mappings.target(id).orElseThrow(() -> scope.unknown(id, "Its database is not mapped"));
        MappedTable usual = mappings.usual(definition, name);
        MappedTable table;
        List<String> sql;
        try {
            table = mappings.named(usual);
            sql = mappings.create(table);
        } catch (UnsupportedTypeException | RunningMappings.NameTakenException e) {
            throw new TableFailure(usual, scope.header(), e);
        }
        scope.execute(sql, e -> new TableFailure(usual, scope.header(), e));
        catalogue.put(table, TableState.REPLICATING, null);
        scope.put(id, Optional.of(table));
    }
}
