package dev.anole.admin.join;

import static java.util.stream.Collectors.toSet;

import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.apply.AppliedTables;
import dev.anole.postgres.apply.DefinitionMismatchException;
import dev.anole.postgres.apply.SkippedEvents;
import dev.anole.postgres.apply.Written;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.TableMaps;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Applies to loading tables that were copied from one snapshot what the stream says beyond it, each change just once
 * and in MySQL's order, with what foreign keys do, as the sink does it. Used by one thread.
 */
final class GroupCatchUp implements AutoCloseable {

    private static final long BATCH_BYTES = 4L << 20;
    private static final int BATCH_EVENTS = 20_000;

    private final Connection connection;
    private final BadValueLog badValues;
    private final AppliedTables tables;
    private final JoinStream stream;
    private final Map<TableId, Written> written = new HashMap<>();
    private List<ChangeEvent.Rows> gathered = new ArrayList<>();
    private Map<TableId, Written> inTransaction = Map.of();
    private long gatheredBytes;

    /**
     * @param connection in manual commit mode
     * @param noted the sink's position before the snapshot was opened; the topic is read from there
     * @param start the snapshot: just what it does not contain is applied
     * @param unseen XA transactions that the snapshot has not seen, though their XA COMMIT may stand before it
     */
    GroupCatchUp(
            JoinContext context,
            Connection connection,
            List<LoadingTable> loading,
            ReplicaPosition noted,
            CopyPosition start,
            Set<String> unseen)
            throws SQLException {
        this.connection = connection;
        badValues = new BadValueLog(connection, context.source());
        TableMaps maps = new TableMaps(connection, context.source());
        connection.commit();
        List<ReplicaTable> members = new ArrayList<>();
        for (LoadingTable table : loading) {
            members.add(new ReplicaTable(
                    table.definition().id(),
                    table.name(),
                    table.definition(),
                    table.mapped().mapping(),
                    TableState.REPLICATING,
                    false,
                    null,
                    ReplicaTable.Counters.NONE));
        }
        tables = new AppliedTables(members, false, SkippedEvents.NONE, maps);
        Set<TableId> ids = members.stream().map(ReplicaTable::id).collect(toSet());
        stream = new JoinStream(
                new ChangeTopic(
                        context.kafkaProperties(), noted, context.limits().topicStall()),
                new PreparedTransactions(connection, context.source()),
                ids,
                noted,
                start,
                unseen,
                maps,
                rows -> {
                    gathered.addAll(rows);
                    rows.forEach(event -> gatheredBytes += event.images().bytes());
                });
    }

    /** Records between what was read so far and that offset, about. */
    long distanceTo(long offset) {
        return stream.distanceTo(offset);
    }

    /** What was written to a table, in this transaction and those committed before. */
    ReplicaTable.Counters counters(TableId table) {
        Written none = new Written();
        ReplicaTable.Counters before = written.getOrDefault(table, none).counters();
        ReplicaTable.Counters now = inTransaction.getOrDefault(table, none).counters();
        return new ReplicaTable.Counters(0, 0, 0, before.drifted() + now.drifted());
    }

    /** Applies everything before that offset, in transactions of its own. */
    void applyTo(long offset) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        boolean more = true;
        while (more) {
            more = stream.next(offset);
            if (isFull()) {
                writeAndCommit();
            }
        }
        writeAndCommit();
    }

    private void writeAndCommit() throws SQLException, StaleCopyException, TableFailure {
        write();
        connection.commit();
        committed();
    }

    private boolean isFull() {
        return gatheredBytes >= BATCH_BYTES || gathered.size() >= BATCH_EVENTS;
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
        write();
        return true;
    }

    void committed() {
        inTransaction.forEach((table, more) ->
                written.computeIfAbsent(table, id -> new Written()).add(more));
        inTransaction = Map.of();
        gathered = new ArrayList<>();
        gatheredBytes = 0;
    }

    private void write() throws SQLException, StaleCopyException, TableFailure {
        writeRows();
        for (Map.Entry<TableId, Written> entry : inTransaction.entrySet()) {
            Written ofTable = entry.getValue();
            badValues.count(entry.getKey(), true, ofTable.badValues());
            ofTable.recordDiscarded(badValues, entry.getKey(), true);
        }
    }

    private void writeRows() throws SQLException, StaleCopyException, TableFailure {
        inTransaction = Map.of();
        if (gathered.isEmpty()) {
            return;
        }
        Savepoint savepoint = connection.setSavepoint();
        try {
            inTransaction = tables.writeNet(connection, gathered);
        } catch (dev.anole.postgres.apply.TableFailure first) {
            connection.rollback(savepoint);
            inTransaction = writeInOrder();
        }
        connection.releaseSavepoint(savepoint);
    }

    private Map<TableId, Written> writeInOrder() throws SQLException, StaleCopyException, TableFailure {
        try {
            return tables.writeInOrder(connection, gathered);
        } catch (dev.anole.postgres.apply.TableFailure e) {
            if (e.getCause() instanceof DefinitionMismatchException mismatch) {
                throw new StaleCopyException("a table was altered while it was copied: " + mismatch.getMessage(), e);
            }
            throw new TableFailure(
                    "the change of " + e.table() + " at " + e.place() + " could not be applied: " + e.found(),
                    (e.remedy() == null ? "Mend what it says, or leave the table out by skip_tables" : e.remedy())
                            + ", and run the command again.",
                    e);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
