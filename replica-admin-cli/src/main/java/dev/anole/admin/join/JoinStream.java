package dev.anole.admin.join;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.RowImages;
import dev.anole.postgres.apply.DefinitionMismatchException;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.prepared.ParkedRows;
import dev.anole.postgres.prepared.PreparedTransactions;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.transaction.TornStreamException;
import dev.anole.postgres.transaction.Transaction;
import dev.anole.postgres.transaction.TransactionAssembler;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the topic says about joining tables beyond their copy: the rows of each transaction that the copy does not
 * contain, in MySQL's order, those of XA transactions where they are committed. Used by one thread.
 */
final class JoinStream implements AutoCloseable {

    private static final long MAX_OPEN_BYTES = 8L << 20;
    /** Of narrow rows even so few bytes take some megabytes, decoded. */
    private static final long PART_BYTES = 256 << 10;

    private static final RowImages NO_IMAGES = new RowImages.Binlog(0, null, new byte[0]);

    private final Set<TableId> tables;
    private final CopyPosition start;
    private final Set<String> unseen;
    private final TableMaps maps;
    private final PreparedTransactions prepared;
    private final ChangeTopic topic;
    private final Target target;
    private TransactionAssembler assembler;
    /** Where the XA transaction begins whose rows were passed over, since only its end tells whether they count. */
    private @Nullable ReplicaPosition passedOver;
    /** Of the XA transaction that is read again, since it was committed in one phase. */
    private @Nullable EventHeader onePhase;
    /** The rows that are being given to the target. */
    private @Nullable Giving giving;

    private long read;

    /** Takes what the topic says of the tables. */
    interface Target {
        /** Rows of the tables alone, and of one transaction, which may have more of them. */
        void take(List<ChangeEvent.Rows> rows);

        /**
         * A statement that concerns them; behind it, rows may be read of other tables.
         *
         * @param before the position in front of it
         */
        default void take(ChangeEvent.Schema change, ReplicaPosition before)
                throws SQLException, StaleCopyException, TableFailure {
            throw new StaleCopyException("MySQL changed " + change.change().tables() + " by a DDL statement ("
                    + change.header().place() + ") while it was copied");
        }
    }

    /** Rows in parts, empty behind the last. */
    private interface Parts {
        List<ChangeEvent.Rows> next() throws SQLException;
    }

    /** @param before the position in front of their transaction */
    private record Giving(Parts parts, ReplicaPosition before) {}

    /**
     * @param topic at {@code reached}
     * @param tables that join, as they are at each moment
     * @param reached the topic is read from there
     * @param start what is in it was copied
     * @param unseen XA transactions that the copy has not seen, though their XA COMMIT may stand before it
     */
    JoinStream(
            ChangeTopic topic,
            PreparedTransactions prepared,
            Set<TableId> tables,
            ReplicaPosition reached,
            CopyPosition start,
            Set<String> unseen,
            TableMaps maps,
            Target target) {
        this.topic = topic;
        this.prepared = prepared;
        this.tables = tables;
        this.start = start;
        this.unseen = Set.copyOf(unseen);
        this.maps = maps;
        this.target = target;
        assembler = new TransactionAssembler(reached);
        read = reached.nextOffset();
    }

    /** Behind the last whole transaction. */
    ReplicaPosition position() {
        return giving != null ? giving.before() : assembler.position();
    }

    /** Whether rows of a transaction were taken that is not complete yet. */
    boolean isWithinTransaction() {
        return giving != null || assembler.isStreaming();
    }

    /** Records between what was read so far and that offset, about. */
    long distanceTo(long offset) {
        return Math.max(0, offset - read);
    }

