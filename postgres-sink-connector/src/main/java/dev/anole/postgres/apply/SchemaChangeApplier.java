package dev.anole.postgres.apply;

import dev.anole.contract.SchemaChange;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.ddl.TableRenderer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** @param disabled tables that it could not be applied to, and which are therefore disabled by now */
    void apply(ChangeEvent.Schema event, List<TableFailure> disabled) throws SQLException, TableFailure {
        List<String> statements = new ArrayList<>();
        for (TableId id : concerned(event.change())) {
            Optional<ReplicatedTable> table = tables.find(id);
            if (table.isPresent()) {
                String statement = translate(event, id, table.get());
                execute(event, id, statement);
                statements.add(statement);
            }
        }
        List<String> outcome = new ArrayList<>();
        if (!statements.isEmpty()) {
            outcome.add("applied");
        }
        disabled.forEach(failure -> outcome.add("disabled " + failure.table() + ": " + failure.found()));
        record(
                event,
                String.join(";\n", statements),
                outcome.isEmpty() ? "no replicating table is concerned" : String.join("; ", outcome));
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

    private List<TableId> concerned(SchemaChange change) {
        return switch (change.kind()) {
            case TRUNCATE, UNTRANSLATED -> change.tables();
            // A table that replicates was there before: IF NOT EXISTS has changed nothing. A new one waits for its
            // copy.
            case CREATE -> List.of();
            case DROP_DATABASE -> tables.of(((SchemaChange.DropDatabase) change).database());
        };
    }

    private static String translate(ChangeEvent.Schema event, TableId id, ReplicatedTable table) throws TableFailure {
        return switch (event.change().kind()) {
            case TRUNCATE -> new TableRenderer(table.mapped()).truncate();
            case CREATE -> throw new IllegalStateException("CREATE TABLE concerns no table that replicates");
            case DROP_DATABASE -> throw untranslated(event, id, "DROP DATABASE is not replicated yet");
            case UNTRANSLATED -> throw untranslated(event, id, ((SchemaChange.Untranslated) event.change()).reason());
        };
    }

    private static TableFailure untranslated(ChangeEvent.Schema event, TableId id, String reason) {
        return new TableFailure(id, event.header(), new DefinitionMismatchException(reason));
    }

    private void execute(ChangeEvent.Schema event, TableId id, String sql) throws SQLException, TableFailure {
        try (Statement statement = connection.createStatement()) {
            // Behind a long reader the replica, and whoever reads the table next, would wait as long; it tries again.
            statement.execute("SET LOCAL lock_timeout = '5s'");
            statement.execute(sql);
            statement.execute("SET LOCAL lock_timeout = 0");
        } catch (SQLException e) {
            if (SqlStates.decide(e) == SqlStates.Decision.RECONNECT) {
                throw e;
            }
            throw new TableFailure(id, event.header(), e);
        }
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
