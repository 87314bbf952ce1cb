package dev.anole.mysql.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.mysql.SourceException;
import dev.anole.mysql.SourceOffset;
import dev.anole.mysql.binlog.EventType;
import dev.anole.mysql.binlog.GtidEvent;
import dev.anole.mysql.binlog.PayloadReader;
import dev.anole.mysql.binlog.QueryEvent;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RotateEvent;
import dev.anole.mysql.binlog.XaPrepareEvent;
import dev.anole.mysql.ddl.DdlParser;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the events of one connection into change events, transaction by transaction. A transaction is what stands
 * between a GTID event (anonymous ones included) and its end: an XID, COMMIT, XA PREPARE, or, for DDL and the like, the
 * only statement. Belongs to the reader's thread.
 */
final class TransactionReader {

    /** The first event of every binlog file begins here, behind the file's magic number. */
    private static final long FIRST_POSITION = 4;

    private static final byte[] BEGIN = "BEGIN".getBytes(US_ASCII);
    private static final byte[] COMMIT = "COMMIT".getBytes(US_ASCII);
    private static final byte[] ROLLBACK = "ROLLBACK".getBytes(US_ASCII);
    private static final byte[] ROLLBACK_TO = "ROLLBACK TO".getBytes(US_ASCII);
    private static final byte[] XA_START = "XA START ".getBytes(US_ASCII);
    private static final byte[] XA_COMMIT = "XA COMMIT ".getBytes(US_ASCII);
    private static final byte[] XA_ROLLBACK = "XA ROLLBACK ".getBytes(US_ASCII);
    /** MySQL ends the statement of CREATE TABLE … SELECT so, whose rows follow in the same transaction. */
    private static final byte[] START_TRANSACTION = "START TRANSACTION".getBytes(US_ASCII);

    private final StreamStart start;
    private final ChangePublisher publisher;
    private final TableMaps tables;
    private final RowsReader rows;
    private final StatementReader statements;
    private final int rowBits;
    private final HeartbeatPace pace;
    private final SourceMetrics metrics;

    private final BinlogPlace place = new BinlogPlace();
    private @Nullable GtidSet gtids;
    private @Nullable OpenTransaction transaction;
    /** Of the transaction that comes first, if it was published in part. */
    private long skipThrough;

    TransactionReader(
            StreamStart start,
            TableFilter filter,
            ChangePublisher publisher,
            RowsWriter writer,
            HeartbeatPace pace,
            Map<Integer, String> characterSets,
            DdlParser ddl,
            SourceMetrics metrics) {
        this.start = start;
        this.publisher = publisher;
        this.tables = new TableMaps(filter, ddl.dialect());
        this.rows = new RowsReader(tables, writer, metrics);
        this.rowBits = writer.rowBits();
        this.pace = pace;
        this.metrics = metrics;
        this.statements = new StatementReader(filter, publisher, characterSets, ddl);
        this.gtids = start.usesGtids() ? start.offset().gtids() : null;
        this.skipThrough = start.ordinal();
    }

    /** Where to go on when the connection is lost now. */
    SourceOffset resumeOffset() {
        OpenTransaction open = transaction;
        if (!place.isKnown() || skipThrough > 0) {
            // Nothing was read, or not yet the transaction that was sent in part.
            return start.offset();
        }
        return open == null
                ? offset(place.file(), place.next(), 0)
                : offset(open.file(), open.start(), open.isPublished() ? open.ordinalReached() : 0);
    }

    private SourceOffset offset(String file, long position, long ordinal) {
        return new SourceOffset(
                start.incarnation(),
                start.filterHash(),
                start.serverUuid(),
                file,
                position,
                gtids,
                ordinal,
                publisher.sequence());
    }

    /** Takes the next event in. */
    void accept(RawEvent event) throws IOException, InterruptedException {
        if (event.type() == EventType.ROTATE) {
            rotate(RotateEvent.parse(event));
            return;
        }
        place.pass(event);
        if (isBeforeStart(event)) {
            return;
        }
        try {
            dispatch(event);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new SourceException(
                    "Could not read the binlog event of type " + event.type() + " at " + describePlace() + ": "
                            + e.getMessage(),
                    "report it with the MySQL server's version; a newer version of Anole may read it",
                    e);
        }
    }

    /** Nothing is waiting to be read: the moment to say how far we are. */
    void idle() throws InterruptedException {
        if (!atBoundary()) {
            return;
        }
        metrics.waits();
        if (pace.isDueWhenIdle()) {
            heartbeat();
        }
    }

    /** A dump that had to begin at its file's first event (see {@link #dumpPosition}) brings what was read before. */
    private boolean isBeforeStart(RawEvent event) {
        SourceOffset offset = start.offset();
        return !start.usesGtids()
                && dumpPosition(offset.position()) < offset.position()
                && event.type() != EventType.FORMAT_DESCRIPTION
                && place.file().equals(offset.file())
                && place.next() <= offset.position();
    }

