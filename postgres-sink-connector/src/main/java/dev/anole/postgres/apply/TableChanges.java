package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The net change of one table: for each key, what the row was before the first change and is after the last one. Used
 * by one thread.
 */
public final class TableChanges {

    private final ReplicatedTable table;
    private final boolean idempotent;
    private final Map<RowKey, NetChange> changes = new LinkedHashMap<>();
    private long bytes;

    /** Null images: there was no row before, or there is none after. */
    private static final class NetChange {
        private final @Nullable RowImage before;
        private @Nullable RowImage after;

        private NetChange(@Nullable RowImage before, @Nullable RowImage after) {
            this.before = before;
            this.after = after;
        }
    }

    /**
     * The net changes by the way they are written; in each list a key occurs once.
     *
     * @param deletes the rows as they were, those among them whose key or unique value changes
     * @param updatesBefore the rows that stay where they are, as they were
     * @param updatesAfter the same rows, in the same order, as they are to be
     */
    record ByStatement(
            List<RowImage> deletes,
            List<RowImage> updatesBefore,
            List<RowImage> updatesAfter,
            List<RowImage> inserts) {}

    /**
     * @param idempotent whether the table may already be behind these changes, as while it joins: every key touched is
     *     then deleted if present, and its last image inserted
     */
    public TableChanges(ReplicatedTable table, boolean idempotent) {
        this.table = table;
        this.idempotent = idempotent;
    }

    public ReplicatedTable table() {
        return table;
    }

    boolean isIdempotent() {
        return idempotent;
    }

    /** Number of keys. */
    public int size() {
        return changes.size();
    }

    /** Memory that the images take, about; rows overwritten since count too. */
    public long bytes() {
        return bytes;
    }

    public void clear() {
        changes.clear();
        bytes = 0;
    }

    /** Adds the next change. The images are the definition's columns, in canonical text. */
    public void add(Operation operation, @Nullable RowImage before, @Nullable RowImage after) {
        switch (operation) {
            case INSERT -> insert(requireNonNull(after));
            case DELETE -> delete(requireNonNull(before));
            case UPDATE -> update(requireNonNull(before), requireNonNull(after));
        }
    }

    private void insert(RowImage after) {
        RowKey key = key(after);
        NetChange earlier = changes.get(key);
        if (earlier == null) {
            changes.put(key, new NetChange(null, after));
        } else {
            earlier.after = after;
        }
        bytes += after.memory() + 100;
    }

    private void delete(RowImage before) {
        RowKey key = key(before);
        NetChange earlier = changes.get(key);
        if (earlier == null) {
            changes.put(key, new NetChange(before, null));
            bytes += before.memory() + 100;
        } else if (earlier.before == null && !idempotent) {
            changes.remove(key);
        } else {
            earlier.after = null;
        }
    }

    private void update(RowImage before, RowImage after) {
        RowKey key = key(before);
        if (!key.equals(key(after))) {
            delete(before);
            insert(after);
            return;
        }
        NetChange earlier = changes.get(key);
        if (earlier == null) {
            changes.put(key, new NetChange(before, after));
            bytes += before.memory();
        } else {
            earlier.after = after;
        }
        bytes += after.memory() + 100;
    }

    private RowKey key(RowImage image) {
        return new RowKey(image, table.keyColumns());
    }

    ByStatement byStatement() {
        List<RowImage> deletes = new ArrayList<>();
        List<RowImage> updatesBefore = new ArrayList<>();
        List<RowImage> updatesAfter = new ArrayList<>();
        List<RowImage> inserts = new ArrayList<>();
        for (Map.Entry<RowKey, NetChange> entry : changes.entrySet()) {
            RowImage before = entry.getValue().before;
            RowImage after = entry.getValue().after;
            if (!idempotent && before != null && after != null && !changesUniqueColumn(before, after)) {
                updatesBefore.add(before);
                updatesAfter.add(after);
                continue;
            }
            if (idempotent || before != null) {
                deletes.add(before == null ? entry.getKey().image() : before);
            }
            if (after != null) {
                inserts.add(after);
            }
        }
        return new ByStatement(deletes, updatesBefore, updatesAfter, inserts);
    }

    private boolean changesUniqueColumn(RowImage before, RowImage after) {
        for (int column : table.uniqueColumns()) {
            if (!before.sameValue(column, after)) {
                return true;
            }
        }
        return false;
    }
}
