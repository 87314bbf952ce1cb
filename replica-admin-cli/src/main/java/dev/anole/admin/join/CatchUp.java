package dev.anole.admin.join;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.postgres.apply.FittingRows;
import dev.anole.postgres.apply.ReplicatedTable;
import dev.anole.postgres.apply.TableChanges;
import dev.anole.postgres.apply.TableWriter;
import dev.anole.postgres.apply.Written;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.TableMaps;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

/**
 * Applies to a loading table what the stream says about it beyond the copy's beginning: for each key that is touched,
 * the row is deleted if it is there, and its last image inserted. So whatever part of a change the snapshots have seen,
 * a key is right once its last change before the copy's end is applied; and applying a change again does no harm. Used
 * by one thread.
 */
final class CatchUp implements AutoCloseable {

    private static final long BATCH_BYTES = 16L << 20;
    private static final int BATCH_KEYS = 20_000;
    private static final int BATCH_DISCARDED = 1_000;

    private final TableId id;
    private final Connection connection;
    private final Joins joins;
    private final TableMaps maps;
    private final ReplicatedTable table;
    private final TableWriter writer;
    private final TableChanges changes;
    private final BadValueLog badValues;
    private final JoinStream stream;
    private boolean wholeTransactionsOnly;
    private Written discarded = new Written();

    /**
     * @param reached the topic is read from there
     * @param start what is in it was copied
     * @param connection in manual commit mode
     */
    CatchUp(
            JoinContext context,
            Connection connection,
            LoadingTable loading,
            ReplicaPosition reached,
            CopyPosition start)
            throws SQLException {
        id = loading.definition().id();
        this.connection = connection;
        joins = new Joins(connection, context.source());
        badValues = new BadValueLog(connection, context.source());
        maps = new TableMaps(connection, context.source());
        connection.commit();
        table = new ReplicatedTable(loading.mapped());
        writer = new TableWriter(table);
        changes = new TableChanges(table, true);
        stream = new JoinStream(
                new ChangeTopic(
                        context.kafkaProperties(), reached, context.limits().topicStall()),
                new PreparedTransactions(connection, context.source()),
                Set.of(id),
                reached,
                start,
                Set.of(),
                maps,
                rows -> rows.forEach(event -> FittingRows.decode(table, event, maps, discarded, changes::add)));
    }

    /**
     * From now on only whole MySQL transactions are committed: the table has unique indexes, which would be hurt if the
     * first part of a transaction were applied again on top of its later parts.
     */
    void commitWholeTransactionsOnly() {
        wholeTransactionsOnly = true;
    }

    /** Records between what was read so far and that offset, about. */
    long distanceTo(long offset) {
        return stream.distanceTo(offset);
    }

    /** Applies everything before that offset, in transactions of its own. */
    void applyTo(long offset) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        boolean more = true;
        while (more) {
            more = stream.next(offset);
            if (isFull()) {
                write();
                if (!(wholeTransactionsOnly && stream.isWithinTransaction())) {
                    commit();
                }
            }
        }
        write();
        commit();
    }

    /**
     * Applies everything before that offset in the connection's transaction, which the caller commits and then tells
     * {@link #committed}. If the transaction is rolled back, the next call of either method writes the same again.
     *
     * @return false if that is much, so that others would wait long; then the caller rolls back, and has the other
     *     method apply it
     */
    boolean applyInTransaction(long offset)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        boolean more = true;
        while (more) {
            if (isFull()) {
                return false;
            }
            more = stream.next(offset);
        }
        writeRows();
        return true;
    }

    void committed() {
        changes.clear();
        discarded = new Written();
    }

    private boolean isFull() {
        return changes.bytes() >= BATCH_BYTES
                || changes.size() >= BATCH_KEYS
                || discarded.discardedRows() >= BATCH_DISCARDED;
    }

    private void write() throws SQLException {
        writeRows();
        committed();
    }

    private void writeRows() throws SQLException {
        Written written = new Written();
        written.add(discarded);
        if (changes.size() > 0) {
            written.add(writer.write(connection, changes));
        }
        badValues.count(id, true, written.badValues());
        written.recordDiscarded(badValues, id, true);
    }

    private void commit() throws SQLException {
        joins.setReached(id, stream.position());
        connection.commit();
    }

    /** Whether the sink has applied everything up to that place of that server. */
    static boolean hasReached(ReplicaPosition position, SourcePosition end, String serverUuid)
            throws StaleCopyException {
        String appliedFrom = position.serverUuid();
        if (appliedFrom != null && !appliedFrom.equals(serverUuid)) {
            throw new StaleCopyException("the stream goes on from another MySQL server (" + appliedFrom
                    + ") than the one that was copied from (" + serverUuid + ")");
        }
        return position.applied().filePositionAtLeast(end);
    }

    @Override
    public void close() {
        stream.close();
    }
}
