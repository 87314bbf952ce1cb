package dev.anole.admin.join;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code anole.joins}: what a copy began with, and how far it is. A table's row goes with its row in {@code
 * anole.tables}. Commits nothing itself.
 */
final class Joins {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHERE_TABLE = " WHERE source = ? AND mysql_database = ? AND mysql_table = ?";

    private final Connection connection;
    private final String source;

    Joins(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /** @param startOffset the sink's when the copy began, from where the table's changes are to be read */
    void begin(TableId table, int attempt, long startOffset, CopyPosition start) throws SQLException {
        remove(table);
        String sql = """
                INSERT INTO anole.joins (source, mysql_database, mysql_table, attempt, start_offset, low_file,
                  low_position, low_gtids) VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
        SourcePosition low = start.position();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            setTable(statement, 1, table);
            statement.setInt(4, attempt);
            statement.setLong(5, startOffset);
            statement.setString(6, low.file());
            statement.setLong(7, low.position());
            statement.setString(8, low.gtids() == null ? null : Objects.toString(low.gtids()));
            statement.executeUpdate();
        }
    }

    void setRanges(TableId table, List<KeyRange> finished) throws SQLException {
        update(table, "ranges = ?::jsonb", json(finished));
    }

    void setEnd(TableId table, SourcePosition end) throws SQLException {
        update(table, "end_file = ?, end_position = ?::bigint", end.file(), Long.toString(end.position()));
    }

    /** Everything before that offset is in the loading table. */
    void setNextOffset(TableId table, long nextOffset) throws SQLException {
        update(table, "next_offset = ?::bigint", Long.toString(nextOffset));
    }

    /** Whether a copy of the table is under way: the swap ends its row. */
    boolean has(TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT FROM anole.joins WHERE source = ?" + " AND mysql_database = ? AND mysql_table = ?")) {
            setTable(statement, 1, table);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    void remove(TableId table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM anole.joins" + WHERE_TABLE)) {
            setTable(statement, 1, table);
            statement.executeUpdate();
        }
    }

    private void update(TableId table, String assignments, String... values) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.joins SET " + assignments + WHERE_TABLE)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            setTable(statement, values.length + 1, table);
            if (statement.executeUpdate() != 1) {
                throw new SQLException("The join of " + table + " is gone from the catalogue", "HY000");
            }
        }
    }

    private void setTable(PreparedStatement statement, int first, TableId table) throws SQLException {
        statement.setString(first, source);
        statement.setString(first + 1, table.database());
        statement.setString(first + 2, table.table());
    }

    private static String json(List<KeyRange> ranges) {
        return ranges.stream()
                .map(range -> "[" + json(range.after()) + "," + json(range.upTo()) + "]")
                .collect(joining(",", "[", "]"));
    }

    private static String json(@Nullable KeyBound bound) {
        try {
            return bound == null ? "null" : JSON.writeValueAsString(bound.literals());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the bound of a range", e);
        }
    }
}
