package dev.anole.postgres.transaction;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts records together to whole transactions. Repetitions, which a source that was killed leaves in the topic, are
 * recognised by MySQL's position and dropped; holes are recognised by the sequence and refused. Used by one thread.
 */
public final class TransactionAssembler {

    private ReplicaPosition position;
    private List<ChangeEvent.Rows> open = new ArrayList<>();
    private @Nullable EventHeader openHeader;
    private long openBytes;
    private boolean streaming;
    private @Nullable String openXid;
    private ChangeEvent.@Nullable Schema openSchemaChange;

    /** @param start everything up to here is applied; the first record must continue it */
    public TransactionAssembler(ReplicaPosition start) {
        position = start;
    }

    /** Behind the last whole transaction that was returned, repetitions after it included. */
    public ReplicaPosition position() {
        return position;
    }

    /** Bytes of the transaction that is not complete yet, without what {@link #takeOpenRows} took. */
    public long openBytes() {
        return openBytes;
    }

    /**
     * The rows, so far, of the transaction that is not complete yet; they will not be in its {@link Transaction}. For
     * transactions too large to be held.
     */
    public List<ChangeEvent.Rows> takeOpenRows() {
        List<ChangeEvent.Rows> rows = open;
        open = new ArrayList<>();
        openBytes = 0;
        streaming = true;
        return rows;
    }

    /**
     * The XID of the transaction that is not complete yet, if it began with XA START: its rows may prove to be only
     * prepared. Null otherwise.
     */
    public @Nullable String openXid() {
        return openXid;
    }

    /**
     * The DDL statement with which the transaction that is not complete yet began, CREATE TABLE … SELECT; null if there is
     * none, or it was taken before. It will not be in its {@link Transaction}.
     */
    public ChangeEvent.@Nullable Schema takeOpenSchemaChange() {
        ChangeEvent.Schema taken = openSchemaChange;
        openSchemaChange = null;
        return taken;
    }

    /** Whether rows of the transaction that is not complete yet were taken. */
    public boolean isStreaming() {
        return streaming;
    }

    /**
     * Takes the next record.
     *
     * @param offset Kafka's
     * @return the transaction that this record completes
     * @throws TornStreamException if the record does not continue what came before
     */
    public Optional<Transaction> add(long offset, ChangeEvent event) {
        if (offset < position.nextOffset()) {
            throw torn(
                    "Topic " + position.topic() + " has offset " + offset + " ("
                            + event.header().place()
                            + ") where the replica is already at offset " + position.nextOffset() + " ("
                            + position.applied() + "): the topic was deleted and made again",
                    event.header());
        }
        EventHeader header = event.header();
        if (event.kind() == ChangeEvent.Kind.INCARNATION) {
            // The later one in the topic counts, whatever its number: a worker's clock may be behind.
            return begin(offset, (ChangeEvent.Incarnation) event);
        }
        if (header.incarnation() < position.incarnation()) {
            return skipped(offset);
        }
        checkSequence(offset, header);
        // Never back: two tasks of one incarnation may write in turn, each without holes of its own.
        position = position.withSequence(Math.max(position.sequence(), header.sequence()));
        return switch (event.kind()) {
            case ROWS -> addRows(offset, header, List.of((ChangeEvent.Rows) event));
            case ROWS_GROUP -> addRows(offset, header, ((ChangeEvent.RowsGroup) event).events());
            case SCHEMA_CHANGE -> addSchemaChange(offset, (ChangeEvent.Schema) event);
            case XA -> addXa(offset, (ChangeEvent.Xa) event);
            case HEARTBEAT -> heartbeat(offset, (ChangeEvent.Heartbeat) event);
            case INCARNATION -> throw new IllegalStateException("handled above");
        };
    }

    private Optional<Transaction> begin(long offset, ChangeEvent.Incarnation event) {
        EventHeader header = event.header();
        if (!event.source().equals(position.source())) {
            throw new TornStreamException(
                    "Topic " + position.topic() + " has at offset " + offset + " (" + header.place()
                            + ") a record of source " + event.source()
                            + ", but this is the replica of source " + position.source(),
                    "Give each source a topic of its own, then run " + initReplica() + " for both",
                    header.place());
        }
        if (header.incarnation() == position.incarnation()) {
            return skipped(offset);
        }
        if (!hasApplied(event.follows(), header.serverUuid())) {
            throw torn(
                    "The source began anew at " + event.follows() + " (topic " + position.topic() + ", offset " + offset
                            + "), but the replica is only at " + position.applied()
                            + ": what lies between was never published",
                    header);
        }
        forgetOpen();
        position = position.withIncarnation(header.serverUuid(), header.incarnation(), header.sequence());
        return complete(offset, header, null, position.applied());
    }

    private boolean hasApplied(SourcePosition follows, String serverUuid) {
        GtidSet applied = position.applied().gtids();
        GtidSet wanted = follows.gtids();
        if (applied != null && wanted != null) {
            return applied.containsAll(wanted);
        }
        boolean sameServer = position.serverUuid() == null || serverUuid.equals(position.serverUuid());
        return sameServer && position.applied().filePositionAtLeast(follows);
    }

