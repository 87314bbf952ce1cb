package dev.anole.admin.connect;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.PostgresSettings;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.contract.OperatorMessage;
import dev.anole.mysql.MySqlSourceConfig;
import dev.anole.mysql.stream.TableFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The two connectors of one source, started, stopped and removed together. For one thread. */
public final class ReplicaConnectors {

    /** A worker that went away keeps its tasks for {@code scheduled.rebalance.max.delay.ms}, 5 minutes by default. */
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

    private static final Duration STOP_TIMEOUT = Duration.ofMinutes(1);

    private final ConnectRest connect;
    private final ReplicaSource source;
    /** Sink first: it is ready when the source's first record arrives. */
    private final List<String> names;

    public ReplicaConnectors(ConnectRest connect, ReplicaSource source) {
        this.connect = connect;
        this.source = source;
        names = List.of(source.sinkConnector(), source.sourceConnector());
    }

    /** Those that Connect does not have. */
    public List<String> missing() throws InterruptedException {
        List<String> known = connect.connectors();
        return names.stream().filter(name -> !known.contains(name)).toList();
    }

    /** Whether the file names another MySQL server than the source connector was told to read. */
    public boolean isMoved() throws InterruptedException {
        Map<String, String> current = connect.config(source.sourceConnector());
        Map<String, String> wanted = ConnectorConfigs.source(source);
        return Stream.of(MySqlSourceConfig.HOST, MySqlSourceConfig.PORT)
                .anyMatch(setting -> !Objects.equals(current.get(setting), wanted.get(setting)));
    }

