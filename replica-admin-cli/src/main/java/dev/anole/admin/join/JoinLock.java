package dev.anole.admin.join;

import dev.anole.admin.database.Reservation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Keeps every other command from letting tables of the same source join: two would drop each other's loading tables.
 * Held by a session, so it ends with the process. Safe for use by several threads.
 */
final class JoinLock {

    /** PostgreSQL needs a moment to notice that a killed command's session has lost its client. */
    private static final int PATIENCE_SECONDS = 10;

    private static final int IS_VALID_TIMEOUT_SECONDS = 5;

    private final Sessions sessions;
    private final String source;
    private Connection connection;

    private JoinLock(Sessions sessions, String source, Connection connection) {
        this.sessions = sessions;
        this.source = source;
        this.connection = connection;
    }

    /** Empty if another command has it. */
    static Optional<JoinLock> take(Sessions sessions, String source) throws SQLException {
        Connection connection = sessions.openPostgres();
        if (!lock(connection, source)) {
            sessions.close(connection);
            return Optional.empty();
        }
        endFormerSessions(connection);
        return Optional.of(new JoinLock(sessions, source, connection));
    }

    /** The session that holds it, in manual commit mode. */
    synchronized Connection connection() {
        return connection;
    }

    /**
     * Takes it again if its session was lost, as by a restart of PostgreSQL.
     *
     * @throws TableFailure if another command has it by now
     */
    synchronized void ensure() throws SQLException, TableFailure {
        if (connection.isValid(IS_VALID_TIMEOUT_SECONDS)) {
            connection.rollback();
            return;
        }
        sessions.close(connection);
        Connection opened = sessions.openPostgres();
        if (!lock(opened, source)) {
            sessions.close(opened);
            throw new TableFailure(
                            "after PostgreSQL was lost for a while, another replica-admin copies tables of the source "
                                    + source,
                            "Wait until it has ended, and run the command again.")
                    .leaving(TableFailure.Remainder.NOT_OURS);
        }
        connection = opened;
    }

    private static boolean lock(Connection connection, String source) throws SQLException {
        try (Statement limit = connection.createStatement();
                PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_lock(?, ?)")) {
            limit.execute("SET LOCAL lock_timeout = '" + PATIENCE_SECONDS + "s'");
            statement.setInt(1, Reservation.JOIN_LOCK);
            statement.setInt(2, source.hashCode());
            statement.execute();
            connection.commit();
            return true;
        } catch (SQLException e) {
            if (!Refusal.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            return false;
        }
    }

    /** Those of a command that was killed: who builds an index notices it only when it is built. */
    private static void endFormerSessions(Connection connection) throws SQLException {
        String sql = """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE application_name = current_setting('application_name') AND datname = current_database()
                  AND usename = current_user AND pid <> pg_backend_pid()""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet ended = statement.executeQuery()) {
            while (ended.next()) {
                if (!ended.getBoolean(1)) {
                    throw new SQLException(
                            "A session of a killed replica-admin does not end within 5 s", Refusal.LOCK_NOT_AVAILABLE);
                }
            }
        }
        connection.commit();
    }
}
