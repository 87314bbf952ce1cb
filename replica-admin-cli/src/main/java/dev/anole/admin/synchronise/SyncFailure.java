package dev.anole.admin.synchronise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Interruption;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.JoinException;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Leaves a failed synchronisation in order: the source as it was, the reason in the catalogue. */
final class SyncFailure {

    private final String source;
    private final String command;
    private final SourceStatus before;
    private final TargetDatabase database;
    private final ReplicaConnectors connectors;

    /** @param before the source's status, which it gets back */
    SyncFailure(
            String source, String command, SourceStatus before, TargetDatabase database, ReplicaConnectors connectors) {
        this.source = source;
        this.command = command;
        this.before = before;
        this.database = database;
        this.connectors = connectors;
    }

    /** @return what the operator is told */
    AdminException record(Exception cause) {
        AdminException told = told(cause);
        try {
            write(told, cause);
        } catch (SQLException e) {
            told.addSuppressed(e);
        }
        if (before != SourceStatus.RUNNING) {
            try {
                connectors.requestStop();
            } catch (AdminException e) {
                told.addSuppressed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return told;
    }

    private AdminException told(Exception cause) {
        if (cause instanceof AdminException known) {
            return known;
        }
        if (Interruption.isCauseOf(cause)) {
            return new AdminException(
                    ExitCode.INTERRUPTED,
                    command + " of source " + source + " was interrupted.",
                    "Run the same command again to go on; tables that were not yet replaced are as they were.",
                    cause);
        }
        String what = cause instanceof SQLException sql ? SqlMessage.of(sql) : String.valueOf(cause.getMessage());
        return new AdminException(
                ExitCode.FAILURE,
                command + " of source " + source + " failed: " + what,
                "Mend what it says, and run the same command again; tables that were not replaced are as they were.",
                cause);
    }

    private void write(AdminException told, Exception cause) throws SQLException {
        database.reconnectIfLost();
        database.inTransaction(() -> {
            ErrorLog errors = database.errors();
            if (cause instanceof JoinException joins) {
                for (JoinException.Failure failure : joins.failures()) {
                    errors.add(
                            entry(failure.table(), failure.phase() + ": " + failure.found(), failure.remedy(), cause));
                }
            } else if (told.exitCode() != ExitCode.INTERRUPTED) {
                errors.add(entry(null, told.sentence(), told.remedy(), cause));
            }
            database.sources().setStatus(source, before);
        });
    }

    private ErrorLog.Failure entry(@Nullable TableId table, String message, String remedy, Exception cause) {
        String sqlstate = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return new ErrorLog.Failure(source, table, message, remedy, sqlstate, null, null);
    }
}
