package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.ColumnMapping;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cascades that follow changes which are not written yet, in MySQL's order. They may wait for later changes too, as long
 * as these are of other tables than {@linkplain #affect they affect}. Used by one thread.
 */
final class PendingCascades {

    private final Cascades cascades;
    private final List<Step> steps = new ArrayList<>();
    private final Set<TableId> affected = new HashSet<>();

    PendingCascades(Cascades cascades) {
        this.cascades = cascades;
    }

    /** Whether changes of that table must wait until these cascades are carried out. */
    boolean affect(TableId table) {
        return affected.contains(table);
    }

    /**
     * Where the rows of an event go that {@linkplain Cascades#mayFollow may cascade}; null if they do not.
     *
     * @throws TableFailure if the parent is not readable
     */
    @Nullable
    Step step(ChangeEvent.Rows event) throws TableFailure {
        boolean deletes = event.operation() == Operation.DELETE;
        List<String> columns = cascades.referencedColumns(event.table(), deletes);
        if (columns.isEmpty()) {
            return null;
        }
        Step last = steps.isEmpty() ? null : steps.get(steps.size() - 1);
        if (last != null && deletes && last.rows.deleted() && last.table.equals(event.table())) {
            return last;
        }
        try {
            return new Step(event, cascades.parent(event.table()), columns, deletes);
        } catch (RuntimeException e) {
            throw cascades.unreadable(event.table(), event.header(), e);
        }
    }

    /** Carries them out; adds to what was written. */
    void run(Connection connection, Map<TableId, Written> written) throws SQLException, TableFailure {
        for (Step step : steps) {
            cascades.run(connection, step.table, step.header, step.rows)
                    .forEach((child, more) -> AppliedTables.sum(written, child, more));
        }
    }

    /** Deleted or changed rows of one parent. */
    final class Step {
        private final TableId table;
        private final EventHeader header;
        private final ReplicatedTable parent;
        private final int[] columns;
        private final ReferencedRows rows;
        private final ValueBuffer text = new ValueBuffer(64);

        private Step(ChangeEvent.Rows event, ReplicatedTable parent, List<String> columns, boolean deletes) {
            this.table = event.table();
            this.header = event.header();
            this.parent = parent;
            this.columns = columns.stream().mapToInt(parent::index).toArray();
            rows = new ReferencedRows(columns, deletes);
        }

        ReplicatedTable parent() {
            return parent;
        }

        /** Adds a row, unless nothing that children refer to has changed. */
        void add(@Nullable RowImage before, @Nullable RowImage after) {
            RowImage old = requireNonNull(before, "a before image");
            if (!rows.deleted() && isSame(old, requireNonNull(after, "an after image"))) {
                return;
            }
            if (rows.isEmpty()) {
                steps.add(this);
                affected.addAll(cascades.descendants(table));
            }
            rows.add(values(old), rows.deleted() ? new String[0] : values(requireNonNull(after)));
        }

        private boolean isSame(RowImage before, RowImage after) {
            for (int column : columns) {
                if (!before.sameValue(column, after)) {
                    return false;
                }
            }
            return true;
        }

        private @Nullable String[] values(RowImage image) {
            @Nullable String[] values = new @Nullable String[columns.length];
            for (int i = 0; i < columns.length; i++) {
                values[i] = image.isNull(columns[i]) ? null : value(image, columns[i]);
            }
            return values;
        }

        /** As PostgreSQL has it in the children; null where a policy left nothing of it that children could have. */
        private @Nullable String value(RowImage image, int column) {
            ColumnMapping mapping = parent.columns().get(column);
            text.clear();
            ColumnMapping.Outcome outcome =
                    mapping.write(image.bytes(), image.start(column), image.end(column), text, new BadValueCounts());
            return outcome == ColumnMapping.Outcome.VALUE
                    ? new String(text.array(), 0, text.length(), StandardCharsets.UTF_8)
                    : null;
        }
    }
}
