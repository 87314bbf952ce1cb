package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.TableId;
import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.notice.Notices;
import dev.anole.postgres.PostgresAddress;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a sink task was configured with.
 *
 * @param batchEvents rows events in one PostgreSQL transaction, at most; a larger MySQL transaction stays whole
 * @param batchBytes bytes of row images in one PostgreSQL transaction, and of a MySQL transaction that is held in
 *     memory; a larger one streams through
 * @param queueBytes bytes of records that wait for the apply thread; beyond it the consumer is paused
 * @param continueOnError whether a table whose changes cannot be applied is disabled, and the rest goes on
 * @param refuseDrift whether a row that is not as MySQL had it makes a change one that cannot be applied
 * @param skipped events that are not applied
 * @param ddlPolicy what becomes of DDL statements
 * @param maintenance of the catalogue, by the sink itself
 * @param notices of what stands still; the task closes them
 */
public record ReplicaSettings(
        PostgresAddress postgres,
        String source,
        int batchEvents,
        long batchBytes,
        long queueBytes,
        boolean continueOnError,
        boolean refuseDrift,
        SkippedEvents skipped,
        DdlPolicy ddlPolicy,
        MaintenancePlan maintenance,
        Notices notices) {

    public ReplicaSettings {
        requireNonNull(postgres, "postgres");
        requireNonNull(source, "source");
        requireNonNull(skipped, "skipped");
        requireNonNull(ddlPolicy, "ddlPolicy");
        requireNonNull(maintenance, "maintenance");
    }

    /** Tells of the sink as a whole. */
    public void tell(NoticeLevel level, String message) {
        notices.send(level, message, Map.of("source", source, "connector", "sink"));
    }

    /** Tells that a statement, whose literals are nobody else's, awaits approval. */
    void tellHeld(Collection<TableId> tables) {
        tell(
                NoticeLevel.WARNING,
                tables.stream().map(TableId::toString).collect(Collectors.joining(", ")) + " of source " + source
                        + " stand still before a statement that ddl_policy holds. What to do: See `replica-admin"
                        + " show-status --source " + source + "`, and run `replica-admin approve-ddl`");
    }

    /** Tells that a table stands still from now on. */
    void tellDisabled(TableId table, String reason) {
        notices.send(
                NoticeLevel.ERROR,
                "The table " + table + " has left the replica of source " + source + ": " + reason,
                Map.of("source", source, "connector", "sink", "table", table.toString()));
    }
}