    /** From where to ask for a dump: the protocol has 32 bits for it (MySQL's manual, COM_BINLOG_DUMP). */
    static long dumpPosition(long position) {
        return position <= 0xffff_ffffL ? position : FIRST_POSITION;
    }

    private void dispatch(RawEvent event) throws IOException, InterruptedException {
        switch (event.type()) {
            case EventType.GTID, EventType.ANONYMOUS_GTID -> begin(GtidEvent.parse(event));
            case EventType.GTID_TAGGED -> begin(GtidEvent.parseTagged(event));
            case EventType.MARIADB_GTID -> begin(GtidEvent.parseMariaDb(event));
            case EventType.QUERY -> query(QueryEvent.parse(event), event);
            case EventType.TABLE_MAP -> tables.map(event);
            case EventType.WRITE_ROWS,
                    EventType.UPDATE_ROWS,
                    EventType.DELETE_ROWS,
                    EventType.WRITE_ROWS_V1,
                    EventType.UPDATE_ROWS_V1,
                    EventType.DELETE_ROWS_V1 -> rows.read(event, open("rows"));
            case EventType.PARTIAL_UPDATE_ROWS -> rows.refusePartialUpdate(event, open("rows"));
            case EventType.XID -> end();
            case EventType.XA_PREPARE -> prepare(XaPrepareEvent.parse(event));
            case EventType.TRANSACTION_PAYLOAD -> unwrap(event);
            case EventType.FORMAT_DESCRIPTION -> tables.clear();
            case EventType.HEARTBEAT, EventType.HEARTBEAT_V2 -> serverHeartbeat(event);
            case EventType.EXECUTE_LOAD_QUERY ->
                statements.refuseRowChange(QueryEvent.parseLoad(event), describePlace());
            case EventType.INCIDENT ->
                throw new SourceException(
                        "MySQL reports at " + describePlace() + " that its binlog may lack changes (INCIDENT event)",
                        SourceException.INITIALISE);
            case EventType.STOP,
                    EventType.INTVAR,
                    EventType.RAND,
                    EventType.USER_VAR,
                    EventType.BEGIN_LOAD_QUERY,
                    EventType.IGNORABLE,
                    EventType.ROWS_QUERY,
                    EventType.PREVIOUS_GTIDS,
                    EventType.TRANSACTION_CONTEXT,
                    EventType.VIEW_CHANGE,
                    EventType.MARIADB_ANNOTATE_ROWS,
                    EventType.MARIADB_BINLOG_CHECKPOINT,
                    EventType.MARIADB_GTID_LIST,
                    EventType.MARIADB_START_ENCRYPTION -> {
                // Says nothing about rows.
            }
            default -> refuseUnknown(event);
        }
    }

    private void refuseUnknown(RawEvent event) {
        if (event.type() >= EventType.MARIADB_QUERY_COMPRESSED
                && event.type() <= EventType.MARIADB_DELETE_ROWS_COMPRESSED) {
            throw new SourceException(
                    "The binlog has a compressed event of MariaDB at " + describePlace() + ", which is not read",
                    "SET GLOBAL log_bin_compress = OFF, then run replica-admin init-replica");
        }
        if (!event.isIgnorable()) {
            throw new SourceException(
                    "The binlog has an event of the unknown type " + event.type() + " at " + describePlace(),
                    "report it with the MySQL server's version; a newer version of Anole may read it");
        }
    }

    private void rotate(RotateEvent rotate) throws InterruptedException {
        boolean first = !place.isKnown();
        place.rotate(rotate);
        if (first && start.newIncarnation()) {
            SourceOffset offset = start.offset();
            String file = start.sameServer() ? offset.file() : null;
            publisher.begin(
                    start,
                    new SourcePosition(
                            file == null ? rotate.file() : file,
                            file == null ? rotate.position() : offset.position(),
                            gtids));
        }
    }

    private void begin(GtidEvent event) {
        if (transaction != null) {
            throw new SourceException(
                    "A transaction begins at " + place.file() + ":" + place.eventStart() + " before the one at "
                            + transaction.place() + " has ended",
                    SourceException.INITIALISE);
        }
        if (start.usesGtids() && event.gtid() == null) {
            throw new SourceException(
                    "The transaction at " + describePlace() + " has no GTID, although the source goes by GTIDs",
                    "SET PERSIST gtid_mode = ON, then run replica-admin init-replica");
        }
        begin(start.usesGtids() ? event.gtid() : null, event.commitTimestampUs(), event.needsCommit());
        String xid = event.startedXid();
        if (xid != null) {
            open("XA START").startXa(xid);
        }
    }

    private void begin(@Nullable String gtid, long commitTimestampUs, boolean needsCommit) {
        if (skipThrough > 0 && !isStoredPlace()) {
            throw new SourceException(
                    "The source stands within the transaction at "
                            + start.offset().place()
                            + ", but MySQL's next one is at " + place.file() + ":" + place.eventStart()
                            + ": the binlog is not the one that was read before",
                    SourceException.INITIALISE);
        }
        transaction = new OpenTransaction(
                place.file(), place.eventStart(), gtid, gtids, commitTimestampUs, skipThrough, rowBits, needsCommit);
        skipThrough = 0;
        metrics.transactionBegins(commitTimestampUs);
    }

