package dev.anole.postgres.catalogue;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code anole.errors}. Commits nothing itself. */
public final class ErrorLog {

    private final Connection connection;

    public ErrorLog(Connection connection) {
        this.connection = connection;
    }

    /**
     * What went wrong, for the operator. Holds no row values.
     *
     * @param table null where the whole source is concerned
     * @param position MySQL's place of what could not be applied, for messages; null if none
     */
    public record Failure(
            String source,
            @Nullable TableId table,
            String message,
            String remedy,
            @Nullable String sqlstate,
            @Nullable String position,
            @Nullable String detail) {
        public Failure {
            requireNonNull(source, "source");
            requireNonNull(message, "message");
            requireNonNull(remedy, "remedy");
        }
    }

    public record Entry(long id, Instant occurredAt, Failure failure) {}

    public void add(Failure failure) throws SQLException {
        String sql = """
                INSERT INTO anole.errors
                  (source, mysql_database, mysql_table, message, remedy, sqlstate, position, detail)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            TableId table = failure.table();
            statement.setString(1, failure.source());
            statement.setString(2, table == null ? null : table.database());
            statement.setString(3, table == null ? null : table.table());
            statement.setString(4, failure.message());
            statement.setString(5, failure.remedy());
            statement.setString(6, failure.sqlstate());
            statement.setString(7, failure.position());
            statement.setString(8, failure.detail());
            statement.executeUpdate();
        }
    }

    /** The newest entries first. */
    public List<Entry> of(String source, int limit) throws SQLException {
        return select("WHERE source = ? ORDER BY id DESC LIMIT " + limit, source);
    }

    public Optional<Entry> find(long id) throws SQLException {
        return select("WHERE id = ?::bigint", Long.toString(id)).stream().findFirst();
    }

    private List<Entry> select(String condition, String parameter) throws SQLException {
        String sql = """
                SELECT id, occurred_at, source, mysql_database, mysql_table, message, remedy, sqlstate, position, detail
                FROM anole.errors\s""" + condition;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet rows = statement.executeQuery()) {
                List<Entry> entries = new ArrayList<>();
                while (rows.next()) {
                    String table = rows.getString(5);
                    Failure failure = new Failure(
                            rows.getString(3),
                            table == null ? null : new TableId(rows.getString(4), table),
                            rows.getString(6),
                            rows.getString(7),
                            rows.getString(8),
                            rows.getString(9),
                            rows.getString(10));
                    Instant occurredAt = requireNonNull(Positions.instant(rows, "occurred_at"), "occurred_at");
                    entries.add(new Entry(rows.getLong(1), occurredAt, failure));
                }
                return entries;
            }
        }
    }
}
