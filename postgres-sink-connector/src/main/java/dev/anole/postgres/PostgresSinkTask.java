package dev.anole.postgres;

import dev.anole.contract.OperatorMessage;
import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.notice.Notices;
import dev.anole.contract.notice.RollbarConfig;
import dev.anole.postgres.apply.ApplyThread;
import dev.anole.postgres.apply.DeliveredRecord;
import dev.anole.postgres.apply.ReplicaSettings;
import dev.anole.postgres.apply.SinkMetrics;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.jspecify.annotations.Nullable;

/** Stands between Connect and the {@link ApplyThread}: hands records over, pauses the consumer, seeks. */
public final class PostgresSinkTask extends SinkTask {

    /** How soon Connect calls again when there are no records: a paused consumer, a failure or a seek may wait. */
    private static final long CALL_AGAIN_MS = 100;

    private Notices notices = Notices.none();
    private @Nullable ReplicaSettings settings;
    private @Nullable SinkMetrics metrics;
    private @Nullable TopicPartition partition;
    /** Whoever reads the metrics looks at it too. */
    private volatile @Nullable ApplyThread applyThread;

    private boolean paused;

    @Override
    public String version() {
        return PluginVersion.get();
    }

    @Override
    public void start(Map<String, String> newSettings) {
        PostgresSinkConfig config = new PostgresSinkConfig(newSettings);
        notices = RollbarConfig.notices(config);
        ReplicaSettings replica = config.replica(notices);
        settings = replica;
        metrics = new SinkMetrics(newSettings.getOrDefault("name", replica.source()), this::queueBytes);
    }

    private long queueBytes() {
        ApplyThread thread = applyThread;
        return thread == null ? 0 : thread.queueBytes();
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        ReplicaSettings replica = settings;
        SinkMetrics counting = metrics;
        if (partitions.isEmpty() || replica == null || counting == null) {
            return;
        }
        if (partitions.size() > 1 || partitions.iterator().next().partition() != 0) {
            throw failure(
                    "The sink of source " + replica.source() + " was given the partitions " + sorted(partitions)
                            + ", but a source has one topic with one partition, which keeps MySQL's order",
                    "Set topics of the sink connector to the source's topic alone; if that has more partitions, delete"
                            + " it and run `replica-admin init-replica --source " + replica.source() + "`");
        }
        TopicPartition opened = partitions.iterator().next();
        partition = opened;
        // Connect keeps what was paused through a rebalance that gives the partition back.
        context.resume(opened);
        paused = false;
        applyThread = new ApplyThread(replica, opened.topic(), opened.partition(), counting);
        context.timeout(CALL_AGAIN_MS);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        TopicPartition of = partition;
        ApplyThread thread = applyThread;
        if (of == null || thread == null) {
            return;
        }
        context.timeout(CALL_AGAIN_MS);
        RuntimeException failure = thread.failure();
        if (failure != null) {
            tell(failure instanceof ReplicaException replica ? replica.notice() : failure.toString());
            throw new ConnectException(failure.getMessage(), failure);
        }
        OptionalLong seek = thread.takeSeek();
        if (seek.isPresent()) {
            // These records were read from before the seek.
            context.offset(of, seek.getAsLong());
        } else {
            thread.offer(delivered(records));
        }
        pauseOrResume(of, thread.isFull());
    }

    private void tell(String failure) {
        ReplicaSettings replica = settings;
        if (replica != null) {
            replica.tell(NoticeLevel.CRITICAL, "The sink connector of " + replica.source() + " has failed: " + failure);
        }
    }

    private List<DeliveredRecord> delivered(Collection<SinkRecord> records) {
        List<DeliveredRecord> delivered = new ArrayList<>(records.size());
        for (SinkRecord record : records) {
            Object value = record.value();
            if (value == null) {
                throw failure(
                        "Topic " + record.topic() + " has a record without a value at offset " + record.kafkaOffset()
                                + ", which no source writes",
                        "Check that the connector reads the right topic");
            }
            // Structs are not measured; a row of ordinary width is assumed.
            delivered.add(new DeliveredRecord(
                    record.kafkaOffset(),
                    value,
                    value instanceof byte[] bytes ? bytes.length + 100 : 1_000,
                    committedAtMs(record)));
        }
        return delivered;
    }

    /** The source gives each record the time of its commit in MySQL. */
    private static long committedAtMs(SinkRecord record) {
        Long timestamp = record.timestamp();
        return timestamp == null || timestamp <= 0 ? System.currentTimeMillis() : timestamp;
    }

    private ConnectException failure(String problem, String remedy) {
        String message = new OperatorMessage(problem, remedy).text();
        tell(message);
        return new ConnectException(message);
    }

    private static String sorted(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::toString).sorted().collect(Collectors.joining(", "));
    }

    private void pauseOrResume(TopicPartition of, boolean full) {
        if (full != paused) {
            if (full) {
                context.pause(of);
            } else {
                context.resume(of);
            }
            paused = full;
        }
    }

    /** For tools that show a consumer's lag; the sink itself starts from the catalogue's offset. */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        TopicPartition of = partition;
        ApplyThread thread = applyThread;
        if (of == null || thread == null || thread.appliedOffset().isEmpty()) {
            return Map.of();
        }
        return Map.of(of, new OffsetAndMetadata(thread.appliedOffset().getAsLong()));
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        ApplyThread thread = applyThread;
        if (thread != null) {
            thread.stop();
        }
        applyThread = null;
        partition = null;
    }

    @Override
    public void stop() {
        SinkMetrics counting = metrics;
        if (counting != null) {
            // First, since the task's successor may be waiting for the MBean's name.
            counting.close();
        }
        close(List.of());
        notices.close();
    }
}
