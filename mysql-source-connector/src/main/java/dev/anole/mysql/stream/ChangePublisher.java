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

    /** A batch is handed over at this size at the latest. */
    private static final int BATCH_BYTES = 128 << 10;

    private final EventQueue queue;
    private final Clock clock;

    private long incarnation;
    private long sequence;
    private String serverUuid = "";
    private String filterHash = "";
    private final Set<Long> describedTables = new HashSet<>();

    private @Nullable ChangeEvent held;
    private @Nullable OpenTransaction heldTransaction;
    private @Nullable EnvelopeTable heldTable;

    private List<Published> batch = new ArrayList<>();
    private long batchBytes;

    ChangePublisher(EventQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
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
        describedTables.clear();
        EventHeader header = boundary(follows);
        add(new ChangeEvent.Incarnation(header, follows, filterHash), offset(follows), null);
    }

    long sequence() {
        return sequence;
    }

    /** Whether that table map is used for the first time, so that it must be published with its rows. */
    boolean isFirstUse(long fingerprint) {
        return describedTables.add(fingerprint);
    }

    /** The header of a transaction's next record. */
    EventHeader header(OpenTransaction transaction, long ordinal) {
        return new EventHeader(
                incarnation,
                ++sequence,
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
        releaseHeld();
        held = event;
        heldTransaction = transaction;
        heldTable = table;
        transaction.setPublished();
    }

    private void releaseHeld() throws InterruptedException {
        ChangeEvent event = held;
        OpenTransaction transaction = heldTransaction;
        if (event != null && transaction != null) {
            EventHeader header = event.header();
            add(
                    event,
                    new SourceOffset(
                            incarnation,
                            filterHash,
                            serverUuid,
                            transaction.file(),
                            transaction.start(),
                            transaction.gtidsBefore(),
                            header.ordinal(),
                            header.sequence()),
                    heldTable);
        }
    }

    /** The transaction has ended; the record held back is its last. */
    void end(SourcePosition next) throws InterruptedException {
        ChangeEvent event = held;
        if (event == null) {
            throw new IllegalStateException("A transaction ends that published nothing");
        }
        EventHeader header = event.header();
        EventHeader last = new EventHeader(
                header.incarnation(),
                header.sequence(),
                header.ordinal(),
                true,
                header.serverUuid(),
                header.gtid(),
                header.file(),
                header.startPosition(),
                next.position(),
                header.commitTimestampUs());
        held = null;
        heldTransaction = null;
        add(event.withHeader(last), offset(next), heldTable);
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
