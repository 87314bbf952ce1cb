package dev.anole.admin.join;

import dev.anole.contract.SchemaChange;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.RowImages;
import dev.anole.postgres.apply.DefinitionMismatchException;
import dev.anole.postgres.apply.ReplicatedTable;
import dev.anole.postgres.apply.TableChanges;
import dev.anole.postgres.apply.TableWriter;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.prepared.ParkedRows;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.transaction.TornStreamException;
import dev.anole.postgres.transaction.Transaction;
import dev.anole.postgres.transaction.TransactionAssembler;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Applies to a loading table what the stream says about it beyond the copy's beginning: for each key that is touched,
 * the row is deleted if it is there, and its last image inserted. So whatever part of a change the snapshots have seen,
 * a key is right once its last change before the copy's end is applied; and applying a change again does no harm. Used
 * by one thread.
 */
final class CatchUp implements AutoCloseable {

    private static final long BATCH_BYTES = 16L << 20;
    private static final int BATCH_KEYS = 20_000;
    private static final long MAX_OPEN_BYTES = 8L << 20;
    private static final RowImages NO_IMAGES = new RowImages.Binlog(0, null, new byte[0]);

    private final TableId id;
    private final CopyPosition start;
    private final Connection connection;
    private final Joins joins;
    private final ChangeTopic topic;
    private final PreparedTransactions prepared;
    private final TableMaps maps;
    private final ReplicatedTable table;
    private final TableWriter writer;
    private final TableChanges changes;
    private final long replacedBefore;
    private TransactionAssembler assembler;
    /** Where the XA transaction begins whose rows were passed over, since only its end tells whether they count. */
    private @Nullable ReplicaPosition passedOver;
    /** Of the XA transaction that is read again, since it was committed in one phase. */
    private @Nullable EventHeader onePhase;

    private boolean wholeTransactionsOnly;
    private boolean mayCommit;
    private long read;
    private long replacedValues;
    private long replacedInTransaction;

    /**
     * @param reached the topic is read from there
     * @param start what is in it was copied
     * @param replacedBefore values that are replaced in the table already
     * @param connection in manual commit mode
     */
    CatchUp(
            JoinContext context,
            Connection connection,
            LoadingTable loading,
            ReplicaPosition reached,
            CopyPosition start,
            long replacedBefore)
            throws SQLException {
        this.replacedBefore = replacedBefore;
        id = loading.definition().id();
        this.start = start;
        this.connection = connection;
        joins = new Joins(connection, context.source());
        assembler = new TransactionAssembler(reached);
        prepared = new PreparedTransactions(connection, context.source());
        maps = new TableMaps(connection, context.source());
        connection.commit();
        table = new ReplicatedTable(loading.definition(), loading.name());
        writer = new TableWriter(table);
        changes = new TableChanges(table, true);
        read = reached.nextOffset();
        topic = new ChangeTopic(
                context.kafkaProperties(), reached, context.limits().topicStall());
    }

    /**
     * From now on only whole MySQL transactions are written: the table has unique indexes, which in the middle of a
     * transaction may be hurt.
     */
    void writeWholeTransactionsOnly() {
        wholeTransactionsOnly = true;
    }

    /** Records between what was read so far and that offset, about. */
    long distanceTo(long offset) {
        return Math.max(0, offset - read);
    }

    /** Values that PostgreSQL cannot hold, and that were replaced, in this transaction and those committed before. */
    long replacedValues() {
        return replacedValues + replacedInTransaction;
    }

