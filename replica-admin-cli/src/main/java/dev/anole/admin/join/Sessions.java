package dev.anole.admin.join;

import com.mysql.cj.exceptions.MysqlErrorNumbers;
import dev.anole.admin.database.OpenSessions;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.MySqlConnections;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresConnections;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the sessions of joins on both databases, all of which can be ended at once. Safe for use by several threads. */
final class Sessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    /** Bytes as the columns have them, all rows, and a snapshot per transaction. */
    private static final List<String> MYSQL_SETTINGS = List.of(
            "SET SESSION time_zone = '+00:00', sql_mode = '', character_set_results = NULL, sql_select_limit = 18446744073709551615, sql_big_selects = 1",
            "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");

    /** Not every server or version has these. */
    private static final List<String> OPTIONAL_MYSQL_SETTINGS = List.of(
            "SET SESSION information_schema_stats_expiry = 0",
            "SET SESSION max_execution_time = 0",
            "SET SESSION max_statement_time = 0");

    private static final Map<String, String> DRIVER_PROPERTIES = Map.of(
            "useServerPrepStmts", "false",
            "useCursorFetch", "false",
            // Else the driver sends two statements around each that streams; net_write_timeout is set above.
            "netTimeoutForStreamingResults", "0",
            "dontTrackOpenResources", "true");

    private final MySqlAddress mysql;
    private final PostgresAddress postgres;
    private final String applicationName;
    private final int networkTimeoutSeconds;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private volatile boolean aborted;

    /** @param source whose tables join, by which PostgreSQL's sessions are known */
    Sessions(MySqlAddress mysql, PostgresAddress postgres, String source, CopySettings settings) {
        this.mysql = mysql;
        this.postgres = postgres;
        networkTimeoutSeconds = settings.networkTimeoutSeconds();
        applicationName = Identifiers.fit("replica-admin join " + source);
    }

    /** A session in autocommit mode by the text protocol, for {@code ResultSet.getBytes}. */
    Connection openMySql() throws SQLException {
        Connection connection = own(MySqlConnections.open(mysql, DRIVER_PROPERTIES));
        try (Statement statement = connection.createStatement()) {
            for (String setting : MYSQL_SETTINGS) {
                statement.execute(setting);
            }
            statement.execute("SET SESSION net_write_timeout = " + networkTimeoutSeconds + ", net_read_timeout = "
                    + networkTimeoutSeconds);
            for (String setting : OPTIONAL_MYSQL_SETTINGS) {
                setIfKnown(statement, setting);
            }
        }
        return connection;
    }

    private static void setIfKnown(Statement statement, String setting) throws SQLException {
        try {
            statement.execute(setting);
        } catch (SQLException e) {
            if (e.getErrorCode() != MysqlErrorNumbers.ER_UNKNOWN_SYSTEM_VARIABLE) {
                throw e;
            }
        }
    }

    /** A session in manual commit mode, whose statements are not limited in time. */
    Connection openPostgres() throws SQLException {
        Connection connection = own(PostgresConnections.open(postgres, applicationName));
        try (Statement statement = connection.createStatement()) {
            // A commit that a crash of the server loses takes its rows and its entry in the catalogue along; the
            // commits that others may have seen set this back.
            statement.execute("SET statement_timeout = 0; SET lock_timeout = 0;"
                    + " SET idle_in_transaction_session_timeout = 0; SET synchronous_commit = off");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private Connection own(Connection connection) throws SQLException {
        open.add(connection);
        if (aborted) {
            connection.abort(Runnable::run);
        }
        return connection;
    }

    boolean isAborted() {
        return aborted;
    }

    /** Ends every session at once, those too that are opened from now on; what they were doing fails. */
    void abort() {
        aborted = true;
        for (Connection connection : open) {
            abort(connection);
        }
    }

    /** Ends this session at once, whatever it is doing; its open transaction is rolled back. */
    void abort(Connection connection) {
        open.remove(connection);
        OpenSessions.abort(connection);
    }

    void close(Connection connection) {
        open.remove(connection);
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Could not close a session, which the server ends with its connection", e);
        }
    }

    @Override
    public void close() {
        open.forEach(this::close);
    }
}
