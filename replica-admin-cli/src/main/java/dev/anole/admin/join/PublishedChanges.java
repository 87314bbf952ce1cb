package dev.anole.admin.join;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the source has published between two places of its topic. */
public final class PublishedChanges {

    private PublishedChanges() {}

    /**
     * Whether rows of these tables were changed there, or a DDL statement was run. XA PREPARE, XA COMMIT and XA ROLLBACK
     * do not count, which are published of all databases.
     *
     * @param kafkaProperties of a Kafka client
     * @param from the first place
     * @param end offset behind the last record, which the sink has reached
     * @throws AdminException if the topic cannot be read
     */
    public static boolean concern(
            Map<String, Object> kafkaProperties, ReplicaPosition from, long end, Set<TableId> tables)
            throws InterruptedException {
        try (ChangeTopic topic =
                new ChangeTopic(kafkaProperties, from, JoinLimits.defaults().topicStall())) {
            for (Optional<ChangeTopic.Located> next = topic.next(end); next.isPresent(); next = topic.next(end)) {
                if (concerns(next.get().event(), tables)) {
                    return true;
                }
            }
            return false;
        } catch (TableFailure e) {
            throw new AdminException(
                    ExitCode.FAILURE, "The topic could not be read: " + e.found() + ".", e.remedy(), e);
        }
    }

    private static boolean concerns(ChangeEvent event, Set<TableId> tables) {
        return switch (event.kind()) {
            case ROWS -> tables.contains(((ChangeEvent.Rows) event).table());
            case ROWS_GROUP ->
                ((ChangeEvent.RowsGroup) event).events().stream().anyMatch(rows -> concerns(rows, tables));
            case SCHEMA_CHANGE -> true;
            case HEARTBEAT, INCARNATION, XA -> false;
        };
    }
}
