package dev.anole.mysql.stream;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.record.EnvelopeTable;
import dev.anole.mysql.SourceOffset;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the records, marks each transaction's last one, and gives each the offset to resume at. A transaction's record
 * is held back until the next one, or the transaction's end, tells whether it is the last. Belongs to the reader's thread
 * and outlives its connections.
 */
final class ChangePublisher {

    /** Rows events of one transaction share a record up to this size; then Kafka's cost per record hardly counts. */
    static final int GROUP_BYTES = 32 << 10;

    /** A batch is handed over at this size at the latest. */
    private static final int BATCH_BYTES = 128 << 10;

    private final String source;
    private final EventQueue queue;
    private final Clock clock;
    private final int groupBytes;

    private long incarnation;
    private long sequence;
    private String serverUuid = "";
    private String filterHash = "";
    private final Set<Long> describedTables = new HashSet<>();

    private @Nullable ChangeEvent held;
    private @Nullable OpenTransaction heldTransaction;
    private @Nullable EnvelopeTable heldTable;
    private final List<ChangeEvent.Rows> heldGroup = new ArrayList<>();
    private long heldBytes;

    private List<Published> batch = new ArrayList<>();
    private long batchBytes;

    /**
     * @param source its name
     * @param groupBytes up to which rows events of one transaction share a record; 0 for one record each
     */
    ChangePublisher(String source, EventQueue queue, Clock clock, int groupBytes) {
        this.source = source;
        this.queue = queue;
        this.clock = clock;
        this.groupBytes = groupBytes;
    }

    /** Goes on with an incarnation, after a start of the task or a new connection. */
    void resume(StreamStart start) {
        incarnation = start.incarnation();
        sequence = start.sequence();
        serverUuid = start.serverUuid();
        filterHash = start.filterHash();
    }

    /** Begins an incarnation; what the former one left unfinished is dropped, and will be published again. */
    void begin(StreamStart start, SourcePosition follows) throws InterruptedException {
        resume(start);
        held = null;
        heldTransaction = null;
        heldBytes = 0;
        describedTables.clear();
        EventHeader header = boundary(follows);
        add(new ChangeEvent.Incarnation(header, follows, filterHash, source), offset(follows), null);
    }

    long sequence() {
        return sequence;
    }

    /** Whether that table map is used for the first time, so that it must be published with its rows. */
    boolean isFirstUse(long fingerprint) {
        return describedTables.add(fingerprint);
    }

    /** The header of a transaction's next event; its record is numbered when it is released. */
    EventHeader header(OpenTransaction transaction, long ordinal) {
        return new EventHeader(
                incarnation,
                0,
                ordinal,
                false,
                serverUuid,
                transaction.gtid(),
                transaction.file(),
                transaction.start(),
                0,
                transaction.commitTimestampUs());
    }

    /** Publishes a transaction's record, once it is known whether it is the last. */
    void publish(OpenTransaction transaction, ChangeEvent event) throws InterruptedException {
        publish(transaction, event, null);
    }

    /**
     * The same.
     *
     * @param table of a single row for the format {@code envelope}; else null
     */
    void publish(OpenTransaction transaction, ChangeEvent event, @Nullable EnvelopeTable table)
            throws InterruptedException {
        transaction.setPublished();
        if (event.kind() == ChangeEvent.Kind.ROWS) {
            publishXaStart(transaction);
        }
        if (table == null && event instanceof ChangeEvent.Rows rows && joinHeld(rows)) {
            return;
        }
        hold(transaction, event, table);
    }

    private void publishXaStart(OpenTransaction transaction) throws InterruptedException {
        String xid = transaction.takeXidToStart();
        if (xid != null) {
            EventHeader header = header(transaction, transaction.xaStartOrdinal());
            hold(transaction, new ChangeEvent.Xa(header, ChangeEvent.Xa.Action.START, xid), null);
        }
    }

    private void hold(OpenTransaction transaction, ChangeEvent event, @Nullable EnvelopeTable table)
            throws InterruptedException {
        releaseHeld();
        held = event;
        heldTransaction = transaction;
        heldTable = table;
        heldBytes = event instanceof ChangeEvent.Rows rows ? rows.images().bytes() : 0;
    }

    /** Adds the event to the one held back, or to its group, if that is of the same kind and not large yet. */
    private boolean joinHeld(ChangeEvent.Rows rows) {
        long bytes = rows.images().bytes();
        if (heldTable != null || heldBytes + bytes > groupBytes) {
            return false;
        }
        if (held instanceof ChangeEvent.Rows first) {
            heldGroup.clear();
            heldGroup.add(first);
        } else if (!(held instanceof ChangeEvent.RowsGroup)) {
            return false;
        }
        heldGroup.add(rows);
        heldBytes += bytes;
        // Its list is made once, when it is released.
        held = new ChangeEvent.RowsGroup(rows.header(), List.of());
        return true;
    }

    /** The event held back, with the number of its record. */
    private @Nullable ChangeEvent takeHeld() {
        ChangeEvent event = held;
        if (event == null) {
            return null;
        }
        EventHeader header = event.header().withSequence(++sequence);
        ChangeEvent whole = event instanceof ChangeEvent.RowsGroup
                ? new ChangeEvent.RowsGroup(header, heldGroup)
                : event.withHeader(header);
        held = null;
        heldTransaction = null;
        heldBytes = 0;
        return whole;
    }

    private void releaseHeld() throws InterruptedException {
        OpenTransaction transaction = heldTransaction;
        EnvelopeTable table = heldTable;
        ChangeEvent event = takeHeld();
        if (event != null && transaction != null) {
            add(
                    event,
                    new SourceOffset(
                            incarnation,
                            filterHash,
                            serverUuid,
                            transaction.file(),
                            transaction.start(),
                            transaction.gtidsBefore(),
                            event.header().ordinal(),
                            event.header().sequence()),
                    table);
        }
    }

    /** The transaction has ended; the record held back is its last. */
    void end(SourcePosition next) throws InterruptedException {
        EnvelopeTable table = heldTable;
        ChangeEvent event = takeHeld();
        if (event == null) {
            throw new IllegalStateException("A transaction ends that published nothing");
        }
        add(event.withHeader(event.header().asLast(next.position())), offset(next), table);
    }

    /** Publishes the position reached, between two transactions. */
    void heartbeat(SourcePosition reached) throws InterruptedException {
        if (held != null) {
            throw new IllegalStateException("A heartbeat within a transaction");
        }
        EventHeader header = boundary(reached);
        add(new ChangeEvent.Heartbeat(header, reached), offset(reached), null);
    }

    private EventHeader boundary(SourcePosition place) {
        long nowUs = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
        return new EventHeader(
                incarnation,
                ++sequence,
                0,
                true,
                serverUuid,
                null,
                place.file(),
                place.position(),
                place.position(),
                nowUs);
    }

    private SourceOffset offset(SourcePosition boundary) {
        return new SourceOffset(
                incarnation,
                filterHash,
                serverUuid,
                boundary.file(),
                boundary.position(),
                boundary.gtids(),
                0,
                sequence);
    }

    private void add(ChangeEvent event, SourceOffset offset, @Nullable EnvelopeTable table)
            throws InterruptedException {
        Published published = new Published(event, offset, table);
        batch.add(published);
        batchBytes += published.bytes();
        if (batchBytes >= BATCH_BYTES) {
            flush();
        }
    }

    /** Hands over what has gathered; waits while the queue is full. */
    void flush() throws InterruptedException {
        if (!batch.isEmpty()) {
            queue.put(batch, batchBytes);
            batch = new ArrayList<>();
            batchBytes = 0;
        }
    }
}
