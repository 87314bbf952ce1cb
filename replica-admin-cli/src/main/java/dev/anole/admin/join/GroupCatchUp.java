package dev.anole.admin.join;

import dev.anole.contract.SchemaChange;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.RowImages;
import dev.anole.postgres.apply.AppliedTables;
import dev.anole.postgres.apply.DefinitionMismatchException;
import dev.anole.postgres.apply.Written;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.prepared.ParkedRows;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.transaction.TornStreamException;
import dev.anole.postgres.transaction.Transaction;
import dev.anole.postgres.transaction.TransactionAssembler;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Applies to loading tables that were copied from one snapshot what the stream says beyond it, each change just once
 * and in MySQL's order, with what foreign keys do, as the sink does it. Used by one thread.
 */
final class GroupCatchUp implements AutoCloseable {

    private static final long BATCH_BYTES = 16L << 20;
    private static final int BATCH_EVENTS = 20_000;
    private static final long MAX_OPEN_BYTES = 8L << 20;
    private static final RowImages NO_IMAGES = new RowImages.Binlog(0, null, new byte[0]);

    private final CopyPosition start;
    private final Set<String> unseen;
    private final Connection connection;
    private final ChangeTopic topic;
    private final PreparedTransactions prepared;
    private TransactionAssembler assembler;
    /** Where the XA transaction begins whose rows were passed over, since only its end tells whether they count. */
    private @Nullable ReplicaPosition passedOver;
    /** Of the XA transaction that is read again, since it was committed in one phase. */
    private @Nullable EventHeader onePhase;

    private boolean mayCommit;
    private final TableMaps maps;
    private final AppliedTables tables;
    private final Map<TableId, LoadingTable> members = new LinkedHashMap<>();
    private final Map<TableId, Written> written = new HashMap<>();
    private List<ChangeEvent.Rows> gathered = new ArrayList<>();
    private Map<TableId, Written> inTransaction = Map.of();
    private long gatheredBytes;
    private long read;

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
        this.start = start;
        this.unseen = Set.copyOf(unseen);
        this.connection = connection;
        assembler = new TransactionAssembler(noted);
        maps = new TableMaps(connection, context.source());
        prepared = new PreparedTransactions(connection, context.source());
        connection.commit();
        List<ReplicaTable> applied = new ArrayList<>();
        for (LoadingTable table : loading) {
            members.put(table.definition().id(), table);
            applied.add(new ReplicaTable(
                    table.definition().id(),
                    table.name(),
                    table.definition(),
                    TableState.REPLICATING,
                    false,
                    null,
                    ReplicaTable.Counters.NONE));
        }
        tables = new AppliedTables(applied, false, maps);
        read = noted.nextOffset();
        topic = new ChangeTopic(
                context.kafkaProperties(), noted, context.limits().topicStall());
    }

    /** Records between what was read so far and that offset, about. */
    long distanceTo(long offset) {
        return Math.max(0, offset - read);
    }

    /** What was written to a table, in this transaction and those committed before. */
    ReplicaTable.Counters counters(TableId table) {
        Written none = new Written();
        ReplicaTable.Counters before = written.getOrDefault(table, none).counters();
        ReplicaTable.Counters now = inTransaction.getOrDefault(table, none).counters();
        return new ReplicaTable.Counters(
                0, 0, 0, before.drifted() + now.drifted(), before.replacedValues() + now.replacedValues());
    }

    /** Applies everything before that offset, in transactions of its own. */
    void applyTo(long offset) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        mayCommit = true;
        Optional<ChangeTopic.Located> next = topic.next(offset);
        while (next.isPresent()) {
            take(next.get());
            writeIfFull();
            next = topic.next(offset);
        }
        read = Math.max(read, offset);
        write();
        connection.commit();
        committed();
    }

    private void writeIfFull() throws SQLException, StaleCopyException, TableFailure {
        if (gatheredBytes >= BATCH_BYTES || gathered.size() >= BATCH_EVENTS) {
            write();
            connection.commit();
            committed();
        }
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
        inTransaction.forEach((table, more) ->
                written.computeIfAbsent(table, id -> new Written()).add(more));
        inTransaction = Map.of();
        gathered = new ArrayList<>();
        gatheredBytes = 0;
    }

    private void write() throws SQLException, StaleCopyException, TableFailure {
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
                    "Mend what it says, or leave the table out by skip_tables, and run the command again.",
                    e);
        }
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
            throw new TableFailure(e.problem(), e.remedy() + ".", e);
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
        if (members.containsKey(rows.table())) {
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

    /** Of an XA transaction only its end tells whether its rows count already. */
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

    private void take(Transaction transaction) throws SQLException, StaleCopyException, TableFailure {
        ChangeEvent.Schema schemaChange = transaction.schemaChange();
        if (schemaChange != null && concernsMember(schemaChange.change()) && !start.contains(schemaChange.header())) {
            throw new StaleCopyException("MySQL changed one of the tables by a DDL statement ("
                    + schemaChange.header().place() + ") while it was copied");
        }
        ReplicaPosition beginning = passedOver;
        passedOver = null;
        ChangeEvent.Xa xa = transaction.xa();
        if (xa != null) {
            boolean seen = start.contains(xa.header()) && !unseen.contains(xa.xid());
            if (xa.action() == ChangeEvent.Xa.Action.COMMIT && !seen) {
                takePrepared(xa);
            }
        } else if (beginning != null && !start.contains(transaction.header())) {
            onePhase = transaction.header();
            assembler = new TransactionAssembler(beginning);
            topic.goBack(beginning.nextOffset());
        } else {
            takeRows(transaction.rows());
        }
    }

    /** What was prepared counts where it is committed; by then the sink has parked it, and keeps it for this join. */
    private void takePrepared(ChangeEvent.Xa xa) throws SQLException, StaleCopyException, TableFailure {
        OptionalLong parked = prepared.findCommitted(xa.xid(), xa.header());
        if (parked.isPresent()) {
            ParkedRows source = prepared.rows(parked.getAsLong(), xa.header());
            for (List<ChangeEvent.Rows> rows = source.next(); !rows.isEmpty(); rows = source.next()) {
                rows.stream()
                        .filter(event -> members.containsKey(event.table()))
                        .forEach(maps::learn);
                gather(rows);
                if (mayCommit) {
                    writeIfFull();
                }
            }
        }
    }

    private boolean concernsMember(SchemaChange change) {
        return change.tables().stream().anyMatch(members::containsKey)
                || change instanceof SchemaChange.DropDatabase dropped
                        && members.keySet().stream()
                                .anyMatch(id -> id.database().equals(dropped.database()));
    }

    /** Rows of one transaction. */
    private void takeRows(List<ChangeEvent.Rows> events) {
        if (!events.isEmpty() && !start.contains(events.get(0).header())) {
            gather(events);
        }
    }

    private void gather(List<ChangeEvent.Rows> events) {
        for (ChangeEvent.Rows rows : events) {
            if (members.containsKey(rows.table())) {
                gathered.add(rows);
                gatheredBytes += rows.images().bytes();
            }
        }
    }

    @Override
    public void close() {
        topic.close();
    }
}
