package dev.anole.postgres.apply;

import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.ChangeEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Applies one DDL statement to the replicated tables that it concerns, and records it. Commits nothing. */
final class SchemaChangeApplier {

    private final Connection connection;
    private final String source;
    private final AppliedTables tables;

    SchemaChangeApplier(Connection connection, String source, AppliedTables tables) {
        this.connection = connection;
        this.source = source;
        this.tables = tables;
    }

    /**
     * @param disabled tables that it could not be applied to, and which are therefore disabled by now
     * @return whether the catalogue has other tables or definitions now
     */
    boolean apply(ChangeEvent.Schema event, List<TableFailure> disabled) throws SQLException, TableFailure {
        DefinitionChanges changes = new DefinitionChanges(connection, source, tables, event.header());
        SchemaChange change = event.change();
        if (change instanceof SchemaChange.Truncate truncate) {
            changes.truncate(truncate.tables());
        } else if (change instanceof SchemaChange.AlterTable alter) {
            changes.alter(alter);
        } else if (change instanceof SchemaChange.RenameTables rename) {
            changes.rename(rename);
        } else if (change instanceof SchemaChange.DropTables drop) {
            changes.drop(drop.tables());
        } else if (change instanceof SchemaChange.DropDatabase drop) {
            changes.drop(tables.of(drop.database()));
        } else if (change instanceof SchemaChange.CreateTable create && create.orReplace()) {
            changes.refuse(create.tables(), "CREATE OR REPLACE TABLE makes a table anew, which has to be copied");
        } else if (change instanceof SchemaChange.CreateTableLike create && create.orReplace()) {
            changes.refuse(create.tables(), "CREATE OR REPLACE TABLE makes a table anew, which has to be copied");
        } else if (change instanceof SchemaChange.Untranslated untranslated) {
            changes.refuse(untranslated.tables(), untranslated.reason());
        }
        // Of other CREATE TABLEs: a table that replicates was there before, and a new one waits for its copy.
        List<String> outcome = new ArrayList<>();
        if (!changes.statements().isEmpty()) {
            outcome.add("applied");
        }
        disabled.forEach(failure -> outcome.add("disabled " + failure.table() + ": " + failure.found()));
        record(
                event,
                String.join(";\n", changes.statements()),
                outcome.isEmpty() ? "no replicating table is concerned" : String.join("; ", outcome));
        return changes.redefined();
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

    private void record(ChangeEvent.Schema event, String translation, String outcome) throws SQLException {
        String sql = """
                INSERT INTO anole.schema_changes (source, mysql_database, statement, translation, outcome, position)
                VALUES (?, ?, ?, nullif(?, ''), ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, event.database());
            statement.setString(3, event.statement());
            statement.setString(4, translation);
            statement.setString(5, outcome);
            statement.setString(6, event.header().place());
            statement.executeUpdate();
        }
    }
}
