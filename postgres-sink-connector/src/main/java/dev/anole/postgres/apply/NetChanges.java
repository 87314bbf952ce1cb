package dev.anole.postgres.apply;

import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The net change of one table, gathered until it is written. Used by one thread. */
public sealed interface NetChanges permits TableChanges, BagChanges {

    /**
     * The net changes by the way they are written.
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

    /** For a table that is just where these changes begin. */
    static NetChanges of(ReplicatedTable table) {
        return table.hasKey() ? new TableChanges(table, false) : new BagChanges(table);
    }

    /** Adds the next change. The images are the definition's columns, in canonical text. */
    void add(Operation operation, @Nullable RowImage before, @Nullable RowImage after);

    void clear();

    /** Whether the table may already be behind these changes. */
    boolean isIdempotent();

    ByStatement byStatement();
}