    /** @throws AdminException if Connect does not have both */
    public void requirePresent() throws InterruptedException {
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "Kafka Connect does not have " + String.join(" and ", missing) + ".",
                    "Check that connect.url is the cluster on which the source was initialised; if it is, run init-replica"
                            + " --source " + source.name() + ".");
        }
    }

    /**
     * For a source that the catalogue does not know as a replica yet.
     *
     * @throws AdminException if there is a sink connector of its name that writes to another PostgreSQL database
     */
    public void requireNoneOfOthers(PostgresSettings postgres) throws InterruptedException {
        String sink = source.sinkConnector();
        if (!connect.connectors().contains(sink)) {
            return;
        }
        Map<String, String> current = connect.config(sink);
        Map<String, String> wanted = ConnectorConfigs.sink(source, postgres);
        if (ConnectorConfigs.TARGET_KEYS.stream()
                .anyMatch(setting -> !Objects.equals(current.get(setting), wanted.get(setting)))) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "Kafka Connect has a connector " + sink + " already, which writes to "
                            + ConnectorConfigs.TARGET_KEYS.stream()
                                    .map(setting -> setting + "=" + current.get(setting))
                                    .collect(joining(", "))
                            + ", and belongs to another replica.",
                    "Give the source another name, or delete the connector if that replica is gone.");
        }
    }

    /** Which tables the source connector is told to publish. */
    public TableFilter filter() throws InterruptedException {
        return ConnectorConfigs.filter(connect.config(source.sourceConnector()));
    }

    /** Brings the source connector's configuration up to the file's. */
    public void configureSource() throws InterruptedException {
        configure(source.sourceConnector(), ConnectorConfigs.sourceSettings(source));
    }

    /** Brings their configurations up to the file's; settings that somebody added by hand stay. */
    public void configure(PostgresSettings postgres) throws InterruptedException {
        configure(source.sinkConnector(), ConnectorConfigs.sinkSettings(source, postgres));
        configure(source.sourceConnector(), ConnectorConfigs.sourceSettings(source));
    }

    private void configure(String name, ConnectorSettings wanted) throws InterruptedException {
        Map<String, String> current = connect.config(name);
        Map<String, String> merged = wanted.over(current);
        if (!merged.equals(current)) {
            connect.putConfig(name, merged);
        }
    }

    /** Starts both, failed ones too, and waits until their tasks run. */
    public void start() throws InterruptedException {
        for (String name : names) {
            if (connect.status(name).flatMap(ConnectorStatus::failure).isPresent()) {
                // Resuming leaves failed tasks as they are; and once stopped, they are no more taken for failing anew.
                connect.stop(name);
                new ConnectorWait(connect, STOP_TIMEOUT).untilStopped(name);
            }
            connect.resume(name);
        }
        ConnectorWait wait = new ConnectorWait(connect, START_TIMEOUT);
        for (String name : names) {
            wait.untilRunning(name);
        }
    }

    /** Has those that exist stopped, the source first, without waiting for it; returns their names. */
    public List<String> requestStop() throws InterruptedException {
        List<String> known = connect.connectors();
        List<String> present = Stream.of(source.sourceConnector(), source.sinkConnector())
                .filter(known::contains)
                .toList();
        for (String name : present) {
            connect.stop(name);
        }
        return present;
    }

    /** Stops those that exist and waits until their tasks have ended; offsets stay. */
    public void stop() throws InterruptedException {
        ConnectorWait wait = new ConnectorWait(connect, STOP_TIMEOUT);
        for (String name : requestStop()) {
            wait.untilStopped(name);
        }
    }

    /** Stops and deletes those that exist, and the source's offsets, which Connect would keep otherwise. */
    public void remove() throws InterruptedException {
        stop();
        List<String> known = connect.connectors();
        for (String name : names) {
            if (known.contains(name)) {
                // Those of the sink's group say nothing, and Kafka keeps the group while its static member may come
                // back.
                if (name.equals(source.sourceConnector())) {
                    connect.deleteOffsets(name);
                }
                connect.delete(name);
            }
        }
    }

    /**
     * Has the plug-ins check both configurations on a worker.
     *
     * @throws AdminException if a plug-in is not installed, or refuses a setting
     */
    public void validate(PostgresSettings postgres) throws InterruptedException {
        requirePlugins();
        requireValid(source.sourceConnector(), ConnectorConfigs.source(source));
        requireValid(source.sinkConnector(), ConnectorConfigs.sink(source, postgres));
    }

    private void requirePlugins() throws InterruptedException {
        List<String> installed =
                connect.plugins().stream().map(ConnectorPlugin::className).toList();
        List<String> missing = Stream.of(ConnectorConfigs.SOURCE_CLASS, ConnectorConfigs.SINK_CLASS)
                .filter(plugin -> !installed.contains(plugin))
                .toList();
        if (!missing.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The Connect worker has not installed " + String.join(" and ", missing) + ".",
                    "Unpack mysql-source-connector-*.zip and postgres-sink-connector-*.zip into a folder of the"
                            + " plugin.path of every worker, and restart the workers.");
        }
    }

    private void requireValid(String name, Map<String, String> config) throws InterruptedException {
        Map<String, String> named = new LinkedHashMap<>(config);
        named.put("name", name);
        List<String> errors = connect.validate(named).errors();
        if (!errors.isEmpty()) {
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "Kafka Connect refuses the configuration of " + name + ": " + String.join("; ", errors),
                    "Correct the matching keys in the configuration, seen from the Connect worker's machine.");
        }
    }

    /** Creates both, not running yet, the source at its start. */
    public void createStopped(PostgresSettings postgres, ConnectorOffsets start) throws InterruptedException {
        connect.createStopped(source.sinkConnector(), ConnectorConfigs.sink(source, postgres));
        connect.createStopped(source.sourceConnector(), ConnectorConfigs.source(source));
        connect.patchOffsets(source.sourceConnector(), start);
    }

    /** @throws AdminException with the message of the connector or task that has failed, if one has */
    public void requireHealthy() throws InterruptedException {
        for (String name : names) {
            Optional<OperatorMessage> failure = connect.status(name).flatMap(ConnectorStatus::failure);
            if (failure.isPresent()) {
                throw ConnectorWait.failed(name, failure.get());
            }
        }
    }
}