    /** Applies everything before that offset, in transactions of its own. */
    void applyTo(long offset) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        mayCommit = true;
        Optional<ChangeTopic.Located> next = topic.next(offset);
        while (next.isPresent()) {
            take(next.get());
            if (isFull()) {
                write();
                commit();
            }
            next = topic.next(offset);
        }
        read = Math.max(read, offset);
        write();
        commit();
    }

    /**
     * Applies everything before that offset in the connection's transaction, which the caller commits and then tells
     * {@link #committed}. If the transaction is rolled back, the next call of either method writes the same again.
     */
    void applyInTransaction(long offset) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        mayCommit = false;
        Optional<ChangeTopic.Located> next = topic.next(offset);
        while (next.isPresent()) {
            take(next.get());
            next = topic.next(offset);
        }
        read = Math.max(read, offset);
        write();
    }

    void committed() {
        changes.clear();
        replacedValues += replacedInTransaction;
        replacedInTransaction = 0;
    }

    private boolean isFull() {
        boolean enough = changes.bytes() >= BATCH_BYTES || changes.size() >= BATCH_KEYS;
        return enough && !(wholeTransactionsOnly && assembler.isStreaming());
    }

    private void write() throws SQLException {
        writeRows();
        joins.setReached(id, assembler.position(), replacedBefore + replacedValues());
    }

    private void writeRows() throws SQLException {
        replacedInTransaction = changes.size() == 0
                ? 0
                : writer.write(connection, changes).counters().replacedValues();
    }

    private void commit() throws SQLException {
        connection.commit();
        committed();
    }

    private void take(ChangeTopic.Located located) throws SQLException, StaleCopyException, TableFailure {
        try {
            boolean streaming = assembler.isStreaming();
            Optional<Transaction> complete = assembler.add(located.offset(), relevant(located.event()));
            if (complete.isPresent()) {
                if (located.event().kind() == ChangeEvent.Kind.INCARNATION) {
                    if (streaming && passedOver == null) {
                        throw new StaleCopyException("the source began anew within a large transaction ("
                                + located.event().header().place() + "), of which the copy has a part");
                    }
                    // What was open comes again.
                    passedOver = null;
                }
                take(complete.get());
            } else if (assembler.openBytes() > MAX_OPEN_BYTES) {
                takeOpenRows();
            }
        } catch (TornStreamException e) {
            throw new TableFailure(e.problem(), e.remedy() + ".", e).leaving(TableFailure.Remainder.NOTHING);
        } catch (DefinitionMismatchException e) {
            throw new StaleCopyException("the table was altered while it was copied: " + e.getMessage(), e);
        }
        read = located.offset() + 1;
    }

    /** The images of other tables are dropped, so that a large transaction takes no memory for them. */
    private ChangeEvent relevant(ChangeEvent event) {
        if (event instanceof ChangeEvent.RowsGroup group) {
            return new ChangeEvent.RowsGroup(
                    group.header(), group.events().stream().map(this::relevant).toList());
        }
        return event instanceof ChangeEvent.Rows rows ? relevant(rows) : event;
    }

    private ChangeEvent.Rows relevant(ChangeEvent.Rows rows) {
        if (rows.table().equals(id)) {
            maps.learn(rows);
            return rows;
        }
        return new ChangeEvent.Rows(
                rows.header(),
                rows.table(),
                rows.operation(),
                rows.checksForeignKeys(),
                rows.logsCascades(),
                NO_IMAGES);
    }

    private void takeOpenRows() {
        ReplicaPosition beginning = assembler.position();
        boolean mayBePrepared = assembler.openXid() != null;
        List<ChangeEvent.Rows> rows = assembler.takeOpenRows();
        boolean counts = !mayBePrepared
                || onePhase != null && onePhase.sameTransaction(rows.get(0).header());
        if (counts) {
            takeRows(rows);
        } else if (passedOver == null) {
            passedOver = beginning;
        }
    }

    private void take(Transaction transaction) throws SQLException, StaleCopyException {
        ChangeEvent.Schema schemaChange = transaction.schemaChange();
        if (schemaChange != null && concernsTable(schemaChange.change()) && !start.contains(schemaChange.header())) {
            throw new StaleCopyException("MySQL changed the table by a DDL statement ("
                    + schemaChange.header().place() + ") while it was copied");
        }
        ReplicaPosition beginning = passedOver;
        passedOver = null;
        ChangeEvent.Xa xa = transaction.xa();
        if (xa != null) {
            takeXa(xa);
        } else if (beginning != null && !start.contains(transaction.header())) {
            onePhase = transaction.header();
            assembler = new TransactionAssembler(beginning);
            topic.goBack(beginning.nextOffset());
        } else {
            takeRows(transaction.rows());
        }
    }

    /** What was prepared counts where it is committed; by then the sink has parked it, and keeps it for this join. */
    private void takeXa(ChangeEvent.Xa xa) throws SQLException {
        if (xa.action() != ChangeEvent.Xa.Action.COMMIT || start.contains(xa.header())) {
            return;
        }
        OptionalLong parked = prepared.findCommitted(xa.xid(), xa.header());
        if (parked.isEmpty()) {
            // Without rows, or prepared before the stream began: then the copy began after its end.
            return;
        }
        ParkedRows source = prepared.rows(parked.getAsLong(), xa.header());
        for (List<ChangeEvent.Rows> rows = source.next(); !rows.isEmpty(); rows = source.next()) {
            rows.stream().filter(event -> event.table().equals(id)).forEach(maps::learn);
            takeRows(rows);
            if (mayCommit && !wholeTransactionsOnly && isFull()) {
                // The offset stays in front of the transaction until all of it is written.
                writeRows();
                commit();
            }
        }
    }

    private boolean concernsTable(SchemaChange change) {
        return change.tables().contains(id)
                || change instanceof SchemaChange.DropDatabase dropped
                        && dropped.database().equals(id.database());
    }

    /** Rows of one transaction. */
    private void takeRows(List<ChangeEvent.Rows> events) {
        boolean ofTable = events.stream().anyMatch(rows -> rows.table().equals(id));
        if (!ofTable || start.contains(events.get(0).header())) {
            return;
        }
        for (ChangeEvent.Rows rows : events) {
            if (rows.table().equals(id)) {
                table.decode(rows, maps, changes::add);
            }
        }
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
        topic.close();
    }
}
