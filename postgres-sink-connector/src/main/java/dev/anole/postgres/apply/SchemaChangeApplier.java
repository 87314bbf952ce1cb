package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.GhostTable;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.ReplicaException;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Applies one DDL statement to the replicated tables that it concerns, as the policy has it, and records it. Commits
 * nothing.
 */
public final class SchemaChangeApplier {

    private final Connection connection;
    private final String source;
    private final AppliedTables tables;
    private final DdlPolicy policy;
    private final boolean rowsLater;
    private final Set<TableId> held = new HashSet<>();

    /**
     * @param tables that statements may be applied to
     * @param rowsLater whether each statement is committed before rows are written
     */
    public SchemaChangeApplier(
            Connection connection, String source, AppliedTables tables, DdlPolicy policy, boolean rowsLater) {
        this.connection = connection;
        this.source = source;
        this.tables = tables;
        this.policy = policy;
        this.rowsLater = rowsLater;
    }

    /**
     * Applies it.
     *
     * @param before where the tables are that it concerns
     * @param disabled tables that it could not be applied to, and which are therefore disabled by now
     * @return tables that the catalogue has anew or with other definitions, by their names now; empty if the catalogue
     *     is as it was
     */
    public Set<TableId> apply(ChangeEvent.Schema event, ReplicaPosition before, List<TableFailure> disabled)
            throws SQLException, TableFailure {
        try (Statement limit = connection.createStatement()) {
            // Behind a long reader the replica, and whoever reads the table next, would wait as long; it tries again.
            limit.execute("SET LOCAL lock_timeout = '5s'");
        }
        Set<TableId> givenUp = disabled.stream().map(TableFailure::table).collect(Collectors.toSet());
        StatementScope scope = new StatementScope(connection, source, tables, event.header(), givenUp);
        try {
            return apply(event, before, disabled, scope);
        } catch (ReplicaException e) {
            throw e;
        } catch (SQLException e) {
            SqlStates.requireRefusal(e);
            throw scope.unforeseen(event.change(), e);
        } catch (RuntimeException e) {
            // Of a form that nobody thought of: one table's trouble, not everyone's.
            throw scope.unforeseen(event.change(), e);
        }
    }

    /** Tables that stand still before a statement that this has held. */
    Set<TableId> held() {
        return held;
    }

    private Set<TableId> apply(
            ChangeEvent.Schema event, ReplicaPosition before, List<TableFailure> disabled, StatementScope scope)
            throws SQLException, TableFailure {
        SchemaChange change = event.change();
        DefinitionChanges changes = new DefinitionChanges(scope, rowsLater);
        NewTables newTables = new NewTables(scope, changes);
        WithheldChanges withheld = new WithheldChanges(scope, changes, newTables);
        Set<DdlPolicy.Kind> kinds = StatementKinds.of(change, scope::definition);
        switch (isOfGhosts(change) ? DdlPolicy.Action.APPLY : policy.of(kinds)) {
            case HOLD -> {
                changes.keepOthers();
                List<MappedTable> concerned = withheld.concerned(change);
                if (!concerned.isEmpty()) {
                    long number = record(event, "", "awaits approval");
                    boolean ends = kinds.contains(DdlPolicy.Kind.DROP);
                    concerned.forEach(table -> held.add(table.definition().id()));
                    withheld.hold(concerned, new HeldTables.Held(number, ends, false, before), event.statement());
                    return scope.changed();
                }
                apply(change, scope, changes, newTables);
            }
            case IGNORE -> withheld.ignore(change);
            case APPLY -> apply(change, scope, changes, newTables);
        }
        List<String> outcome = new ArrayList<>();
        if (!scope.statements().isEmpty()
                || scope.left().isEmpty() && !scope.changed().isEmpty()) {
            outcome.add("applied");
        }
        outcome.addAll(scope.left());
        disabled.forEach(failure -> outcome.add("disabled " + failure.table() + ": " + failure.found()));
        record(
                event,
                String.join(";\n", scope.statements()),
                outcome.isEmpty() ? "no replicating table is concerned" : String.join("; ", outcome));
        return scope.changed();
    }

    /**
     * Whether an online schema change prepares or tidies up: where that was held or ignored, the table could not follow the
     * swap, which the policy decides on.
     */
    private static boolean isOfGhosts(SchemaChange change) {
        List<TableId> tables = change.tables();
        return !tables.isEmpty()
                && tables.stream().allMatch(table -> GhostTable.base(table).isPresent());
    }

    private static void apply(SchemaChange change, StatementScope scope, DefinitionChanges changes, NewTables newTables)
            throws SQLException, TableFailure {
        if (change instanceof SchemaChange.Truncate truncate) {
            changes.truncate(truncate.tables());
        } else if (change instanceof SchemaChange.AlterTable alter) {
            changes.alter(alter);
        } else if (change instanceof SchemaChange.RenameTables rename) {
            changes.rename(rename);
        } else if (change instanceof SchemaChange.DropTables drop) {
            changes.drop(drop.tables());
        } else if (change instanceof SchemaChange.DropDatabase drop) {
            changes.drop(scope.tablesOf(drop.database()));
        } else if (change instanceof SchemaChange.CreateTable create) {
            newTables.create(create);
        } else if (change instanceof SchemaChange.CreateTableLike create) {
            newTables.create(create);
        } else if (change instanceof SchemaChange.Untranslated untranslated) {
            changes.refuse(untranslated.tables(), untranslated.reason());
        }
    }

    /** Records that it stopped the sink, once, however often the sink is started and stops there again. */
    void recordFailure(ChangeEvent.Schema event, TableFailure failure) throws SQLException {
        String outcome = "stopped the sink at " + failure.table() + ": " + failure.found();
        String sql = "SELECT 1 FROM anole.schema_changes WHERE source = ? AND position = ? AND outcome = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, event.header().place());
            statement.setString(3, outcome);
            try (ResultSet known = statement.executeQuery()) {
                if (known.next()) {
                    return;
                }
            }
        }
        record(event, "", outcome);
    }

    /** Returns the record's number. */
    private long record(ChangeEvent.Schema event, String translation, String outcome) throws SQLException {
        String sql = """
                INSERT INTO anole.schema_changes (source, mysql_database, statement, translation, outcome, position)
                VALUES (?, ?, ?, nullif(?, ''), ?, ?) RETURNING id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, event.database());
            statement.setString(3, withoutNul(event.statement()));
            statement.setString(4, withoutNul(translation));
            statement.setString(5, outcome);
            statement.setString(6, event.header().place());
            try (ResultSet number = statement.executeQuery()) {
                number.next();
                return number.getLong(1);
            }
        }
    }

    /** PostgreSQL's text has none. */
    private static String withoutNul(String text) {
        return text.replace("\0", "\\0");
    }
}
