package dev.anole.postgres.apply;

import dev.anole.contract.value.RowImage;
import java.util.List;

/** The net change of one table. Used by one thread. */
public sealed interface NetChanges extends RowChanges permits TableChanges, BagChanges {

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

    /** Whether the table may already be behind these changes. */
    boolean isIdempotent();

    ByStatement byStatement();
}
