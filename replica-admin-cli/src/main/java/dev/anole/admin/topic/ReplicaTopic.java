package dev.anole.admin.topic;

import static java.util.Objects.requireNonNull;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import java.time.Duration;
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
    private static final int SMALLEST_LIMIT = 1 << 20;

    private final Admin admin;
    private final String servers;
    private final String topic;

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
     * @param maxRecordBytes wanted; less where the broker's policy refuses it
     * @return whether it was created
     * @throws AdminException if an existing topic is not fit
     */
    public boolean ensure(int maxRecordBytes) throws InterruptedException {
        if (exists()) {
            requireFit();
            return false;
        }
        for (int limit = maxRecordBytes; ; limit /= 4) {
            try {
                create(limit);
                return true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    requireFit();
                    return false;
                }
                boolean refused = e.getCause() instanceof PolicyViolationException
                        || e.getCause() instanceof InvalidConfigurationException;
                if (!refused || limit / 4 < SMALLEST_LIMIT) {
                    throw failure("create", e);
                }
            }
        }
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
    }

    private boolean exists() throws InterruptedException {
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

    private void requireFit() throws InterruptedException {
        try {
            int partitions = describe().partitions().size();
            if (partitions != 1) {
                throw unfit("has " + partitions + " partitions, where one is needed to keep MySQL's commit order");
            }
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
            Config config = requireNonNull(
                    get(admin.describeConfigs(List.of(resource)).all()).get(resource));
            String policy = requireNonNull(config.get(TopicConfig.CLEANUP_POLICY_CONFIG))
                    .value();
            if (policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
                throw unfit("is compacted (cleanup.policy=" + policy + "), which would drop changes");
            }
        } catch (ExecutionException e) {
            throw failure("describe", e);
        }
    }

    private AdminException unfit(String finding) {
        return new AdminException(
                ExitCode.PRECONDITION,
                "The topic " + topic + " exists and " + finding + ".",
                "Delete the topic, so that it is created as it must be, or give the source another one by its key topic.");
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
        TopicPartition partition = new TopicPartition(topic, 0);
        try {
            return get(admin.listOffsets(Map.of(partition, which)).partitionResult(partition))
                    .offset();
        } catch (ExecutionException e) {
            throw failure("read the offsets of", e);
        }
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
        if (cause instanceof org.apache.kafka.common.errors.TimeoutException
                || cause instanceof TimeoutException
                || cause instanceof AuthenticationException) {
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
