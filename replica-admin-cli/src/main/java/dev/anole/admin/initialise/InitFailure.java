package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Interruption;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.JoinException;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Leaves a failed initialisation in order: connectors stopped, status error, the reason in the catalogue. */
final class InitFailure {

    private final ReplicaSource source;
    private final TargetDatabase database;
    private final ReplicaConnectors connectors;

    InitFailure(ReplicaSource source, TargetDatabase database, ReplicaConnectors connectors) {
        this.source = source;
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
        try {
            connectors.requestStop();
        } catch (AdminException e) {
            told.addSuppressed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return told;
    }

    private AdminException told(Exception cause) {
        String again = "Run init-replica --source " + source.name() + " again; it goes on with"
                + " what is left, or begins anew with --restart.";
        if (cause instanceof AdminException known) {
            return known;
        }
        if (Interruption.isCauseOf(cause)) {
            return new AdminException(
                    ExitCode.INTERRUPTED,
                    "The initialisation of source " + source.name() + " was interrupted.",
                    again + " Until then readers see the tables of before.",
                    cause);
        }
        String what = cause instanceof SQLException sql ? SqlMessage.of(sql) : String.valueOf(cause.getMessage());
        return new AdminException(
                ExitCode.FAILURE,
                "The initialisation of source " + source.name() + " failed: " + what,
                "Mend what it says. " + again,
                cause);
    }

    private void write(AdminException told, Exception cause) throws SQLException {
        database.reconnectIfLost();
        database.inTransaction(() -> {
            ErrorLog errors = database.errors();
            if (cause instanceof JoinException joins) {
                for (JoinException.Failure failure : joins.failures()) {
                    errors.add(failure(
                            failure.table(), failure.phase() + ": " + failure.found(), failure.remedy(), cause));
                }
            } else {
                errors.add(failure(null, told.sentence(), told.remedy(), cause));
            }
            database.sources().setStatus(source.name(), SourceStatus.ERROR);
        });
    }

    private ErrorLog.Failure failure(@Nullable TableId table, String message, String remedy, Exception cause) {
        String sqlstate = cause instanceof SQLException sql ? sql.getSQLState() : null;
        return new ErrorLog.Failure(source.name(), table, message, remedy, sqlstate, null, null);
    }
}