    private void checkSequence(long offset, EventHeader header) {
        if (header.incarnation() > position.incarnation()) {
            throw torn(
                    "Topic " + position.topic() + ", offset " + offset + " (" + header.place()
                            + ") belongs to incarnation " + header.incarnation()
                            + " of the source, whose first record is missing (the replica knows incarnation "
                            + position.incarnation() + "): the topic was truncated, or is another source's",
                    header);
        }
        if (header.sequence() > position.sequence() + 1) {
            throw torn(
                    "Topic " + position.topic() + " has a hole before offset " + offset + " (" + header.place()
                            + "): record " + header.sequence() + " of the source follows record " + position.sequence()
                            + ". The replica is at " + position.applied()
                            + "; records were deleted before it applied them, by the topic's retention or by hand",
                    header);
        }
    }

    /** @param header of the record, which is that of its last event */
    private Optional<Transaction> addRows(long offset, EventHeader header, List<ChangeEvent.Rows> events) {
        if (isRepetition(header)) {
            return skipped(offset);
        }
        long known = knownOrdinal(offset, header);
        for (ChangeEvent.Rows rows : events) {
            if (rows.header().ordinal() > known) {
                open.add(rows);
                openBytes += rows.images().bytes() + 200;
            }
        }
        if (header.ordinal() > known) {
            openHeader = header;
        }
        return header.last() ? complete(offset, header, null, reachedBy(header)) : Optional.empty();
    }

    private Optional<Transaction> addSchemaChange(long offset, ChangeEvent.Schema event) {
        EventHeader header = event.header();
        if (isRepetition(header)) {
            return skipped(offset);
        }
        if (header.ordinal() > knownOrdinal(offset, header)) {
            openHeader = header;
            openSchemaChange = event;
        }
        return header.last() ? complete(offset, header, null, reachedBy(header)) : Optional.empty();
    }

    private Optional<Transaction> addXa(long offset, ChangeEvent.Xa xa) {
        EventHeader header = xa.header();
        if (isRepetition(header)) {
            return skipped(offset);
        }
        long known = knownOrdinal(offset, header);
        if (xa.action() == ChangeEvent.Xa.Action.START) {
            openXid = xa.xid();
            if (header.ordinal() > known) {
                openHeader = header;
            }
            return Optional.empty();
        }
        if (streaming && !xa.xid().equals(openXid)) {
            throw torn(
                    "Topic " + position.topic() + ", offset " + offset + ": the record with the beginning of the XA"
                            + " transaction " + xa.xid() + " (" + header.place() + ") is missing",
                    header);
        }
        return complete(offset, header, xa, reachedBy(header));
    }

    /** How much of the record's transaction came before. */
    private long knownOrdinal(long offset, EventHeader header) {
        EventHeader previous = openHeader;
        if (previous != null && !previous.sameTransaction(header)) {
            throw torn(
                    "Topic " + position.topic() + ", offset " + offset + ": a transaction (" + header.place()
                            + ") begins before the last one (" + previous.place() + ") has ended",
                    header);
        }
        return previous == null ? 0 : previous.ordinal();
    }

    private Optional<Transaction> heartbeat(long offset, ChangeEvent.Heartbeat heartbeat) {
        if (!heartbeat.reached().includes(position.applied()) || openHeader != null) {
            return skipped(offset);
        }
        return complete(offset, heartbeat.header(), null, heartbeat.reached());
    }

    private Optional<Transaction> complete(
            long offset, EventHeader header, ChangeEvent.@Nullable Xa xa, SourcePosition reached) {
        List<ChangeEvent.Rows> rows = open;
        ChangeEvent.Schema schemaChange = openSchemaChange;
        boolean isChange = !rows.isEmpty() || streaming || schemaChange != null || xa != null;
        forgetOpen();
        Instant committedAt =
                isChange ? Instant.EPOCH.plus(header.commitTimestampUs(), ChronoUnit.MICROS) : position.lastCommitAt();
        position = position.withApplied(offset + 1, header.serverUuid(), reached, committedAt);
        return Optional.of(new Transaction(header, rows, schemaChange, xa, position));
    }

    private void forgetOpen() {
        open = new ArrayList<>();
        openBytes = 0;
        openHeader = null;
        streaming = false;
        openXid = null;
        openSchemaChange = null;
    }

    /** A record that says nothing new. Between transactions the position moves on over it. */
    private Optional<Transaction> skipped(long offset) {
        if (openHeader == null) {
            position = position.withNextOffset(offset + 1);
        }
        return Optional.empty();
    }

    private boolean isRepetition(EventHeader header) {
        SourcePosition applied = position.applied();
        String gtid = header.gtid();
        if (gtid != null && applied.gtids() != null) {
            return applied.gtids().contains(gtid);
        }
        return SourcePosition.compareFilePositions(
                        header.file(), header.startPosition(), applied.file(), applied.position())
                < 0;
    }

    private SourcePosition reachedBy(EventHeader header) {
        GtidSet gtids = position.applied().gtids();
        String gtid = header.gtid();
        return new SourcePosition(
                header.file(), header.endPosition(), gtids != null && gtid != null ? gtids.with(gtid) : gtids);
    }

    private TornStreamException torn(String problem, EventHeader header) {
        return new TornStreamException(
                problem, "Run " + initReplica() + ", which copies the tables again", header.place());
    }

    private String initReplica() {
        return "`replica-admin init-replica --source " + position.source() + "`";
    }
}
