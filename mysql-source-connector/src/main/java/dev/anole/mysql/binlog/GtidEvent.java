package dev.anole.mysql.binlog;

import com.github.shyiko.mysql.binlog.event.GtidTaggedEventData;
import com.github.shyiko.mysql.binlog.event.MySqlGtid;
import com.github.shyiko.mysql.binlog.event.deserialization.GtidTaggedEventDataDeserializer;
import com.github.shyiko.mysql.binlog.io.ByteArrayInputStream;
import dev.anole.contract.value.ByteCursor;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What begins a transaction (MySQL source documentation, {@code Gtid_event}; MariaDB's knowledge base, {@code
 * GTID_EVENT}).
 *
 * @param gtid null if the transaction is anonymous
 * @param commitTimestampUs microseconds since the epoch at the original server
 * @param needsCommit whether an event that ends the transaction follows in any case, without one that says BEGIN
 * @param startedXid MariaDB's way to say XA START for a transaction that will be prepared; null for all others
 */
public record GtidEvent(
        @Nullable String gtid,
        long commitTimestampUs,
        boolean needsCommit,
        @Nullable String startedXid) {

    private static final int LOGICAL_TIMESTAMPS = 2;
    /** Set in the immediate commit timestamp if the original one follows. */
    private static final long HAS_ORIGINAL_TIMESTAMP = 1L << 55;

    private static final int MARIADB_STANDALONE = 1;
    private static final int MARIADB_GROUP_COMMIT_ID = 2;
    private static final int MARIADB_PREPARED_XA = 64;

    /** Reads GTID and ANONYMOUS_GTID events. */
    public static GtidEvent parse(RawEvent event) {
        ByteCursor cursor = event.cursor();
        cursor.skip(1);
        long uuidHigh = cursor.big(8);
        long uuidLow = cursor.big(8);
        long number = cursor.little(8);
        long timestampUs = event.timestampSeconds() * 1_000_000;
        if (cursor.remaining() >= 24 && cursor.uint8() == LOGICAL_TIMESTAMPS) {
            cursor.skip(16);
            long immediateUs = cursor.little(7);
            timestampUs = (immediateUs & HAS_ORIGINAL_TIMESTAMP) == 0
                    ? immediateUs
                    : original(cursor.little(7), immediateUs & ~HAS_ORIGINAL_TIMESTAMP);
        }
        String gtid = event.type() == EventType.ANONYMOUS_GTID ? null : new UUID(uuidHigh, uuidLow) + ":" + number;
        return new GtidEvent(gtid, timestampUs, false, null);
    }

    /** Servers before 8.0 do not tell the original time, and those that replicate from them log 0. */
    private static long original(long originalUs, long immediateUs) {
        return originalUs == 0 ? immediateUs : originalUs;
    }

    /** Reads GTID_TAGGED events. */
    public static GtidEvent parseTagged(RawEvent event) throws IOException {
        GtidTaggedEventData data =
                new GtidTaggedEventDataDeserializer().deserialize(new ByteArrayInputStream(event.body()));
        MySqlGtid gtid = data.getMySqlGtid();
        String tag = gtid.getTag() == null ? "" : gtid.getTag() + ":";
        return new GtidEvent(
                gtid.getServerId() + ":" + tag + gtid.getTransactionId(),
                original(data.getOriginalCommitTimestamp(), data.getImmediateCommitTimestamp()),
                false,
                null);
    }

    /** Reads MARIADB_GTID events. */
    public static GtidEvent parseMariaDb(RawEvent event) {
        ByteCursor cursor = event.cursor();
        long number = cursor.little(8);
        long domain = cursor.little(4);
        int flags = cursor.uint8();
        String gtid = domain + "-" + event.serverId() + "-" + Long.toUnsignedString(number);
        return new GtidEvent(
                gtid,
                event.timestampSeconds() * 1_000_000,
                (flags & MARIADB_STANDALONE) == 0,
                (flags & MARIADB_PREPARED_XA) == 0 ? null : startedXid(event, cursor, flags));
    }

    private static String startedXid(RawEvent event, ByteCursor cursor, int flags) {
        cursor.skip((flags & MARIADB_GROUP_COMMIT_ID) == 0 ? 0 : 8);
        long format = cursor.little(4);
        int globalBytes = cursor.uint8();
        int branchBytes = cursor.uint8();
        return XidText.of(event.array(), cursor.position(), globalBytes, branchBytes, format);
    }
}
