package dev.anole.postgres.prepared;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables {@code anole.prepared_transactions} and {@code anole.prepared_rows}. A transaction is parked at XA PREPARE
 * and settled when its XA COMMIT is applied; it then stays until no table is being copied, since a copy that began before
 * needs its rows too. Commits nothing itself.
 */
public final class PreparedTransactions {

    private static final int STATEMENTS_PER_BATCH = 16;

    private final Connection connection;
    private final String source;

    public PreparedTransactions(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /**
     * Begins to park a transaction. An older one under this XID has ended without a word of MySQL's, which happens when
     * it crashes, or MySQL would have refused the XID; it is forgotten.
     *
     * @param header of one of its events
     * @return its number, for the other methods
     */
    public long begin(String xid, EventHeader header) throws SQLException {
        OptionalLong older = find(xid);
        if (older.isPresent()) {
            forget(older.getAsLong());
        }
        String sql = """
                INSERT INTO anole.prepared_transactions (source, xid, incarnation, position, prepared_at)
                VALUES (?, ?, ?, ?, ?) RETURNING id""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            statement.setString(2, xid);
            statement.setLong(3, header.incarnation());
            statement.setString(4, header.place());
            Instant preparedAt = Instant.EPOCH.plus(header.commitTimestampUs(), ChronoUnit.MICROS);
            statement.setTimestamp(5, Timestamp.from(preparedAt));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Parks more rows of the transaction, behind those that are there. */
    public void park(long transaction, List<ChangeEvent.Rows> rows) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO anole.prepared_rows (transaction, rows) VALUES (?, ?)")) {
            int added = 0;
            ParkedRowsCodec.Chunks chunks = new ParkedRowsCodec.Chunks(rows);
            while (chunks.hasNext()) {
                statement.setLong(1, transaction);
                statement.setBytes(2, chunks.next());
                statement.addBatch();
                if (++added % STATEMENTS_PER_BATCH == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
    }

    /** The transaction that is prepared under that XID and not yet settled. */
    public OptionalLong find(String xid) throws SQLException {
        return id("xid = ? AND settled_by IS NULL", xid);
    }

    /** The transaction that was committed there, if it had rows. */
    public OptionalLong findCommitted(String xid, EventHeader commit) throws SQLException {
        return id("xid = ? AND settled_by = ?", xid, commit.place());
    }

    private OptionalLong id(String condition, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT id FROM anole.prepared_transactions WHERE source = ? AND " + condition)) {
            statement.setString(1, source);
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 2, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
            }
        }
    }

    /**
     * The transaction's rows.
     *
     * @param header that they get: where they come to count
     */
    public ParkedRows rows(long transaction, EventHeader header) {
        return new ParkedRows(connection, transaction, header);
    }

    /** Its rows were applied, and count from there on; {@link #purge} ends it. */
    public void settle(long transaction, EventHeader commit) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE anole.prepared_transactions SET settled_by = ? WHERE id = ?")) {
            statement.setString(1, commit.place());
            statement.setLong(2, transaction);
            statement.executeUpdate();
        }
    }

    /** Nobody needs its rows any more. */
    public void forget(long transaction) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM anole.prepared_transactions WHERE id = ?")) {
            statement.setLong(1, transaction);
            statement.executeUpdate();
        }
    }

    /**
     * Forgets what is settled, unless a table is being copied or held. To be called in a transaction behind the one that
     * settled: so the joins that are seen here include each that has noted a place before the settling.
     */
    public void purge() throws SQLException {
        deleteAll("""
                settled_by IS NOT NULL AND NOT EXISTS (SELECT FROM anole.joins WHERE source = ?)
                AND NOT EXISTS (SELECT FROM anole.tables WHERE source = ? AND state = 'held')""", source, source);
    }

    /** Forgets all of the source's, since its stream begins anew. */
    public void forgetAll() throws SQLException {
        deleteAll("true");
    }

    private void deleteAll(String condition, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM anole.prepared_transactions WHERE source = ? AND " + condition)) {
            statement.setString(1, source);
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 2, values[i]);
            }
            statement.executeUpdate();
        }
    }

    /**
     * What is prepared and not settled, of the transactions with rows.
     *
     * @param oldest when MySQL prepared the first of them; null if there is none
     */
    public record Waiting(int transactions, @Nullable Instant oldest) {}

    /** Counts what is prepared and waits for its end. */
    public Waiting waiting() throws SQLException {
        String sql = """
                SELECT count(*), min(prepared_at) FROM anole.prepared_transactions t
                WHERE source = ? AND settled_by IS NULL
                  AND EXISTS (SELECT FROM anole.prepared_rows r WHERE r.transaction = t.id)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                Timestamp oldest = row.getTimestamp(2);
                return new Waiting(row.getInt(1), oldest == null ? null : oldest.toInstant());
            }
        }
    }

    /** XIDs of the transactions with rows that are prepared and not settled. */
    public Set<String> withRows() throws SQLException {
        return xids("""
                settled_by IS NULL AND EXISTS (SELECT FROM anole.prepared_rows r WHERE r.transaction = t.id)
                AND t.incarnation > ?""", -1);
    }

    /** XIDs of the transactions that were parked in that incarnation, settled ones that are still there included. */
    public Set<String> ofIncarnation(long incarnation) throws SQLException {
        return xids("t.incarnation = ?", incarnation);
    }

    private Set<String> xids(String condition, long incarnation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT xid FROM anole.prepared_transactions t WHERE source = ? AND " + condition)) {
            statement.setString(1, source);
            statement.setLong(2, incarnation);
            try (ResultSet rows = statement.executeQuery()) {
                Set<String> xids = new HashSet<>();
                while (rows.next()) {
                    xids.add(rows.getString(1));
                }
                return xids;
            }
        }
    }
}
