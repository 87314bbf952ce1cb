package dev.anole.postgres.apply;

import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The net change of a table without a key: how many rows of each image are more or fewer in the end. Equal rows cannot be
 * told apart, so an update takes one row of its before image away, and adds one of its after image. Used by one thread.
 */
public final class BagChanges implements NetChanges {

    private final int[] columns;
    private final Map<RowKey, Integer> balances = new LinkedHashMap<>();

    public BagChanges(ReplicatedTable table) {
        columns = IntStream.range(0, table.columns().size()).toArray();
    }

    @Override
    public void add(Operation operation, @Nullable RowImage before, @Nullable RowImage after) {
        if (before != null) {
            count(before, -1);
        }
        if (after != null) {
            count(after, 1);
        }
    }

    /** Images that are back at zero are forgotten. */
    private void count(RowImage image, int change) {
        balances.merge(
                new RowKey(image, columns), change, (balance, more) -> balance + more == 0 ? null : balance + more);
    }

    @Override
    public void clear() {
        balances.clear();
    }

    @Override
    public boolean isIdempotent() {
        return false;
    }

    /** An image occurs once for each row. */
    @Override
    public ByStatement byStatement() {
        List<RowImage> deletes = new ArrayList<>();
        List<RowImage> inserts = new ArrayList<>();
        balances.forEach((key, balance) ->
                (balance < 0 ? deletes : inserts).addAll(Collections.nCopies(Math.abs(balance), key.image())));
        return new ByStatement(deletes, List.of(), List.of(), inserts);
    }
}
