package dev.anole.mysql.stream;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.record.EnvelopeTable;
import dev.anole.mysql.SourceOffset;
import org.jspecify.annotations.Nullable;

/**
 * A change event on its way to Connect.
 *
 * @param offset from where to go on once the event is in the topic
 * @param envelopeTable of a single row for the format {@code envelope}; else null
 */
public record Published(
        ChangeEvent event, SourceOffset offset, @Nullable EnvelopeTable envelopeTable) {

    /** What an event takes in memory beside its images, about. */
    private static final int FIXED_BYTES = 400;

    /** Size in memory; an estimate. */
    long bytes() {
        return FIXED_BYTES
                + switch (event.kind()) {
                    case ROWS -> ((ChangeEvent.Rows) event).images().bytes();
                    case ROWS_GROUP ->
                        ((ChangeEvent.RowsGroup) event)
                                .events().stream()
                                        .mapToLong(rows -> rows.images().bytes() + FIXED_BYTES)
                                        .sum();
                    case SCHEMA_CHANGE ->
                        2L * ((ChangeEvent.Schema) event).statement().length();
                    case HEARTBEAT, INCARNATION, XA -> 0L;
                };
    }
}
