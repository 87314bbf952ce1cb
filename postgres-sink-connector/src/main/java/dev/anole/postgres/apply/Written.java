package dev.anole.postgres.apply;

import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.DiscardedRow;
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

    /** Rows that were left out since PostgreSQL cannot hold one of their values. */
    public List<DiscardedRow> discardedRows() {
        return discarded;
    }

    /** Whether there is something that must not be lost with a killed task: drift, or values that were decided on. */
    boolean isRemarkable() {
        return drifted > 0 || !badValues.isEmpty() || !discarded.isEmpty();
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
