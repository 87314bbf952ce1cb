package dev.anole.postgres.apply;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.DiscardedRow;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a table as they are without the rows that the policies for bad values leave out: for PostgreSQL these
 * are not there, so an update that mends a value inserts the row, and one that spoils it deletes it. Used by one thread.
 */
public final class FittingRows implements ReplicatedTable.RowConsumer {

    private final ReplicatedTable table;
    private final String place;
    private final Written written;
    private final ReplicatedTable.RowConsumer next;

    private FittingRows(ReplicatedTable table, String place, Written written, ReplicatedTable.RowConsumer next) {
        this.table = table;
        this.place = place;
        this.written = written;
        this.next = next;
    }

    /**
     * Decodes every row of the event, in order.
     *
     * @param written takes the rows that are left out
     * @throws dev.anole.postgres.types.BadValueException if the policy for one of their values is to fail
     * @see ReplicatedTable#decode
     */
    public static void decode(
            ReplicatedTable table,
            ChangeEvent.Rows event,
            TableMaps maps,
            Written written,
            ReplicatedTable.RowConsumer next) {
        table.decode(event, maps, consumer(table, event, written, next));
    }

    static ReplicatedTable.RowConsumer consumer(
            ReplicatedTable table, ChangeEvent.Rows event, Written written, ReplicatedTable.RowConsumer next) {
        return table.mayDiscard() ? new FittingRows(table, event.header().place(), written, next) : next;
    }

    @Override
    public void row(Operation operation, @Nullable RowImage before, @Nullable RowImage after) {
        RowImage old = before == null || table.discards(before) != null ? null : before;
        RowImage kept = after == null || isDiscarded(after) ? null : after;
        if (old != null && kept != null) {
            next.row(Operation.UPDATE, old, kept);
        } else if (kept != null) {
            next.row(Operation.INSERT, null, kept);
        } else if (old != null) {
            next.row(Operation.DELETE, old, null);
        }
    }

    private boolean isDiscarded(RowImage after) {
        BadValueCounts.Decision decision = table.discards(after);
        if (decision == null) {
            return false;
        }
        written.badValues().add(decision.column(), decision.kind(), decision.action());
        written.discarded(DiscardedRow.of(decision, place, table.columns(), after));
        return true;
    }
}
