package dev.anole.admin.status;

import dev.anole.admin.AdminException;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceType;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ConnectorStatus;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.status.ReplicaStatus.Applied;
import dev.anole.admin.status.ReplicaStatus.Connector;
import dev.anole.admin.status.ReplicaStatus.LeftOut;
import dev.anole.admin.status.ReplicaStatus.NotReplicated;
import dev.anole.admin.status.ReplicaStatus.Replayed;
import dev.anole.admin.status.ReplicaStatus.Tables;
import dev.anole.admin.status.ReplicaStatus.TopicLag;
import dev.anole.admin.topic.OldestWaiting;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.contract.OperatorMessage;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.Sources;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.prepared.PreparedTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks catalogue, Connect and Kafka about sources. A server that does not answer leaves its part unknown. One thread. */
public final class StatusReader {

    private static final Logger LOG = LoggerFactory.getLogger(StatusReader.class);

    private final Configuration configuration;
    private final ConnectRest connect;
    private final TargetDatabase database;

    public StatusReader(Configuration configuration, TargetDatabase database) {
        this.configuration = configuration;
        this.database = database;
        connect = new ConnectRest(configuration.connect());
    }

    /** Every source of the configuration, in its order, then those that only the catalogue has. */
    public List<String> names() throws SQLException {
        List<String> names = new ArrayList<>(configuration.sources().keySet());
        for (Sources.Source registered : database.sources().all()) {
            if (!names.contains(registered.name())) {
                names.add(registered.name());
            }
        }
        return names;
    }

    /** The status of one source, which the configuration need not have. */
    public ReplicaStatus read(String name) throws SQLException, InterruptedException {
        Optional<Sources.Source> registered = database.sources().find(name);
        @Nullable ReplicaPosition position = database.positions().find(name).orElse(null);
        List<String> unknown = new ArrayList<>();
        boolean copied = isCopied(name);
        List<Connector> connectors = registered.isEmpty() || copied ? List.of() : connectors(name, unknown);
        @Nullable TopicLag topic = null;
        @Nullable AdminException topicProblem = null;
        if (position != null) {
            @Nullable ReplicaSource source = configuration.sources().get(name);
            try (ReplicaTopic found = ReplicaTopic.of(configuration.kafka(), position)) {
                topic = lag(found, position);
                if (source != null) {
                    found.requireFit(source.settings().maxRecordBytes());
                }
            } catch (AdminException e) {
                topicProblem = e;
                if (topic == null) {
                    unknown.add("The lag: " + e.sentence() + " " + e.remedy());
                }
            }
        }
        List<ErrorLog.Entry> errors =
                registered.isEmpty() ? List.of() : database.errors().of(name, 1);
        ReplicaStatus found = new ReplicaStatus(
                name,
                registered.map(source -> source.status().toString()).orElse(null),
                null,
                null,
                null,
                registered.map(Sources.Source::schemaMappings).orElse(Map.of()),
                database.maintenance(name).last().orElse(null),
                nextMaintenance(name, registered.map(Sources.Source::status).orElse(null)),
                position == null ? null : applied(position),
                topic,
                connectors,
                copied ? copiedTables(name) : tables(name),
                unknown);
        Clues clues = new Clues(
                errors.isEmpty() ? null : errors.get(0).failure(),
                database.sinkWait(name).orElse(null),
                topicProblem,
                database.sources().isDetaching(name),
                new Clues.Copying(database.commandAtWork(name).orElse(null), database.joining(name)),
                () -> mySqlProblem(name));
        return Diagnosis.of(found, clues, Instant.now());
    }

    /** Null for a sink that does not run. A text that is no interval is for start-replica to refuse. */
    private @Nullable Instant nextMaintenance(String name, @Nullable SourceStatus status) throws SQLException {
        ReplicaSource source = configuration.sources().get(name);
        String interval = source == null ? "" : source.settings().maintenanceInterval();
        return status != SourceStatus.RUNNING
                        || interval.isEmpty()
                        || database.interval(interval).isEmpty()
                ? null
                : database.maintenance(name).next(interval).orElse(null);
    }