    /** Reads the next record, or takes some more rows of the last one; false if nothing before that offset is left. */
    boolean next(long offset) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        if (giving != null) {
            give(giving);
            return true;
        }
        Optional<ChangeTopic.Located> next = topic.next(offset);
        if (next.isEmpty()) {
            read = Math.max(read, offset);
            return false;
        }
        take(next.get());
        return true;
    }

    private void take(ChangeTopic.Located located) throws SQLException, StaleCopyException, TableFailure {
        read = located.offset() + 1;
        try {
            boolean streaming = assembler.isStreaming();
            ReplicaPosition before = assembler.position();
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
                take(complete.get(), before);
            } else if (assembler.openBytes() > MAX_OPEN_BYTES) {
                takeOpenRows();
            }
        } catch (TornStreamException e) {
            throw new TableFailure(e.problem(), e.remedy() + ".", e).leaving(TableFailure.Remainder.NOTHING);
        } catch (DefinitionMismatchException e) {
            throw new StaleCopyException("the table was altered while it was copied: " + e.getMessage(), e);
        }
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
        if (tables.contains(rows.table())) {
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

    /** Of a transaction too large to be held. */
    private void takeOpenRows() throws SQLException, StaleCopyException, TableFailure {
        ReplicaPosition beginning = assembler.position();
        ChangeEvent.Schema created = assembler.takeOpenSchemaChange();
        if (created != null && concerns(created.change(), tables) && !start.contains(created.header())) {
            target.take(created, beginning);
        }
        boolean mayBePrepared = assembler.openXid() != null;
        List<ChangeEvent.Rows> rows = assembler.takeOpenRows();
        boolean counts = !mayBePrepared
                || onePhase != null && onePhase.sameTransaction(rows.get(0).header());
        if (counts) {
            takeRows(rows, beginning);
        } else if (passedOver == null) {
            passedOver = beginning;
        }
    }

    private void take(Transaction transaction, ReplicaPosition before)
            throws SQLException, StaleCopyException, TableFailure {
        ChangeEvent.Schema schemaChange = transaction.schemaChange();
        if (schemaChange != null && concerns(schemaChange.change(), tables) && !start.contains(schemaChange.header())) {
            target.take(schemaChange, before);
        }
        ReplicaPosition beginning = passedOver;
        passedOver = null;
        ChangeEvent.Xa xa = transaction.xa();
        if (xa != null) {
            takeXa(xa, before);
        } else if (beginning != null && !start.contains(transaction.header())) {
            onePhase = transaction.header();
            assembler = new TransactionAssembler(beginning);
            topic.goBack(beginning.nextOffset());
        } else {
            takeRows(transaction.rows(), before);
        }
    }

    /** Whether a statement is about one of the tables. */
    static boolean concerns(SchemaChange change, Set<TableId> tables) {
        return change.tables().stream().anyMatch(tables::contains)
                || change instanceof SchemaChange.DropDatabase dropped
                        && tables.stream().anyMatch(id -> id.database().equals(dropped.database()));
    }

    /** What was prepared counts where it is committed; by then the sink has parked it, and keeps it for this join. */
    private void takeXa(ChangeEvent.Xa xa, ReplicaPosition before) throws SQLException {
        boolean seen = start.contains(xa.header()) && !unseen.contains(xa.xid());
        if (xa.action() != ChangeEvent.Xa.Action.COMMIT || seen) {
            return;
        }
        OptionalLong parked = prepared.findCommitted(xa.xid(), xa.header());
        // Without rows, or prepared before the stream began: then the copy began after its end.
        if (parked.isPresent()) {
            ParkedRows rows = prepared.rows(parked.getAsLong(), xa.header());
            giving = new Giving(rows::next, before);
        }
    }

    /** Rows of one transaction. */
    private void takeRows(List<ChangeEvent.Rows> events, ReplicaPosition before) {
        if (!events.isEmpty() && !start.contains(events.get(0).header())) {
            Iterator<ChangeEvent.Rows> left = events.stream()
                    .filter(rows -> tables.contains(rows.table()))
                    .iterator();
            giving = new Giving(() -> part(left), before);
        }
    }

    private static List<ChangeEvent.Rows> part(Iterator<ChangeEvent.Rows> left) {
        List<ChangeEvent.Rows> part = new ArrayList<>();
        long bytes = 0;
        while (left.hasNext() && bytes < PART_BYTES) {
            ChangeEvent.Rows rows = left.next();
            part.add(rows);
            bytes += rows.images().bytes();
        }
        return part;
    }

    private void give(Giving some) throws SQLException {
        List<ChangeEvent.Rows> part = some.parts().next();
        if (part.isEmpty()) {
            giving = null;
        }
        List<ChangeEvent.Rows> ours =
                part.stream().filter(rows -> tables.contains(rows.table())).toList();
        ours.forEach(maps::learn);
        target.take(ours);
    }

    @Override
    public void close() {
        topic.close();
    }
}
