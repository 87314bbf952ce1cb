package dev.anole.contract.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The images of the rows of one event, in one of two forms. */
public sealed interface RowImages {

    /** Size in memory, for bounds; an estimate. */
    long bytes();

    /**
     * Rows as the binlog holds them, one after the other (before, after, or both in turn), full images only: what
     * follows the column bitmaps in a rows event.
     *
     * @param fingerprint of the table map that describes them
     * @param tableMap the table map event's whole body, without header and checksum, if it is new since the source's
     *     start; null otherwise; see {@link dev.anole.contract.value.BinlogTable}
     */
    @SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; never compared
    record Binlog(long fingerprint, byte @Nullable [] tableMap, byte[] rows) implements RowImages {
        @Override
        public long bytes() {
            return (long) rows.length + (tableMap == null ? 0 : tableMap.length);
        }
    }

    /**
     * One row, its values by column name, each a Connect value as {@link dev.anole.contract.record.EnvelopeCodec}
     * documents it.
     *
     * @param before null for an insert
     * @param after null for a delete
     * @param bytes estimated size
     */
    record Named(
            @Nullable Map<String, @Nullable Object> before,
            @Nullable Map<String, @Nullable Object> after,
            long bytes) implements RowImages {}
}
