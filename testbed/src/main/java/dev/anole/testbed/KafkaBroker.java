package dev.anole.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka cluster of one node, broker and controller in one (KRaft), on the loopback address. */
public final class KafkaBroker extends Server {
    static final String MAIN_CLASS = "kafka.Kafka";
    private static final String HOST = "127.0.0.1";
    private static final int HEAP_MEGABYTES = 512;
    private static final int LARGEST_MESSAGE_BYTES = 64 * 1024 * 1024;
    private static final int PROBE_TIMEOUT_MS = 2_000;
    private static final int NO_PORT = 0;

    /** Of the listener that asks for it: the user name, and the password. */
    public static final String SECURED_USER = "anole";

    public static final String SECURED_PASSWORD = "open sesame";

    private final int port;
    private final int securedPort;

    private KafkaBroker(Lifecycle lifecycle, Path logFile, int port, int securedPort) {
        super("Kafka", lifecycle, logFile);
        this.port = port;
        this.securedPort = securedPort;
    }

    /** A new broker, not yet started, without topics; it creates none that it was not asked to. */
    public static KafkaBroker create(Workspace workspace) {
        return create(workspace, Map.of());
    }

    /** A new broker, not yet started, with broker properties that override the testbed's own. */
    public static KafkaBroker create(Workspace workspace, Map<String, String> overrides) {
        return create(workspace, overrides, Containers.areWanted() ? List.of() : ClassArchives.use(MAIN_CLASS));
    }

    static KafkaBroker create(Workspace workspace, Map<String, String> overrides, List<String> jvmOptions) {
        Path folder = workspace.newFolder("kafka");
        Path logFile = workspace.logFile(folder);
        int port = Ports.free();
        Map<String, String> properties = properties();
        properties.putAll(overrides);
        if (Containers.areWanted()) {
            Lifecycle container = ServerContainer.kafka(port, properties, logFile);
            return new KafkaBroker(workspace.own(container), logFile, port, NO_PORT);
        }
        Path logs = folder.resolve("data");
        FileTree.copy(KafkaStorage.formatted(), logs);
        int securedPort = Ports.free();
        Map<String, String> all = KafkaStorage.singleNode(logs, HOST, port, Ports.free());
        addSecuredListener(all, securedPort);
        all.putAll(properties);
        String file = KafkaProgram.writeProperties(folder.resolve("server.properties"), all);
        List<String> command = KafkaProgram.command(folder, HEAP_MEGABYTES, jvmOptions, MAIN_CLASS, file);
        Lifecycle process = new ServerProcess(command, Map.of(), "TERM", logFile);
        return new KafkaBroker(workspace.own(process), logFile, port, securedPort);
    }

    /** SASL_PLAINTEXT with the mechanism PLAIN. */
    private static void addSecuredListener(Map<String, String> properties, int port) {
        properties.merge("listeners", "SECURED://" + HOST + ":" + port, (others, secured) -> others + "," + secured);
        properties.merge(
                "listener.security.protocol.map",
                "SECURED:SASL_PLAINTEXT",
                (others, secured) -> others + "," + secured);
        properties.put("listener.name.secured.sasl.enabled.mechanisms", "PLAIN");
        properties.put(
                "listener.name.secured.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_" + SECURED_USER + "=\""
                        + SECURED_PASSWORD + "\";");
    }

    /** {@code host:port}, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /**
     * The same for clients that name themselves by SASL (mechanism PLAIN, no TLS) as {@link #SECURED_USER}; empty where the
     * broker runs as a container.
     */
    public Optional<String> securedBootstrapServers() {
        return securedPort == NO_PORT ? Optional.empty() : Optional.of(HOST + ":" + securedPort);
    }

    private static Map<String, String> properties() {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("auto.create.topics.enable", "false");
        properties.put("message.max.bytes", Integer.toString(LARGEST_MESSAGE_BYTES));
        properties.put("replica.fetch.max.bytes", Integer.toString(LARGEST_MESSAGE_BYTES));
        // Small: one node, and a killed client or broker is noticed in seconds.
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "5");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "5");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        properties.put("group.min.session.timeout.ms", "500");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("broker.session.timeout.ms", "2000");
        properties.put("num.io.threads", "4");
        properties.put("num.network.threads", "2");
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        return properties;
    }

    @Override
    String probe() throws Exception {
        Map<String, Object> client = Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "request.timeout.ms",
                PROBE_TIMEOUT_MS,
                "default.api.timeout.ms",
                PROBE_TIMEOUT_MS,
                "reconnect.backoff.ms",
                50,
                "reconnect.backoff.max.ms",
                50);
        Admin admin = Admin.create(client);
        try {
            if (admin.describeCluster()
                    .nodes()
                    .get(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS)
                    .isEmpty()) {
                throw new IllegalStateException("The broker is fenced");
            }
            admin.listTopics().names().get(PROBE_TIMEOUT_MS, TimeUnit.MILLISECONDS);
            return KafkaLibraries.version();
        } finally {
            // Without a limit, a client whose answer has gone astray waits for minutes.
            admin.close(Duration.ofMillis(PROBE_TIMEOUT_MS));
        }
    }
}
