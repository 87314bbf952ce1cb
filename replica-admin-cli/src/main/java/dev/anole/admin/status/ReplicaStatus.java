package dev.anole.admin.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.anole.admin.connect.ConnectorState;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.ddl.Omission;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one source at one moment; a part that could not be asked is null, its problem says why.
 *
 * @param status null if the source is not registered
 * @param problem the one thing that is wrong; null if nothing is
 * @param remedy the one thing to do about it; null if nothing is wrong
 * @param schemaMappings MySQL database to PostgreSQL schema, as they are registered
 * @param maintainedAt when the last maintenance ended; null before the first
 * @param nextMaintenanceAt when the sink is due to maintain the catalogue by itself; null if it does not
 * @param lagSeconds how old the newest change of MySQL is that the replica lacks; 0 if it lacks none, null if unknown
 */
public record ReplicaStatus(
        String source,
        @Nullable String status,
        @Nullable String problem,
        @Nullable String remedy,
        @Nullable Double lagSeconds,
        Map<String, String> schemaMappings,
        @Nullable Instant maintainedAt,
        @Nullable Instant nextMaintenanceAt,
        @Nullable Applied applied,
        @Nullable TopicLag topic,
        List<Connector> connectors,
        Tables tables,
        List<String> unknown) {

    public ReplicaStatus {
        schemaMappings = Map.copyOf(schemaMappings);
        connectors = List.copyOf(connectors);
        unknown = List.copyOf(unknown);
    }

    /**
     * How far the sink is.
     *
     * @param position of MySQL, everything before which is applied
     * @param lastCommitAt when MySQL committed the last transaction applied; null before the first
     * @param changedAt when the sink wrote its place last
     * @param preparedTransactions XA transactions that MySQL has prepared, whose rows wait for XA COMMIT
     * @param oldestPreparedAt when the first of them was prepared; null if there is none
     */
    public record Applied(
            String position,
            @Nullable Instant lastCommitAt,
            @Nullable Instant changedAt,
            int preparedTransactions,
            @Nullable Instant oldestPreparedAt) {}

    /**
     * What the topic holds.
     *
     * @param lagRecords records that wait for the sink; control records of Kafka's transactions count too
     * @param oldestWaiting when MySQL committed the first change that waits; null if none waits
     */
    public record TopicLag(
            String topic,
            long beginningOffset,
            long endOffset,
            long sinkOffset,
            long lagRecords,
            @Nullable Instant oldestWaiting) {}

    /**
     * A connector with its tasks.
     *
     * @param state null if Connect does not have it
     * @param failure what the connector or its failed task says; null if nothing failed
     * @param remedy of the failure
     */
    public record Connector(
            String name,
            @Nullable ConnectorState state,
            List<ConnectorState> tasks,
            @Nullable String failure,
            @Nullable String remedy) {
        public Connector {
            tasks = List.copyOf(tasks);
        }

        @JsonIgnore
        public boolean running() {
            return state == ConnectorState.RUNNING && tasks.contains(ConnectorState.RUNNING) && failure == null;
        }
    }

    /**
     * @param byState how many tables are in each state
     * @param replayed since the tables were copied
     * @param drifted by table, rows that MySQL's changes met otherwise than MySQL had them; tables without are left out
     * @param badValues what was decided of values that PostgreSQL cannot hold
     * @param notReplicated tables that are disabled or held, with the reason
     * @param omissions what PostgreSQL's tables are without, or have otherwise than MySQL's
     */
    public record Tables(
            Map<String, Integer> byState,
            Replayed replayed,
            Map<String, Long> drifted,
            List<BadValueLog.Count> badValues,
            List<NotReplicated> notReplicated,
            List<LeftOut> omissions) {

        /** The state of tables that are copied once, from a source of type pgsql. */
        static final String COPIED = "copied";

        public Tables {
            badValues = List.copyOf(badValues);
            omissions = List.copyOf(omissions);
            notReplicated = List.copyOf(notReplicated);
        }
    }

    /** Rows of MySQL's changes. */
    public record Replayed(long inserted, long updated, long deleted) {
        static final Replayed NONE = new Replayed(0, 0, 0);

        Replayed plus(ReplicaTable.Counters counters) {
            return new Replayed(
                    inserted + counters.inserted(), updated + counters.updated(), deleted + counters.deleted());
        }
    }

    public record NotReplicated(TableId table, String state, String reason) {}

    /** Of one table. */
    public record LeftOut(TableId table, Omission.Kind kind, String object, String detail) {}

    /** Whether the tables are copied once, and nothing keeps them up. */
    @JsonIgnore
    public boolean copied() {
        return tables.byState().containsKey(Tables.COPIED);
    }

    /** Whether both connectors and their tasks run. */
    @JsonIgnore
    public boolean running() {
        return !connectors.isEmpty() && connectors.stream().allMatch(Connector::running);
    }

    @JsonIgnore
    public boolean is(SourceStatus other) {
        return other.toString().equals(status);
    }
}
