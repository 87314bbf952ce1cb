package dev.anole.postgres.catalogue;

import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import org.jspecify.annotations.Nullable;

/**
 * A table of the replica: a row of {@code anole.tables}.
 *
 * @param name where PostgreSQL has it
 * @param definition as MySQL had it at the replica's position
 * @param joined whether PostgreSQL has a copy that is ours
 * @param reason why it is held or disabled; null otherwise
 */
public record ReplicaTable(
        TableId id,
        PostgresName name,
        TableDefinition definition,
        TableState state,
        boolean joined,
        @Nullable String reason,
        Counters counters) {

    /**
     * Rows since the table joined.
     *
     * @param drifted changes that met a row that MySQL did not have so
     * @param replacedValues values that PostgreSQL cannot hold, replaced as the policy says
     */
    public record Counters(long inserted, long updated, long deleted, long drifted, long replacedValues) {
        public static final Counters NONE = new Counters(0, 0, 0, 0, 0);
    }
}
