package dev.anole.postgres.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the catalogue small, and its tables in shape. Needs a connection in autocommit mode. */
public final class Maintenance {

    private final Connection connection;
    private final String source;

    public Maintenance(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /** How many entries were deleted of each of the catalogue's logs. */
    public record Purged(long errors, long discardedRows, long schemaChanges) {}

    /**
     * Whether PostgreSQL takes the text as an interval.
     *
     * @throws SQLException with SQLSTATE 22007 or 22008 if it does not
     */
    public static void requireInterval(Connection connection, String interval) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT now() - ?::interval")) {
            statement.setString(1, interval);
            statement.execute();
        }
    }

    /**
     * Deletes what the source's logs have of longer ago; but statements that await approval stay.
     *
     * @param retention an interval, as PostgreSQL writes them
     */
    public Purged purge(String retention) throws SQLException {
        return new Purged(
                delete("anole.errors WHERE source = ? AND occurred_at < now() - ?::interval", retention),
                delete("anole.discarded_rows WHERE source = ? AND discarded_at < now() - ?::interval", retention),
                delete("""
                        anole.schema_changes c WHERE source = ? AND applied_at < now() - ?::interval AND NOT EXISTS (
                          SELECT FROM anole.tables t WHERE t.source = c.source AND (t.held->>'statement')::bigint = c.id)""", retention));
    }

    private long delete(String where, String retention) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM " + where)) {
            statement.setString(1, source);
            statement.setString(2, retention);
            return statement.executeLargeUpdate();
        }
    }

    /** The catalogue's tables, those of all sources together. */
    public List<PostgresName> catalogueTables() throws SQLException {
        String sql =
                "SELECT relname FROM pg_class WHERE relnamespace = 'anole'::regnamespace AND relkind = 'r' ORDER BY 1";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<PostgresName> tables = new ArrayList<>();
            while (rows.next()) {
                tables.add(new PostgresName("anole", rows.getString(1)));
            }
            return tables;
        }
    }

    /**
     * Frees the space of dead rows, and reads the planner's statistics anew.
     *
     * @param full whether the table is rewritten, locked for everybody, so that the space goes back to the system
     */
    public void vacuum(PostgresName table, boolean full) throws SQLException {
        vacuum(table, full ? "FULL, ANALYZE" : "ANALYZE");
    }

    /** The same for the sink, which waits for nobody: tables that somebody has locked are left for the next time. */
    public void vacuumUnlocked(PostgresName table) throws SQLException {
        vacuum(table, "SKIP_LOCKED, ANALYZE");
    }

    private void vacuum(PostgresName table, String options) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("VACUUM (" + options + ") " + table.quoted());
        }
    }

    /** Whether the last maintenance, or the source's registration, is longer ago than the interval. */
    public boolean isDue(String interval) throws SQLException {
        String sql =
                "SELECT coalesce(maintained_at, created_at) < now() - ?::interval FROM anole.sources WHERE name = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, interval);
            statement.setString(2, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** When the last one ended; empty before the first. */
    public Optional<Instant> last() throws SQLException {
        return time("maintained_at");
    }

    /** When the next one is due; empty for a source that is not registered. */
    public Optional<Instant> next(String interval) throws SQLException {
        return time("coalesce(maintained_at, created_at) + CAST(? AS interval)", interval);
    }

    private Optional<Instant> time(String expression, String... parameters) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT " + expression + " AS time FROM anole.sources WHERE name = ?")) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.setString(parameters.length + 1, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(Positions.instant(row, "time")) : Optional.empty();
            }
        }
    }

    /** Notes that a maintenance has ended. */
    public void done() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.sources SET maintained_at = now() WHERE name = ?")) {
            statement.setString(1, source);
            statement.executeUpdate();
        }
    }
}
