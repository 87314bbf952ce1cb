package dev.anole.postgres.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.TableId;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.DiscardedRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code anole.bad_values} and {@code anole.discarded_rows}: what was decided of values that PostgreSQL cannot
 * hold. While a table joins, what its copy adds is kept apart, until {@link #join} puts it in the place of what belongs to
 * the copy of before. Commits nothing itself.
 */
public final class BadValueLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String WHERE_TABLE = " WHERE source = ? AND mysql_database = ? AND mysql_table = ?";

    /** In front of a column's name while names are changed. */
    private static final String BETWEEN = "anole:";

    private final Connection connection;
    private final String source;

    /**
     * How often something was decided.
     *
     * @param kind the key of a {@link dev.anole.postgres.types.BadValueKind}
     * @param action the key of a {@link dev.anole.postgres.types.BadValuePolicy.Action}
     */
    public record Count(TableId table, String column, String kind, String action, long values) {}

    /**
     * A row that the replica is without.
     *
     * @param kind the key of a {@link dev.anole.postgres.types.BadValueKind}
     * @param place MySQL's binlog position; null for a copied row
     * @param row JSON
     */
    public record Discarded(
            long id,
            Instant discardedAt,
            String source,
            TableId table,
            String column,
            String kind,
            @Nullable String place,
            String row) {}

    public BadValueLog(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /** @param joining whether they are of a copy that is not part of the replica yet */
    public void count(TableId table, boolean joining, BadValueCounts counts) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        String sql = """
                INSERT INTO anole.bad_values AS b
                  (source, mysql_database, mysql_table, joining, mysql_column, kind, action, occurrences)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (source, mysql_database, mysql_table, joining, mysql_column, kind, action)
                DO UPDATE SET occurrences = b.occurrences + EXCLUDED.occurrences, last_at = now()""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<BadValueCounts.Decision, Long> entry : counts.asMap().entrySet()) {
                setTable(statement, table);
                statement.setBoolean(4, joining);
                statement.setString(5, entry.getKey().column());
                statement.setString(6, entry.getKey().kind().key());
                statement.setString(7, entry.getKey().action().key());
                statement.setLong(8, entry.getValue());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** @param joining whether they are of a copy that is not part of the replica yet */
    public void discard(TableId table, boolean joining, Collection<DiscardedRow> discarded) throws SQLException {
        if (discarded.isEmpty()) {
            return;
        }
        String sql = """
                INSERT INTO anole.discarded_rows
                  (source, mysql_database, mysql_table, joining, mysql_column, kind, position, row)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (DiscardedRow row : discarded) {
                setTable(statement, table);
                statement.setBoolean(4, joining);
                statement.setString(5, row.column());
                statement.setString(6, row.kind().key());
                statement.setString(7, row.place());
                statement.setString(8, row.row());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** The copy becomes part of the replica. */
    public void join(TableId table) throws SQLException {
        for (String log : List.of("bad_values", "discarded_rows")) {
            execute("DELETE FROM anole." + log + WHERE_TABLE + " AND NOT joining", table);
            execute("UPDATE anole." + log + " SET joining = false" + WHERE_TABLE, table);
        }
    }

    /** The copy is thrown away. */
    public void abandonJoin(TableId table) throws SQLException {
        for (String log : List.of("bad_values", "discarded_rows")) {
            execute("DELETE FROM anole." + log + WHERE_TABLE + " AND joining", table);
        }
    }

    /** The table leaves the replica. */
    void forget(TableId table) throws SQLException {
        for (String log : List.of("bad_values", "discarded_rows")) {
            execute("DELETE FROM anole." + log + WHERE_TABLE + " AND NOT joining", table);
        }
    }

    /** The source is forgotten, with the rows that were left out of its tables, or without; those of unfinished copies go. */
    public void forgetSource(boolean keepDiscarded) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM anole.discarded_rows WHERE source = ? AND (joining OR NOT ?)")) {
            statement.setString(1, source);
            statement.setBoolean(2, keepDiscarded);
            statement.executeUpdate();
        }
    }

    /** Sources that rows were left out of, those too that are detached by now. */
    public static List<String> sourcesOfDiscarded(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                        "SELECT DISTINCT source FROM anole.discarded_rows WHERE NOT joining ORDER BY 1");
                ResultSet rows = statement.executeQuery()) {
            List<String> sources = new ArrayList<>();
            while (rows.next()) {
                sources.add(rows.getString(1));
            }
            return sources;
        }
    }

    /** The table has another name, or its columns have; what was counted of columns that are gone is forgotten. */
    void rename(TableId table, TableId to, Map<String, String> formerColumns) throws SQLException {
        Map<String, String> columns = new HashMap<>();
        formerColumns.forEach((now, former) -> columns.put(former, now));
        String json;
        try {
            json = JSON.writeValueAsString(columns);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the columns of " + table, e);
        }
        update(
                "DELETE FROM anole.bad_values" + WHERE_TABLE
                        + " AND NOT joining AND NOT jsonb_exists(?::jsonb, mysql_column)",
                table,
                json);
        // With names between, since two columns may swap theirs.
        update(
                "UPDATE anole.bad_values SET mysql_column = '" + BETWEEN + "' || mysql_column" + WHERE_TABLE
                        + " AND NOT joining AND ?::jsonb IS NOT NULL",
                table,
                json);
        move("bad_values", "substr(mysql_column, " + (BETWEEN.length() + 1) + ")", table, to, json);
        move("discarded_rows", "mysql_column", table, to, json);
    }

    private void update(String sql, TableId table, String json) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setTable(statement, table);
            statement.setString(4, json);
            statement.executeUpdate();
        }
    }

    private void move(String log, String column, TableId table, TableId to, String json) throws SQLException {
        String sql = "UPDATE anole." + log
                + " SET mysql_database = ?, mysql_table = ?, mysql_column = coalesce(?::jsonb ->> " + column + ", "
                + column + ")" + WHERE_TABLE + " AND NOT joining";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, to.database());
            statement.setString(2, to.table());
            statement.setString(3, json);
            statement.setString(4, source);
            statement.setString(5, table.database());
            statement.setString(6, table.table());
            statement.executeUpdate();
        }
    }

    /** What was decided of values in the replica, by table, column, kind and action. */
    public List<Count> counts() throws SQLException {
        String sql = """
                SELECT mysql_database, mysql_table, mysql_column, kind, action, occurrences FROM anole.bad_values
                WHERE source = ? AND NOT joining ORDER BY 1, 2, 3, 4, 5""";
        List<Count> counts = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    counts.add(new Count(
                            new TableId(row.getString(1), row.getString(2)),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getLong(6)));
                }
            }
        }
        return counts;
    }

    /** How many rows that were discarded are kept. */
    public long countDiscarded() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM anole.discarded_rows WHERE source = ? AND NOT joining")) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** The last rows that were discarded, the newest first. */
    public List<Discarded> discarded(int limit) throws SQLException {
        String sql = """
                SELECT id, discarded_at, mysql_database, mysql_table, mysql_column, kind, position, row
                FROM anole.discarded_rows WHERE source = ? AND NOT joining ORDER BY id DESC LIMIT ?""";
        List<Discarded> rows = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.add(new Discarded(
                            row.getLong(1),
                            row.getTimestamp(2).toInstant(),
                            source,
                            new TableId(row.getString(3), row.getString(4)),
                            row.getString(5),
                            row.getString(6),
                            row.getString(7),
                            row.getString(8)));
                }
            }
        }
        return rows;
    }

    private void execute(String sql, TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setTable(statement, table);
            statement.executeUpdate();
        }
    }

    private void setTable(PreparedStatement statement, TableId table) throws SQLException {
        statement.setString(1, source);
        statement.setString(2, table.database());
        statement.setString(3, table.table());
    }
}
