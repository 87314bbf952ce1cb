package dev.anole.postgres.apply;

import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates and deletes of a table whose inserts are skipped, one after the other: whether a row comes of one depends on
 * what was there just then. Used by one thread.
 */
public final class OrderedChanges implements RowChanges {

    private final List<Row> rows = new ArrayList<>();

    record Row(RowImage before, @Nullable RowImage after) {}

    /** A row that was not there, since PostgreSQL could not hold it, stays away as if its insert were skipped. */
    @Override
    public void add(Operation operation, @Nullable RowImage before, @Nullable RowImage after) {
        if (before != null) {
            rows.add(new Row(before, after));
        }
    }

    @Override
    public void clear() {
        rows.clear();
    }

    List<Row> rows() {
        return rows;
    }
}
