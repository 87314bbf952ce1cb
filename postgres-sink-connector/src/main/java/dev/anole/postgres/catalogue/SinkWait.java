package dev.anole.postgres.catalogue;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * What the sink waits for while it tries again by itself: columns of its row in {@code anole.positions}, which the next
 * transaction that it applies clears ({@link Positions#advance}).
 *
 * @param problem what PostgreSQL refused
 * @param remedy what shortens the wait
 * @param since when it first failed so
 */
public record SinkWait(String problem, String remedy, Instant since) {

    public SinkWait {
        requireNonNull(problem, "problem");
        requireNonNull(remedy, "remedy");
        requireNonNull(since, "since");
    }

    /** Empty if the source's sink does not wait, or has no position. */
    public static Optional<SinkWait> find(Connection connection, String source) throws SQLException {
        String sql = """
                SELECT waiting_for, waiting_remedy, waiting_since FROM anole.positions
                WHERE source = ? AND waiting_for IS NOT NULL""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next()
                        ? Optional.of(new SinkWait(
                                row.getString(1),
                                row.getString(2),
                                requireNonNull(Positions.instant(row, "waiting_since"))))
                        : Optional.empty();
            }
        }
    }

    /**
     * Notes that the sink waits, in a transaction of its own, unless another task has taken its place.
     *
     * @param connection in autocommit mode
     * @param epoch of the task
     * @return whether it did not wait before
     */
    public static boolean note(Connection connection, String source, long epoch, String problem, String remedy)
            throws SQLException {
        String sql = """
                UPDATE anole.positions SET waiting_for = ?, waiting_remedy = ?,
                  waiting_since = coalesce(waiting_since, statement_timestamp())
                WHERE source = ? AND epoch = ? RETURNING waiting_since = statement_timestamp()""";
        try (Statement statement = connection.createStatement()) {
            // Whoever holds the row may be what the sink waits for.
            statement.execute("SET lock_timeout = '1s'");
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, problem);
            statement.setString(2, remedy);
            statement.setString(3, source);
            statement.setLong(4, epoch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
