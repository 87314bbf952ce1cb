package dev.anole.postgres.catalogue;

import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.TableMapping;
import org.jspecify.annotations.Nullable;

/**
 * A table of the replica: a row of {@code anole.tables}.
 *
 * @param name where PostgreSQL has it
 * @param definition as MySQL had it at the replica's position
 * @param mapping what PostgreSQL has otherwise than the rules have it
 * @param joined whether PostgreSQL has a copy that is ours
 * @param reason why it is held or disabled; null otherwise
 */
public record ReplicaTable(
        TableId id,
        PostgresName name,
        TableDefinition definition,
        TableMapping mapping,
        TableState state,
        boolean joined,
        @Nullable String reason,
        Counters counters) {

    /** The same table as it is replaced by another one: what is kept as it is has no parts that are the replica's. */
    public ReplicaTable replacedBy(TableMapping next) {
        return next.existing() ? new ReplicaTable(id, name, definition, next, state, joined, reason, counters) : this;
    }

    /** The table as PostgreSQL has it. */
    public MappedTable mapped() {
        return new MappedTable(definition, name, mapping);
    }

    /**
     * Rows since the table joined.
     *
     * @param drifted changes that met a row that MySQL did not have so
     */
    public record Counters(long inserted, long updated, long deleted, long drifted) {
        public static final Counters NONE = new Counters(0, 0, 0, 0);
    }
}
