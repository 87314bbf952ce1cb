package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One foreign key as MySQL defines it ({@code information_schema.referential_constraints}).
 *
 * @param onUpdate {@code NO ACTION}, {@code RESTRICT}, {@code CASCADE}, {@code SET NULL} or {@code SET DEFAULT}
 * @param onDelete likewise
 */
public record ForeignKeyDefinition(
        String name,
        List<String> columns,
        TableId referencedTable,
        List<String> referencedColumns,
        String onUpdate,
        String onDelete) {

    public ForeignKeyDefinition {
        requireNonNull(name, "name");
        columns = List.copyOf(columns);
        requireNonNull(referencedTable, "referencedTable");
        referencedColumns = List.copyOf(referencedColumns);
    }

    /** Whether a change of the parent row changes child rows. */
    public boolean cascades() {
        return changesOnUpdate() || changesOnDelete();
    }

    /** Whether a change of the referenced columns changes child rows. */
    public boolean changesOnUpdate() {
        return changesChild(onUpdate);
    }

    /** Whether a parent row's end changes child rows, or ends them. */
    public boolean changesOnDelete() {
        return changesChild(onDelete);
    }

    private static boolean changesChild(String action) {
        return !action.equals("NO ACTION") && !action.equals("RESTRICT");
    }
}
