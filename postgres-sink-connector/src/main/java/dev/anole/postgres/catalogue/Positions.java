package dev.anole.postgres.catalogue;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code anole.positions}. Commits nothing itself. The row's lock, always taken before any other, orders
 * sink and CLI.
 */
public final class Positions {

    private static final String COLUMNS = """
            source, topic, partition, next_offset, server_uuid, file, position, gtids, incarnation, sequence, \
            last_commit_at, epoch, generation, changed_at""";

    private final Connection connection;

    public Positions(Connection connection) {
        this.connection = connection;
    }

    /** The source's position; empty if the source was never initialised. A source has one topic and one partition. */
    public Optional<ReplicaPosition> find(String source) throws SQLException {
        return select(source, "");
    }

    /** Like {@link #find}, and holds the row until the transaction ends: meanwhile the sink applies nothing. */
    public Optional<ReplicaPosition> lock(String source) throws SQLException {
        return select(source, " FOR UPDATE");
    }

    private Optional<ReplicaPosition> select(String source, String suffix) throws SQLException {
        String sql = "SELECT " + COLUMNS + " FROM anole.positions WHERE source = ? ORDER BY topic, partition LIMIT 1";
        try (PreparedStatement statement = connection.prepareStatement(sql + suffix)) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
        }
    }

    /**
     * Sets where the replica begins, forgetting where it was, and joins that hang on that; ends a sink that still holds
     * it; epoch and generation grow.
     */
    public void initialise(String source, String topic, int partition, long nextOffset, SourcePosition start)
            throws SQLException {
        terminatePreviousHolder(source, topic, partition);
        long epoch = 0;
        long generation = 0;
        Optional<ReplicaPosition> before = lock(source);
        if (before.isPresent()) {
            epoch = before.get().epoch() + 1;
            generation = before.get().generation() + 1;
        }
        for (String table : List.of("anole.joins", "anole.positions")) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + table + " WHERE source = ?")) {
                delete.setString(1, source);
                delete.executeUpdate();
            }
        }
        String sql = """
                INSERT INTO anole.positions (source, topic, partition, next_offset, file, position, gtids, epoch, generation)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""";
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            insert.setString(1, source);
            insert.setString(2, topic);
            insert.setInt(3, partition);
            insert.setLong(4, nextOffset);
            insert.setString(5, start.file());
            insert.setLong(6, start.position());
            insert.setString(7, text(start.gtids()));
            insert.setLong(8, epoch);
            insert.setLong(9, generation);
            insert.executeUpdate();
        }
    }

    /**
     * A sink task takes the place: raises the epoch, notes its own backend, and ends the backend that held it before,
     * since a stopped process would otherwise keep its locks. The caller commits.
     */
    public ReplicaPosition takeOver(String source, String topic, int partition) throws SQLException {
        terminatePreviousHolder(source, topic, partition);
        String sql = """
                UPDATE anole.positions SET epoch = epoch + 1, backend_pid = pg_backend_pid(),
                  backend_start = (SELECT backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid())
                WHERE source = ? AND topic = ? AND partition = ?
                RETURNING\s""" + COLUMNS;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, topic);
            statement.setInt(3, partition);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw noPosition(source, topic, partition);
                }
                return read(row);
            }
        }
    }

    private CatalogueException noPosition(String source, String topic, int partition) throws SQLException {
        Optional<ReplicaPosition> other = find(source);
        if (other.isEmpty()) {
            return new CatalogueException(
                    "The catalogue has no position for source " + source + ", topic " + topic + ", partition "
                            + partition,
                    "run `replica-admin init-replica --source " + source + "`");
        }
        ReplicaPosition position = other.get();
        return new CatalogueException(
                "The sink of source " + source + " was given topic " + topic + ", partition " + partition
                        + ", but the replica stands at offset " + position.nextOffset() + " of topic "
                        + position.topic() + ", partition " + position.partition() + " (" + position.applied() + ")",
                "set topics of the sink connector to " + position.topic()
                        + ", which `replica-admin start-replica --source " + source
                        + "` does if the configuration names that topic");
    }

    private void terminatePreviousHolder(String source, String topic, int partition) throws SQLException {
        String sql = """
                SELECT pg_terminate_backend(a.pid, 5000) FROM anole.positions p
                JOIN pg_stat_activity a ON a.pid = p.backend_pid AND a.backend_start = p.backend_start
                WHERE p.source = ? AND p.topic = ? AND p.partition = ? AND a.pid <> pg_backend_pid()""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, topic);
            statement.setInt(3, partition);
            statement.execute();
        }
    }

    /**
     * What an apply transaction begins with.
     *
     * @param generation of the tables in the catalogue
     * @param mayGoOn whether nobody wants the sink to wait, see {@link SinkPause}
     */
    public record Advance(long generation, boolean mayGoOn) {}

    /**
     * The fence, and the new position: the first statement of each apply transaction.
     *
     * @param next what the position will be once the transaction commits
     * @return empty if another task took the place meanwhile
     */
    public Optional<Advance> advance(ReplicaPosition held, ReplicaPosition next) throws SQLException {
        String sql = """
                UPDATE anole.positions SET next_offset = ?, server_uuid = ?, file = ?, position = ?, gtids = ?,
                  incarnation = ?, sequence = ?, last_commit_at = ?, changed_at = clock_timestamp(),
                  waiting_for = NULL, waiting_remedy = NULL, waiting_since = NULL
                WHERE source = ? AND topic = ? AND partition = ? AND epoch = ? AND next_offset = ?
                RETURNING generation,\s""" + SinkPause.MAY_GO_ON;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Instant lastCommitAt = next.lastCommitAt();
            statement.setLong(1, next.nextOffset());
            statement.setString(2, next.serverUuid());
            statement.setString(3, next.applied().file());
            statement.setLong(4, next.applied().position());
            statement.setString(5, text(next.applied().gtids()));
            statement.setLong(6, next.incarnation());
            statement.setLong(7, next.sequence());
            statement.setTimestamp(8, lastCommitAt == null ? null : Timestamp.from(lastCommitAt));
            statement.setString(9, held.source());
            statement.setString(10, held.topic());
            statement.setInt(11, held.partition());
            statement.setLong(12, held.epoch());
            statement.setLong(13, held.nextOffset());
            statement.setString(14, held.source());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Advance(row.getLong(1), row.getBoolean(2))) : Optional.empty();
            }
        }
    }

    /** Tells the sink to read the tables' states anew before it applies anything more. */
    public void raiseGeneration(String source) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "UPDATE anole.positions SET generation = generation + 1 WHERE source = ?")) {
            statement.setString(1, source);
            statement.executeUpdate();
        }
    }

    /** The source publishes what that filter lets through, from the position on that this transaction writes. */
    public void setFilter(String source, String filterHash) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.positions SET filter_hash = ? WHERE source = ?")) {
            statement.setString(1, filterHash);
            statement.setString(2, source);
            statement.executeUpdate();
        }
    }

    /** What the source publishes from the position on; empty before its first record is applied. */
    public Optional<String> filter(String source) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT filter_hash FROM anole.positions WHERE source = ?")) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private static @Nullable String text(@Nullable GtidSet gtids) {
        return gtids == null ? null : gtids.toString();
    }

    private static ReplicaPosition read(ResultSet row) throws SQLException {
        String gtids = row.getString("gtids");
        return new ReplicaPosition(
                row.getString("source"),
                row.getString("topic"),
                row.getInt("partition"),
                row.getLong("next_offset"),
                row.getString("server_uuid"),
                new SourcePosition(
                        row.getString("file"), row.getLong("position"), gtids == null ? null : GtidSet.parse(gtids)),
                row.getLong("incarnation"),
                row.getLong("sequence"),
                instant(row, "last_commit_at"),
                row.getLong("epoch"),
                row.getLong("generation"),
                instant(row, "changed_at"));
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