    private boolean isStoredPlace() {
        return place.file().equals(start.offset().file())
                && place.eventStart() == start.offset().position();
    }

    private OpenTransaction open(String what) {
        OpenTransaction open = transaction;
        if (open == null) {
            throw new SourceException(
                    "The binlog has " + what + " outside of a transaction at " + place.file() + ":" + place.eventStart()
                            + ": the source must begin at the start of a transaction",
                    SourceException.INITIALISE);
        }
        return open;
    }

    private void query(QueryEvent query, RawEvent event) throws InterruptedException {
        if (transaction == null) {
            // Servers older than GTIDs, and events that a server writes on its own.
            begin(null, event.timestampSeconds() * 1_000_000, false);
        }
        OpenTransaction open = open("a statement");
        if (query.is(BEGIN)) {
            open.setNeedsCommit();
        } else if (query.startsWith(XA_START)) {
            open.startXa(query.textBehind(XA_START));
        } else if (query.startsWith(XA_COMMIT)) {
            settle(open, ChangeEvent.Xa.Action.COMMIT, query.textBehind(XA_COMMIT));
        } else if (query.startsWith(XA_ROLLBACK)) {
            settle(open, ChangeEvent.Xa.Action.ROLLBACK, query.textBehind(XA_ROLLBACK));
        } else if (query.is(COMMIT)) {
            end();
        } else if (query.is(ROLLBACK)) {
            refuseUndone(open, "ROLLBACK");
            end();
        } else if (query.startsWith(ROLLBACK_TO)) {
            refuseUndone(open, "ROLLBACK TO SAVEPOINT");
        } else {
            statements.read(query, open);
            if (query.endsWith(START_TRANSACTION)) {
                open.setNeedsCommit();
            }
            if (!open.needsCommit()) {
                end();
            }
        }
    }

    /** Not seen from MySQL with row images: it logs only what was committed, each engine's rows apart. */
    private static void refuseUndone(OpenTransaction open, String statement) {
        if (open.isPublished()) {
            throw new SourceException(
                    "The binlog has " + statement + " behind rows in the transaction at " + open.place()
                            + ", which mixes engines with and without transactions: its rows cannot be told apart",
                    SourceException.INITIALISE);
        }
    }

    /**
     * XA PREPARE is published even without rows: whoever copies a table must know which of the prepared transactions
     * the stream has seen.
     */
    private void prepare(XaPrepareEvent prepare) throws InterruptedException {
        if (!prepare.onePhase()) {
            publish(open("XA PREPARE"), ChangeEvent.Xa.Action.PREPARE, prepare.xid());
        }
        end();
    }

    /** Always published, since a source that was started anew does not know which transactions had rows. */
    private void settle(OpenTransaction open, ChangeEvent.Xa.Action action, String xid) throws InterruptedException {
        publish(open, action, xid);
        end();
    }

    private void publish(OpenTransaction open, ChangeEvent.Xa.Action action, String xid) throws InterruptedException {
        open.nextEvent();
        publisher.publish(open, new ChangeEvent.Xa(publisher.header(open, open.ordinal()), action, xid));
    }

    private void unwrap(RawEvent payload) throws IOException, InterruptedException {
        try (PayloadReader events = new PayloadReader(payload)) {
            for (RawEvent event = events.next(); event != null; event = events.next()) {
                dispatch(event);
            }
        }
    }

    private void end() throws InterruptedException {
        OpenTransaction ended = open("a transaction's end");
        GtidSet before = gtids;
        String gtid = ended.gtid();
        if (before != null && gtid != null) {
            gtids = before.with(gtid);
        }
        transaction = null;
        metrics.transactionEnds(ended.isPublished());
        if (ended.isPublished()) {
            publisher.end(reached());
            pace.passed();
        } else {
            pace.passedUnpublished();
            if (pace.isDue()) {
                heartbeat();
            }
        }
    }

    /** The server had nothing to send for a heartbeat interval, or skips what we have. */
    private void serverHeartbeat(RawEvent event) throws InterruptedException {
        if (transaction == null) {
            String file = event.cursor().utf8(event.to() - event.from());
            if (event.nextPosition() > 0 && file.equals(place.file())) {
                place.moveTo(event.nextPosition());
            }
            metrics.serverIsIdle();
        }
        if (atBoundary() && pace.isDueOnServerHeartbeat()) {
            heartbeat();
        }
    }

    /** Whether everything published so far is whole transactions, of an incarnation that has begun. */
    private boolean atBoundary() {
        return transaction == null && skipThrough == 0 && place.isKnown();
    }

    private void heartbeat() throws InterruptedException {
        publisher.heartbeat(reached());
        pace.sent();
    }

    private SourcePosition reached() {
        return new SourcePosition(place.file(), place.next(), gtids);
    }

    private String describePlace() {
        OpenTransaction open = transaction;
        return open == null ? place.file() + ":" + place.eventStart() : open.place();
    }
}
