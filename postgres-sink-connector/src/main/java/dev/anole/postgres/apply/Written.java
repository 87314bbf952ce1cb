package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.DiscardedRow;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Counts what was written to one table. Used by one thread. */
public final class Written {

    private long inserted;
    private long updated;
    private long deleted;
    private long drifted;
    private final BadValueCounts badValues = new BadValueCounts();
    private final List<DiscardedRow> discarded = new ArrayList<>();

    void inserted(long rows) {
        inserted += rows;
    }

    void updated(long rows) {
        updated += rows;
    }

    void deleted(long rows) {
        deleted += rows;
    }

    void drifted(long rows) {
        drifted += rows;
    }

    void discarded(DiscardedRow row) {
        discarded.add(row);
    }

    /** What was decided of values that PostgreSQL cannot hold. */
    public BadValueCounts badValues() {
        return badValues;
    }

    /** Rows that were left out, and are not recorded yet. */
    public int discardedRows() {
        return discarded.size();
    }

    /**
     * Records the rows that were left out, and forgets them.
     *
     * @param joining whether they are of a copy that is not part of the replica yet
     */
    public void recordDiscarded(BadValueLog log, TableId table, boolean joining) throws SQLException {
        log.discard(table, joining, discarded);
        discarded.clear();
    }

    /** Whether there is something that must not be lost with a killed task: drift, or values that were decided on. */
    boolean isRemarkable() {
        return drifted > 0 || !badValues.isEmpty();
    }

    public ReplicaTable.Counters counters() {
        return new ReplicaTable.Counters(inserted, updated, deleted, drifted);
    }

    /** Adds what more was written. */
    public void add(Written more) {
        inserted += more.inserted;
        updated += more.updated;
        deleted += more.deleted;
        drifted += more.drifted;
        badValues.add(more.badValues);
        discarded.addAll(more.discarded);
    }
}
