package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.MappedTable;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Statements that the operator's policy keeps from PostgreSQL. Used by one thread. */
final class WithheldChanges {

    private final StatementScope scope;
    private final DefinitionChanges changes;
    private final NewTables newTables;
    private final ReplicaTables catalogue;

    WithheldChanges(StatementScope scope, DefinitionChanges changes, NewTables newTables) {
        this.scope = scope;
        this.changes = changes;
        this.newTables = newTables;
        catalogue = scope.catalogue();
    }

    /** The replicating tables that a statement is about, or the one that it makes. */
    List<MappedTable> concerned(SchemaChange change) throws SQLException, TableFailure {
        return creates(change)
                ? newTables.coming(change)
                : scope.named(change).stream()
                        .flatMap(id -> scope.find(id).stream())
                        .toList();
    }

    private static boolean creates(SchemaChange change) {
        return change instanceof SchemaChange.CreateTable || change instanceof SchemaChange.CreateTableLike;
    }

    /** They stand still from now on; a table that is to be made is registered for that. */
    void hold(List<MappedTable> concerned, HeldTables.Held held, String statement) throws SQLException, TableFailure {
        for (MappedTable table : concerned) {
            TableId id = table.definition().id();
            if (catalogue.find(id).isEmpty()) {
                catalogue.put(table, TableState.COPYING, null);
            }
            scope.held().hold(id, held, "it stands still before a statement that awaits approval: " + statement);
            scope.put(id, Optional.empty());
        }
    }

    /** What the operator does not want: PostgreSQL stays as it is. */
    void ignore(SchemaChange change) throws SQLException, TableFailure {
        scope.note("ignored, as ddl_policy has it");
        for (MappedTable table : creates(change) ? List.<MappedTable>of() : concerned(change)) {
            TableId id = table.definition().id();
            if (change instanceof SchemaChange.DropTables || change instanceof SchemaChange.DropDatabase) {
                catalogue.remove(id);
                scope.put(id, Optional.empty());
            } else if (change instanceof SchemaChange.AlterTable alter && alter.renaming() == null) {
                ignore(table, alter);
            } else if (!(change instanceof SchemaChange.Truncate)) {
                scope.leave(id, "MySQL has another table under its name, or none, and ddl_policy ignores that");
            }
        }
    }

    /** As long as its columns are what they were, rows go on. */
    private void ignore(MappedTable table, SchemaChange.AlterTable alter) throws SQLException, TableFailure {
        if (!changes.redefineAlone(table, changes.evolve(table, alter))) {
            scope.leave(alter.table(), "MySQL changed its columns, and ddl_policy ignores that");
        }
    }
}
