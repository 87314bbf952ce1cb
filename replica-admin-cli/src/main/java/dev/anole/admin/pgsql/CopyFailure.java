package dev.anole.admin.pgsql;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Interruption;
import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.SQLException;

/** Leaves a failed copy in order: status error, the reason in the catalogue. */
final class CopyFailure {

    private final String source;
    private final TargetDatabase database;

    CopyFailure(String source, TargetDatabase database) {
        this.source = source;
        this.database = database;
    }

    /**
     * What a server refused.
     *
     * @param attempt such as "Could not copy the table shop.orders"
     */
    static AdminException told(String attempt, SQLException cause) {
        String remedy = SqlMessage.connectionLost(cause)
                ? "Run init-replica again once both servers answer; it begins anew."
                : "Mend what it says (a function, type or collation that the target lacks is to be made there), or leave the"
                        + " table out by skip_tables, and run init-replica again.";
        return new AdminException(ExitCode.FAILURE, attempt + ": " + SqlMessage.of(cause) + ".", remedy, cause);
    }

    /** @return what the operator is told */
    AdminException record(Exception cause) {
        AdminException told = told(cause);
        try {
            database.reconnectIfLost();
            database.inTransaction(() -> {
                database.errors()
                        .add(new ErrorLog.Failure(
                                source,
                                null,
                                told.sentence(),
                                told.remedy(),
                                told.getCause() instanceof SQLException sql ? sql.getSQLState() : null,
                                null,
                                null));
                database.sources().setStatus(source, SourceStatus.ERROR);
            });
        } catch (SQLException | AdminException e) {
            told.addSuppressed(e);
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
                    "The copy of source " + source + " was interrupted.",
                    "Run init-replica again, which begins anew. Until then readers see the tables of before.",
                    cause);
        }
        if (cause instanceof SQLException sql) {
            return told("The copy of source " + source + " failed", sql);
        }
        return new AdminException(
                ExitCode.FAILURE,
                "The copy of source " + source + " failed: " + cause.getMessage(),
                "Mend what it says, and run init-replica again.",
                cause);
    }
}
