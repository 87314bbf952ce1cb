package dev.anole.postgres.apply;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A foreign key by which changes of a parent change a child.
 *
 * @param child the table that has the key
 * @param table the child as it is written to; null if it is not replicating
 * @param obstacle why its effects cannot be carried out; empty if they can
 */
record CascadingKey(
        TableId child,
        ForeignKeyDefinition definition,
        @Nullable ReplicatedTable table,
        Optional<String> obstacle) {

    TableId parent() {
        return definition.referencedTable();
    }

    /** The parent's columns. */
    List<String> referencedColumns() {
        return definition.referencedColumns();
    }

    /** Whether rows that are deleted, or whose referenced columns change, change child rows. */
    boolean acts(boolean onDelete) {
        return onDelete ? definition.changesOnDelete() : definition.changesOnUpdate();
    }

    boolean setsNull(boolean onDelete) {
        return (onDelete ? definition.onDelete() : definition.onUpdate()).equals("SET NULL");
    }
}
