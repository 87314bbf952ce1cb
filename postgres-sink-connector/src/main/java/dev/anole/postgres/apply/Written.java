package dev.anole.postgres.apply;

import dev.anole.postgres.catalogue.ReplicaTable;

/** Counts what was written to one table. Used by one thread. */
public final class Written {

    private long inserted;
    private long updated;
    private long deleted;
    private long drifted;
    private long replacedValues;

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

    void replacedValue() {
        replacedValues++;
    }

    boolean hasDrifted() {
        return drifted > 0;
    }

    public ReplicaTable.Counters counters() {
        return new ReplicaTable.Counters(inserted, updated, deleted, drifted, replacedValues);
    }

    /** Adds what more was written. */
    public void add(Written more) {
        inserted += more.inserted;
        updated += more.updated;
        deleted += more.deleted;
        drifted += more.drifted;
        replacedValues += more.replacedValues;
    }
}
