package dev.anole.admin.topic;

import static java.util.Objects.requireNonNull;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.KafkaSettings;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topic that carries a source's changes, by Kafka's admin client. For one thread; to be closed. */
public final class ReplicaTopic implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final short BROKER_DEFAULT = -1;

    private final Admin admin;
    private final String servers;
    private final String topic;

    /** The one that the catalogue knows of a source; the configuration may name another by now. */
    public static ReplicaTopic of(KafkaSettings kafka, ReplicaPosition position) {
        return new ReplicaTopic(kafka.clientProperties(), position.topic());
    }

    /** @param clientProperties of the brokers, security included */
    public ReplicaTopic(Map<String, Object> clientProperties, String topic) {
        this.topic = topic;
        servers = String.valueOf(clientProperties.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(AdminClientConfig.CLIENT_ID_CONFIG, "replica-admin");
        properties.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        properties.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        try {
            admin = Admin.create(properties);
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "The Kafka client cannot be set up: " + reason.getMessage(),
                    "Correct kafka.bootstrap_servers and kafka.properties in the configuration.",
                    e);
        }
    }

    /**
     * Creates the topic, unless it is there and fit: one partition, so that Kafka's order is MySQL's commit order, never
     * compacted, kept for ever, wide enough for large rows.
     *
     * @param maxRecordBytes that a record may have
     * @return what may harm the replica, each a sentence; empty if nothing
     * @throws AdminException if an existing topic is not fit
     */
    public List<String> ensure(int maxRecordBytes) throws InterruptedException {
        if (!exists()) {
            try {
                create(maxRecordBytes);
                return List.of();
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof PolicyViolationException || cause instanceof InvalidConfigurationException) {
                    throw refused(maxRecordBytes, cause);
                }
                if (!(cause instanceof TopicExistsException)) {
                    throw failure("create", e);
                }
            }
        }
        return requireFit(maxRecordBytes);
    }

    private AdminException refused(int maxRecordBytes, Throwable cause) {
        return new AdminException(
                ExitCode.PRECONDITION,
                "Kafka refuses to create the topic " + topic + " with max.message.bytes=" + maxRecordBytes
                        + " and unlimited retention: " + cause.getMessage(),
                "Set max_record_bytes under the source to what the cluster's policy allows, or create the topic yourself"
                        + " with one partition.",
                cause);
    }

    private void create(int maxRecordBytes) throws InterruptedException, ExecutionException {
        NewTopic wanted = new NewTopic(topic, 1, BROKER_DEFAULT)
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        "-1",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(maxRecordBytes)));
        get(admin.createTopics(List.of(wanted)).all());
        awaitVisible();
    }

    /** Brokers learn of a new topic one by one, and those that know of none yet say that there is none. */
    private void awaitVisible() throws InterruptedException, ExecutionException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            try {
                listOffset(OffsetSpec.latest());
                return;
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException) || System.nanoTime() > deadline) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(100);
            }
        }
    }

    /** Deletes it; returns whether it was there. */
    public boolean delete() throws InterruptedException {
        try {
            get(admin.deleteTopics(List.of(topic)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure("delete", e);
        }
    }

    public boolean exists() throws InterruptedException {
        try {
            describe();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw failure("describe", e);
        }
    }

    private TopicDescription describe() throws InterruptedException, ExecutionException {
        return requireNonNull(
                get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic));
    }

    /**
     * Checks the topic that is there.
     *
     * @return what may harm the replica, each a sentence; empty if nothing
     * @throws AdminException if it is not there, or not fit
     */
    public List<String> requireFit(int maxRecordBytes) throws InterruptedException {
        try {
            int partitions = describe().partitions().size();
            if (partitions != 1) {
                throw unfit("has " + partitions + " partitions, where one is needed to keep MySQL's commit order");
            }
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config = requireNonNull(
                    get(admin.describeConfigs(List.of(resource)).all()).get(resource));
            String policy = value(config, TopicConfig.CLEANUP_POLICY_CONFIG);
            if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw unfit("is compacted (cleanup.policy=" + policy + "), which would drop changes");
            }
            requireWide(Integer.parseInt(value(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG)), maxRecordBytes);
            return retention(config);
        } catch (ExecutionException e) {
            throw failure("describe", e);
        }
    }

    private AdminException unfit(String finding) {
        return new AdminException(
                ExitCode.PRECONDITION,
                "The topic " + topic + " exists and " + finding + ".",
                "Delete the topic and run init-replica, which creates it as it must be, or give the source another one by its"
                        + " key topic.");
    }

    private void requireWide(int limit, int maxRecordBytes) {
        if (limit < maxRecordBytes) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The topic " + topic + " takes records of " + limit + " bytes (max.message.bytes), where up to "
                            + maxRecordBytes + " may come (max_record_bytes).",
                    "Raise it by `kafka-configs.sh --alter --entity-type topics --entity-name " + topic
                            + " --add-config max.message.bytes=" + maxRecordBytes + "`, or set max_record_bytes: "
                            + limit
                            + " under the source, with which a larger row stops the replica.");
        }
    }

    private List<String> retention(Config config) {
        List<String> limits = new ArrayList<>();
        for (String key : List.of(TopicConfig.RETENTION_MS_CONFIG, TopicConfig.RETENTION_BYTES_CONFIG)) {
            if (!value(config, key).equals("-1")) {
                limits.add(key + "=" + value(config, key));
            }
        }
        return limits.isEmpty()
                ? List.of()
                : List.of(
                        "The topic " + topic + " drops records (" + String.join(", ", limits)
                                + "): a replica that has not applied them by then must be initialised again. Set both to -1, or see to it that no stop lasts longer.");
    }

    private static String value(Config config, String key) {
        return requireNonNull(requireNonNull(config.get(key), key).value(), key);
    }

    /** Offset of the first record that the topic still has. */
    public long beginningOffset() throws InterruptedException {
        return offset(OffsetSpec.earliest());
    }

    /** Offset that the next record will have. */
    public long endOffset() throws InterruptedException {
        return offset(OffsetSpec.latest());
    }

    private long offset(OffsetSpec which) throws InterruptedException {
        try {
            return listOffset(which);
        } catch (ExecutionException e) {
            throw failure("read the offsets of", e);
        }
    }

    private long listOffset(OffsetSpec which) throws InterruptedException, ExecutionException {
        TopicPartition partition = new TopicPartition(topic, 0);
        return get(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                .offset();
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException {
        try {
            return future.get(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(e);
        }
    }

    private AdminException failure(String attempt, ExecutionException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        if (cause instanceof AuthenticationException) {
            return new AdminException(
                    ExitCode.CONNECTION,
                    "Kafka refuses this client at " + servers + ": " + cause.getMessage() + ".",
                    "Correct the security settings under kafka.properties in the configuration.",
                    e);
        }
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException || cause instanceof TimeoutException) {
            return new AdminException(
                    ExitCode.CONNECTION,
                    "Kafka does not answer at " + servers + " (" + cause.getMessage() + ").",
                    "Start the broker, or correct kafka.bootstrap_servers and kafka.properties in the configuration.",
                    e);
        }
        if (cause instanceof UnknownTopicOrPartitionException) {
            return new AdminException(
                    ExitCode.PRECONDITION,
                    "The topic " + topic + " does not exist.",
                    "Run init-replica: without the topic the replica cannot go on from where it was.",
                    e);
        }
        return new AdminException(
                ExitCode.FAILURE,
                "Could not " + attempt + " the topic " + topic + ": " + cause.getMessage(),
                "Check the topic and this client's permissions on it.",
                e);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
