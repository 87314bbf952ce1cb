package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

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

    @Override
    public void add(Operation operation, @Nullable RowImage before, @Nullable RowImage after) {
        rows.add(new Row(requireNonNull(before), after));
    }

    @Override
    public void clear() {
        rows.clear();
    }

    List<Row> rows() {
        return rows;
    }
}
