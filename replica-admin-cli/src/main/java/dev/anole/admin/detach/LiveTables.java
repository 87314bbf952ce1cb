package dev.anole.admin.detach;

import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.Statements;
import dev.anole.admin.detach.DetachReport.Failure;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The tables of a replica that are to live on by themselves, and what went wrong with them so far. One thing that fails
 * keeps nothing else from being done. For one thread.
 */
final class LiveTables {

    private final Connection postgres;
    private final List<ReplicaTable> tables = new ArrayList<>();
    private final List<Failure> failures = new ArrayList<>();

    /** @param postgres in autocommit mode; stays the caller's */
    LiveTables(Connection postgres, List<ReplicaTable> replica) throws SQLException {
        this.postgres = postgres;
        for (ReplicaTable table : replica) {
            if (!Statements.exists(postgres, table.name())) {
                failures.add(new Failure("The table " + table.name(), "PostgreSQL does not have it any more", null));
            } else {
                tables.add(table);
                if (table.state() != TableState.REPLICATING) {
                    failures.add(new Failure(
                            "The newest rows of " + table.name(),
                            "The table was " + table.state() + ": " + table.reason(),
                            null));
                }
            }
        }
    }

    Connection postgres() {
        return postgres;
    }

    List<ReplicaTable> all() {
        return tables;
    }

    List<Failure> failures() {
        return failures;
    }

    /** Runs statements in one transaction; returns whether that went well, and notes if it did not. */
    boolean run(String what, List<String> statements) throws SQLException {
        String sql = String.join(";\n", statements);
        try (Statement statement = postgres.createStatement()) {
            statement.execute(sql);
            return true;
        } catch (SQLException e) {
            fail(what, e, sql);
            return false;
        }
    }

    /** @throws SQLException the same, if the session is lost: then the command is to be run again */
    void fail(String what, SQLException e, String statement) throws SQLException {
        if (!postgres.isValid(1)) {
            throw e;
        }
        failures.add(new Failure(what, SqlMessage.of(e), statement));
    }
}