    /** Seen from here, which need not be what the source connector sees. */
    private Optional<AdminException> mySqlProblem(String name) {
        @Nullable ReplicaSource source = configuration.sources().get(name);
        if (source == null) {
            return Optional.empty();
        }
        try (Connection answering = SourceServer.open(source.settings().dbConn())) {
            LOG.debug("MySQL answers: {}", answering);
            return Optional.empty();
        } catch (AdminException e) {
            return Optional.of(e);
        } catch (SQLException e) {
            LOG.debug("Closing the session failed", e);
            return Optional.empty();
        }
    }

    private Applied applied(ReplicaPosition position) throws SQLException {
        PreparedTransactions.Waiting prepared =
                database.preparedTransactions(position.source()).waiting();
        return new Applied(
                position.applied().toString(),
                position.lastCommitAt(),
                position.changedAt(),
                prepared.transactions(),
                prepared.oldest());
    }

    private List<Connector> connectors(String name, List<String> unknown) throws InterruptedException {
        @Nullable ReplicaSource source = configuration.sources().get(name);
        if (source == null) {
            unknown.add("The connectors: the source is not in " + configuration.file() + ".");
            return List.of();
        }
        try {
            return List.of(connector(source.sourceConnector()), connector(source.sinkConnector()));
        } catch (AdminException e) {
            unknown.add("The connectors: " + e.sentence() + " " + e.remedy());
            return List.of();
        }
    }

    private Connector connector(String name) throws InterruptedException {
        Optional<ConnectorStatus> status = connect.status(name);
        if (status.isEmpty()) {
            return new Connector(name, null, List.of(), null, null);
        }
        @Nullable OperatorMessage failure = status.get().failure().orElse(null);
        return new Connector(
                name,
                status.get().connector().state(),
                status.get().tasks().stream().map(ConnectorStatus.Part::state).toList(),
                failure == null ? null : failure.problem(),
                failure == null ? null : failure.remedy());
    }

    private TopicLag lag(ReplicaTopic topic, ReplicaPosition position) throws InterruptedException {
        long end = topic.endOffset();
        long waiting = Math.max(0, end - position.nextOffset());
        return new TopicLag(
                position.topic(),
                topic.beginningOffset(),
                end,
                position.nextOffset(),
                waiting,
                waiting == 0
                        ? null
                        : OldestWaiting.commitTime(
                                        configuration.kafka().clientProperties(),
                                        position.topic(),
                                        position.nextOffset())
                                .orElse(null));
    }

    /** Whether it is of type pgsql. */
    private boolean isCopied(String name) {
        @Nullable ReplicaSource source = configuration.sources().get(name);
        return source != null && source.settings().type() == SourceType.PGSQL;
    }

    private Tables copiedTables(String name) throws SQLException {
        int tables = database.tables(name).all().size();
        Map<String, Integer> byState = tables == 0 ? Map.of() : Map.of(Tables.COPIED, tables);
        return new Tables(byState, Replayed.NONE, Map.of(), List.of(), List.of(), List.of());
    }

    private Tables tables(String name) throws SQLException {
        Map<String, Integer> byState = new TreeMap<>();
        List<NotReplicated> notReplicated = new ArrayList<>();
        List<LeftOut> omissions = new ArrayList<>();
        Map<String, Long> drifted = new TreeMap<>();
        Replayed replayed = Replayed.NONE;
        for (ReplicaTable table : database.tables(name).all()) {
            byState.merge(table.state().toString(), 1, Integer::sum);
            replayed = replayed.plus(table.counters());
            count(drifted, table, table.counters().drifted());
            if (table.joined()) {
                new TableRenderer(table.mapped())
                        .omissions()
                        .forEach(left ->
                                omissions.add(new LeftOut(table.id(), left.kind(), left.object(), left.detail())));
            }
            if (table.state() == TableState.DISABLED || table.state() == TableState.HELD) {
                String reason = table.reason() == null ? "" : table.reason();
                notReplicated.add(new NotReplicated(table.id(), table.state().toString(), reason));
            }
        }
        return new Tables(byState, replayed, drifted, database.badValues(name).counts(), notReplicated, omissions);
    }

    private static void count(Map<String, Long> counts, ReplicaTable table, long rows) {
        if (rows > 0) {
            counts.put(table.id().toString(), rows);
        }
    }
}
