package dev.anole.mysql.stream;

import dev.anole.contract.GtidSet;
import org.jspecify.annotations.Nullable;

/**
 * The transaction that is being read. Ordinals number its raw events with rows, DDL or steps of an XA transaction,
 * filtered ones counted; where each row is a record, the row's index in its event stands in their lowest bits. Not safe for use by several threads.
 */
final class OpenTransaction {

    private final String file;
    private final long start;
    private final @Nullable String gtid;
    private final @Nullable GtidSet gtidsBefore;
    private final long commitTimestampUs;
    private final long skipThrough;
    private final int rowBits;
    private long eventNumber;
    private boolean needsCommit;
    private boolean published;
    private @Nullable String xid;
    private long xaStartOrdinal;

    /**
     * @param skipThrough the ordinal up to which everything was published before
     * @param needsCommit whether it ends by a commit, not with its first statement
     */
    OpenTransaction(
            String file,
            long start,
            @Nullable String gtid,
            @Nullable GtidSet gtidsBefore,
            long commitTimestampUs,
            long skipThrough,
            int rowBits,
            boolean needsCommit) {
        this.file = file;
        this.start = start;
        this.gtid = gtid;
        this.gtidsBefore = gtidsBefore;
        this.commitTimestampUs = commitTimestampUs;
        this.skipThrough = skipThrough;
        this.rowBits = rowBits;
        this.needsCommit = needsCommit;
        // What was skipped was published by this incarnation, before the connection or the task began anew.
        this.published = skipThrough > 0;
    }

    String file() {
        return file;
    }

    long start() {
        return start;
    }

    @Nullable
    String gtid() {
        return gtid;
    }

    @Nullable
    GtidSet gtidsBefore() {
        return gtidsBefore;
    }

    long commitTimestampUs() {
        return commitTimestampUs;
    }

    boolean needsCommit() {
        return needsCommit;
    }

    void setNeedsCommit() {
        needsCommit = true;
    }

    /** Whether any of its records was published, or is held back to be. */
    boolean isPublished() {
        return published;
    }

    void setPublished() {
        published = true;
    }

    /** The transaction began with XA START, which is an event with an ordinal of its own. */
    void startXa(String startedXid) {
        nextEvent();
        needsCommit = true;
        xaStartOrdinal = ordinal();
        xid = wasPublished(xaStartOrdinal) ? null : startedXid;
    }

    /** The XID if XA START is still to be published, which it is only with rows; null for all others. */
    @Nullable
    String takeXidToStart() {
        String taken = xid;
        xid = null;
        return taken;
    }

    long xaStartOrdinal() {
        return xaStartOrdinal;
    }

    /** Counts the next event with rows, DDL or a step of an XA transaction. */
    void nextEvent() {
        eventNumber++;
    }

    /** Ordinal of the current event, or of its first row. */
    long ordinal() {
        return eventNumber << rowBits;
    }

    /** Rows of one event that ordinals can tell apart. */
    int mostRows() {
        return 1 << rowBits;
    }

    boolean wasPublished(long ordinal) {
        return ordinal <= skipThrough;
    }

    /** Ordinal up to which nothing needs to be published again. */
    long ordinalReached() {
        return Math.max(skipThrough, ordinal() + mostRows() - 1);
    }

    /** For messages. */
    String place() {
        return (gtid == null ? "" : "GTID " + gtid + ", ") + file + ":" + start;
    }
}
