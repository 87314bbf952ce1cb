package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The stream's beginning: topic, position and tables in the catalogue, and the sink's first sign of life. */
final class StreamStart {

    private static final Duration FIRST_RECORD_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final TargetDatabase database;
    private final ReplicaSource source;
    private final ReplicaConnectors connectors;

    StreamStart(TargetDatabase database, ReplicaSource source, ReplicaConnectors connectors) {
        this.database = database;
        this.source = source;
        this.connectors = connectors;
    }

    /**
     * The topic, ready for the stream.
     *
     * @param end where the sink begins
     * @param warnings each a sentence
     */
    record PreparedTopic(long end, List<String> warnings) {}

    /** Creates the topic, or takes the one that is there. */
    static PreparedTopic prepareTopic(Configuration configuration, ReplicaSource source) throws InterruptedException {
        try (ReplicaTopic topic = new ReplicaTopic(configuration.kafka().clientProperties(), source.topic())) {
            List<String> warnings = topic.ensure(source.settings().maxRecordBytes());
            return new PreparedTopic(topic.endOffset(), warnings);
        }
    }

    /** Writes where the replica begins; no table of it replicates yet. */
    void register(SourcePosition position, long topicEnd, List<TableDefinition> tables) throws SQLException {
        Set<TableId> joining = tables.stream().map(TableDefinition::id).collect(Collectors.toSet());
        database.inTransaction(() -> {
            database.positions().initialise(source.name(), source.topic(), 0, topicEnd, position);
            database.preparedTransactions(source.name()).forgetAll();
            ReplicaTables catalogue = database.tables(source.name());
            for (ReplicaTable table : catalogue.all()) {
                if (!table.joined() || !joining.contains(table.id())) {
                    catalogue.remove(table.id());
                } else {
                    // It stays, for readers, until its new copy is swapped in; nothing feeds it meanwhile.
                    catalogue.setState(table.id(), TableState.DISABLED, "init-replica is to copy it anew");
                }
            }
        });
    }

    /**
     * Takes up a stream that was begun, and whose tables have not all joined. Forgets tables that MySQL does not have any
     * more and that never joined.
     *
     * @return the tables that are to join it still
     */
    List<TableDefinition> takeUp(List<TableDefinition> tables) throws SQLException {
        Set<TableId> joining = tables.stream().map(TableDefinition::id).collect(Collectors.toSet());
        Set<TableId> joined = new HashSet<>();
        database.inTransaction(() -> {
            ReplicaTables catalogue = database.tables(source.name());
            for (ReplicaTable table : catalogue.all()) {
                if (table.state() == TableState.REPLICATING) {
                    joined.add(table.id());
                } else if (!joining.contains(table.id())) {
                    catalogue.remove(table.id());
                }
            }
        });
        return tables.stream().filter(table -> !joined.contains(table.id())).toList();
    }

    /**
     * Waits until the sink has applied the first record of the new stream: then both connectors work from end to end.
     *
     * @throws AdminException if a connector fails meanwhile, or nothing arrives
     */
    void awaitFirstRecord() throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(FIRST_RECORD_TIMEOUT);
        while (database.positions()
                .find(source.name())
                .map(ReplicaPosition::incarnation)
                .filter(incarnation -> incarnation > 0)
                .isEmpty()) {
            connectors.requireHealthy();
            if (Instant.now().isAfter(deadline)) {
                throw new AdminException(
                        ExitCode.FAILURE,
                        "Both connectors run, but after " + FIRST_RECORD_TIMEOUT.toSeconds()
                                + " s nothing has come from MySQL to PostgreSQL.",
                        "See the log of the Connect workers, and run init-replica again.");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }
}
