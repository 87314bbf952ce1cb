package dev.anole.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens sessions on the target database, all with the same settings, so that values are read the same everywhere. */
public final class PostgresConnections {

    /** Longer than any step of ours waits for the network, shorter than an operator does. */
    private static final int CONNECT_TIMEOUT_SECONDS = 10;

    private static final String INVALID_PARAMETER_VALUE = "22023";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);

    private PostgresConnections() {}

    /**
     * A session in autocommit mode, its {@code TimeZone} UTC, its {@code search_path} nothing but {@code pg_catalog}.
     *
     * @param applicationName as {@code pg_stat_activity} shows it
     */
    public static Connection open(PostgresAddress address, String applicationName) throws SQLException {
        return open(address, applicationName, 0);
    }

    /**
     * The same.
     *
     * @param silenceSeconds after which a server that does not answer a statement is taken for lost; 0 for never
     */
    public static Connection open(PostgresAddress address, String applicationName, int silenceSeconds)
            throws SQLException {
        Properties properties = address.credentials();
        properties.setProperty("socketTimeout", Integer.toString(silenceSeconds));
        properties.setProperty("loginTimeout", Integer.toString(3 * CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_TIMEOUT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("preparedStatementCacheQueries", "2000");
        properties.setProperty("preparedStatementCacheSizeMiB", "64");
        properties.setProperty("stringtype", "unspecified");
        // The detail of an error quotes the row, which belongs into no log.
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty(
                "options",
                "-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres -c search_path=pg_catalog"
                        + " -c standard_conforming_strings=on -c extra_float_digits=1 -c client_min_messages=warning"
                        // Or else NULL in an array, as which values are passed, is a text.
                        + " -c array_nulls=on"
                        // What a role or database sets for its users' sakes would stop a replica again and again.
                        + " -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0"
                        + " -c idle_session_timeout=0"
                        // A client whose host is gone without a word keeps its locks no longer than that.
                        + " -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=6");
        Connection connection = new Driver().connect(address.jdbcUrl(), properties);
        if (connection == null) {
            throw new SQLException("Not a PostgreSQL address: " + address, "08001");
        }
        try {
            noticeOurEnd(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /**
     * A session that is busy, or waits for a lock, ends soon after its client is gone, and leaves nothing locked. Not every
     * system on which PostgreSQL runs can do that (PostgreSQL manual, 19.3.2).
     */
    private static void noticeOurEnd(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET client_connection_check_interval = '2s'");
        } catch (SQLException e) {
            if (!INVALID_PARAMETER_VALUE.equals(e.getSQLState())) {
                throw e;
            }
            LOG.debug("PostgreSQL cannot notice by itself that a busy session's client is gone: {}", e.getMessage());
        }
    }
}
