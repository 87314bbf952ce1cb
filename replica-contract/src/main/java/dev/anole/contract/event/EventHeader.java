package dev.anole.contract.event;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a record stands: in the source's stream (the transaction's markers) and in MySQL's binlog.
 *
 * @param incarnation begins anew when the start position, the filter or the server changes; grows
 * @param sequence number of the record within its incarnation, without holes; a restart may repeat numbers
 * @param ordinal number, from 1, of the record's event within its transaction, filtered events counted; a row of an
 *     event that is published row by row has its index in the lower bits
 * @param last whether this is the transaction's last published record
 * @param serverUuid {@code @@server_uuid} (MariaDB: the server id) of the server that was read
 * @param gtid of the transaction; null without GTIDs and on heartbeats
 * @param file binlog file that holds the transaction
 * @param startPosition where the transaction's first event begins in that file: with the file, its identity
 * @param endPosition where the next transaction begins, if {@code last}; else no meaning beyond messages
 * @param commitTimestampUs microseconds since the epoch when the transaction was committed on the original server
 */
public record EventHeader(
        long incarnation,
        long sequence,
        long ordinal,
        boolean last,
        String serverUuid,
        @Nullable String gtid,
        String file,
        long startPosition,
        long endPosition,
        long commitTimestampUs) {

    public EventHeader {
        requireNonNull(serverUuid, "serverUuid");
        requireNonNull(file, "file");
    }

    /** A copy with another ordinal, of an event that shares its record with others. */
    public EventHeader withOrdinal(long newOrdinal) {
        return copy(sequence, newOrdinal, last, endPosition);
    }

    /** A copy with the number that the record gets when it is sent. */
    public EventHeader withSequence(long newSequence) {
        return copy(newSequence, ordinal, last, endPosition);
    }

    /** A copy that ends its transaction. */
    public EventHeader asLast(long newEndPosition) {
        return copy(sequence, ordinal, true, newEndPosition);
    }

    private EventHeader copy(long newSequence, long newOrdinal, boolean newLast, long newEndPosition) {
        return new EventHeader(
                incarnation,
                newSequence,
                newOrdinal,
                newLast,
                serverUuid,
                gtid,
                file,
                startPosition,
                newEndPosition,
                commitTimestampUs);
    }

    /** Whether both belong to the same MySQL transaction. */
    public boolean sameTransaction(EventHeader other) {
        return startPosition == other.startPosition && file.equals(other.file) && serverUuid.equals(other.serverUuid);
    }

    /** For messages: the GTID, if there is one, and the file position. */
    public String place() {
        return (gtid == null ? "" : "GTID " + gtid + ", ") + file + ":" + startPosition;
    }
}
