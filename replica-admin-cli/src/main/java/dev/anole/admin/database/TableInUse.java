package dev.anole.admin.database;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says of which table it was that another session has a lock, or that something else hangs on it. */
public final class TableInUse {

    private static final String DEPENDENT_OBJECTS = "2BP01";

    private TableInUse() {}

    /**
     * Does something to one table.
     *
     * @throws AdminException if its lock is not to be had within lock_timeout, or something depends on what is dropped
     */
    public static void run(PostgresName table, TargetDatabase.Work work) throws SQLException {
        try {
            work.run();
        } catch (SQLException e) {
            if (SqlMessage.lockNotAvailable(e)) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "PostgreSQL's table " + table + " is in use by another session, nothing was changed.",
                        "Wait for that session, or end it (SELECT pid FROM pg_locks WHERE relation = '" + table
                                + "'::regclass), and run the command again.",
                        e);
            }
            if (DEPENDENT_OBJECTS.equals(e.getSQLState())) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "PostgreSQL refuses: " + SqlMessage.of(e) + dependants(e) + ". Nothing was changed.",
                        "Drop what depends on it, and run the command again.",
                        e);
            }
            throw e;
        }
    }

    /** Names of objects, never values. */
    private static String dependants(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        return message == null || message.getDetail() == null ? "" : " (" + message.getDetail() + ")";
    }
}
