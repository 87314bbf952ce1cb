package dev.anole.admin.pgsql;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.database.OpenSessions;
import dev.anole.admin.database.SqlMessage;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresConnections;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sessions of a copy on both databases, all of which can be ended at once. Safe for use by several threads. */
final class CopySessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CopySessions.class);

    private final PostgresAddress source;
    private final PostgresAddress target;
    private final String applicationName;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean aborted;

    /** @param name of the source, by which the sessions are known */
    CopySessions(PostgresAddress source, PostgresAddress target, String name) {
        this.source = source;
        this.target = target;
        applicationName = Identifiers.fit("replica-admin copy " + name);
    }

    /**
     * A session on the source, in manual commit mode, that fails rather than leaving rows out that a policy hides.
     *
     * @throws AdminException with exit code CONNECTION if the server cannot be reached or refuses
     */
    Connection openSource() throws SQLException {
        try {
            return prepared(PostgresConnections.open(source, applicationName), "SET row_security = off");
        } catch (SQLException e) {
            throw new AdminException(
                    ExitCode.CONNECTION,
                    "Could not connect to the source, PostgreSQL as " + source + ": " + SqlMessage.of(e),
                    "Start the server, or correct db_conn in the configuration.",
                    e);
        }
    }

    /** A session on the source that sees what the snapshot saw. */
    Connection openSource(String snapshot) throws SQLException {
        Connection connection = openSource();
        execute(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        execute(connection, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
        return connection;
    }

    /** A session on the target, in manual commit mode; what it commits may be lost by a crash until another commits. */
    Connection openTarget() throws SQLException {
        return prepared(PostgresConnections.open(target, applicationName), "SET synchronous_commit = off");
    }

    private Connection prepared(Connection connection, String setting) throws SQLException {
        open.add(connection);
        // Money is written by the locale; XML need not be a document.
        execute(connection, setting + "; SET lc_monetary = 'C'; SET xmloption = content");
        connection.setAutoCommit(false);
        if (aborted) {
            connection.abort(Runnable::run);
        }
        return connection;
    }

    /** Those of a command that was killed: who builds an index notices it only when it is built. */
    void endFormer(Connection connection) throws SQLException {
        String sql = """
                SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
                WHERE application_name = ? AND datname = current_database() AND usename = current_user
                  AND pid <> pg_backend_pid()""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, applicationName);
            try (ResultSet ended = statement.executeQuery()) {
                while (ended.next()) {
                    LOG.info("Ended a session of a killed replica-admin: {}", ended.getBoolean(1));
                }
            }
        }
        connection.commit();
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Ends every session at once, those too that are opened from now on; what they were doing fails. */
    void abort() {
        aborted = true;
        open.forEach(OpenSessions::abort);
    }

    @Override
    public void close() {
        for (Connection connection : open) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.debug("Closing a session failed", e);
            }
        }
    }
}
