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
public final class TableChanges implements NetChanges {

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

    @Override
    public boolean isIdempotent() {
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

    @Override
    public void clear() {
        changes.clear();
        bytes = 0;
    }

    @Override
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

    /** In each list a key occurs once. */
    @Override
    public ByStatement byStatement() {
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
