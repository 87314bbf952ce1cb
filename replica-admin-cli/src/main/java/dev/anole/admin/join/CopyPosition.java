package dev.anole.admin.join;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.EventHeader;

/**
 * Where a copy begins, the design's L: every transaction in it is seen by every snapshot that the copy reads from. With
 * GTIDs the snapshots may see more; without, they see exactly this.
 *
 * @param position with GTIDs, its file position is for the operator only
 */
record CopyPosition(SourcePosition position) {

    /** Whether the copy has seen that transaction for certain, so that it must not be applied again. */
    boolean contains(EventHeader header) {
        GtidSet gtids = position.gtids();
        if (gtids != null) {
            String gtid = header.gtid();
            return gtid != null && gtids.contains(gtid);
        }
        return SourcePosition.compareFilePositions(
                        header.file(), header.startPosition(), position.file(), position.position())
                < 0;
    }
}
