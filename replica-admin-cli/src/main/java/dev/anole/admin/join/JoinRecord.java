package dev.anole.admin.join;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.types.TableMapping;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue knows of a join that has begun to copy: enough to go on with it.
 *
 * @param reached everything that the topic has before this place is in the loading table, as far as it is not in {@code
 *     low}; at first the sink's place when the copy began
 * @param low the design's L: every snapshot of the copy sees what lies before
 * @param end the design's E: no snapshot of the copy saw what lies behind; null until all ranges are copied
 * @param table the table as MySQL had it when the copy began
 * @param serverUuid of the server that is copied from
 * @param rangesLeft not copied yet, ascending
 * @param indexes how many of the indexes are built
 * @param mapping of the loading table
 */
record JoinRecord(
        JoinPhase phase,
        ReplicaPosition reached,
        CopyPosition low,
        @Nullable SourcePosition end,
        CopiedTable table,
        String serverUuid,
        List<KeyRange> rangesLeft,
        int indexes,
        TableMapping mapping) {

    JoinRecord {
        rangesLeft = List.copyOf(rangesLeft);
    }

    /**
     * A table of MySQL's, and which one of that name.
     *
     * @param created MySQL's CREATE_TIME as text; empty if it has none
     */
    record CopiedTable(TableDefinition definition, String created) {}

    static JoinRecord beginning(
            ReplicaPosition noted, CopyPosition low, CopiedTable table, TableMapping mapping, String serverUuid) {
        return new JoinRecord(
                JoinPhase.COPYING, noted, low, null, table, serverUuid, List.of(KeyRange.WHOLE), 0, mapping);
    }

    JoinRecord copied(SourcePosition newEnd) {
        return new JoinRecord(
                JoinPhase.BUILDING_KEY, reached, low, newEnd, table, serverUuid, List.of(), indexes, mapping);
    }

    /** @throws IllegalStateException before all ranges are copied */
    SourcePosition requiredEnd() {
        if (end == null) {
            throw new IllegalStateException("The copy of " + table.definition().id() + " has no end yet");
        }
        return end;
    }
}
