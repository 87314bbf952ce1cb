package dev.anole.admin.join;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.record.CompactCodec;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the source's topic from a given offset on, without a group. Used by one thread. */
final class ChangeTopic implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int FETCH_BYTES = 8 << 20;

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final TopicPartition partition;
    private final Duration patience;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched = Collections.emptyIterator();
    private @Nullable ConsumerRecord<byte[], byte[]> heldBack;

    /** A record, and where it lies. */
    record Located(long offset, ChangeEvent event) {}

    /** @param start the first record is the one that this position's offset names */
    ChangeTopic(Map<String, Object> clientProperties, ReplicaPosition start, Duration patience) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // Each has some 32 KiB of rows, decompressed.
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
        // Closing waits for the request that asks for more.
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        partition = new TopicPartition(start.topic(), start.partition());
        this.patience = patience;
        consumer.assign(List.of(partition));
        consumer.seek(partition, start.nextOffset());
    }

    /** Whether the topic still has everything from the first record on, which nothing deletes but its retention. */
    boolean hasStart(long startOffset) {
        return consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, Long.MAX_VALUE) <= startOffset;
    }

    /**
     * The next record; empty if every record before that offset was read.
     *
     * @param end an offset that the sink has reached, so that all before it is in the topic
     */
    Optional<Located> next(long end) throws InterruptedException, TableFailure {
        ConsumerRecord<byte[], byte[]> next = heldBack != null ? heldBack : poll(end);
        if (next == null || next.offset() >= end) {
            heldBack = next;
            return Optional.empty();
        }
        heldBack = null;
        return Optional.of(new Located(next.offset(), decode(next)));
    }

    /** Goes back, so that the next record is the one at that offset. */
    void goBack(long offset) {
        heldBack = null;
        fetched = Collections.emptyIterator();
        consumer.seek(partition, offset);
    }

    /** Null if there is nothing before that offset any more. Offsets have holes, so only the position can tell. */
    private @Nullable ConsumerRecord<byte[], byte[]> poll(long end) throws InterruptedException, TableFailure {
        Deadline deadline = Deadline.in(patience);
        try {
            while (!fetched.hasNext()) {
                if (consumer.position(partition) >= end) {
                    return null;
                }
                if (deadline.hasPassed()) {
                    throw new TableFailure(
                            "Kafka delivers no records of the topic " + partition.topic() + " from offset "
                                    + consumer.position(partition) + " on, which the sink has read up to " + end,
                            "Check the brokers and this client's permissions, and run the command again.");
                }
                fetched = consumer.poll(POLL).iterator();
            }
            return fetched.next();
        } catch (OffsetOutOfRangeException e) {
            throw new TableFailure(
                            "the topic " + partition.topic() + " lacks the offsets that the sink has read ("
                                    + e.offsetOutOfRangePartitions() + "): it was truncated, or deleted and made again",
                            "Check the topic's retention, and run init-replica for the whole source.",
                            e)
                    .leaving(TableFailure.Remainder.NOTHING);
        } catch (InterruptException e) {
            // Cleared, since the exception tells it; the interrupt is restored where it is handled.
            Thread.interrupted();
            throw (InterruptedException) new InterruptedException("Reading the topic was interrupted").initCause(e);
        }
    }

    private ChangeEvent decode(ConsumerRecord<byte[], byte[]> found) throws TableFailure {
        try {
            if (found.value() != null) {
                return CompactCodec.decode(found.value());
            }
        } catch (IllegalArgumentException e) {
            throw notCompact(found, e);
        }
        throw notCompact(found, null);
    }

    private TableFailure notCompact(ConsumerRecord<byte[], byte[]> found, @Nullable Throwable cause) {
        return new TableFailure(
                "the record at offset " + found.offset() + " of the topic " + partition.topic()
                        + " is not in the compact format, the only one by which tables can join",
                "Set record.format=compact and the ByteArrayConverter on both connectors, and run init-replica for the"
                        + " whole source.",
                cause);
    }

    @Override
    public void close() {
        // An interrupt would make the client leave its sockets behind with an exception.
        boolean interrupted = Thread.interrupted();
        consumer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
