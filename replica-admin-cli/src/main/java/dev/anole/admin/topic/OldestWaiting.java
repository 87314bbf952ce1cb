package dev.anole.admin.topic;

import dev.anole.contract.record.CompactCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When MySQL committed the first change that waits in the topic: what makes a replica late. */
public final class OldestWaiting {

    private static final Logger LOG = LoggerFactory.getLogger(OldestWaiting.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private OldestWaiting() {}

    /**
     * Looks at the record at that offset, or the next one: transactional topics have holes.
     *
     * @return empty if there is none, or it cannot be read in some seconds
     */
    public static Optional<Instant> commitTime(Map<String, Object> clientProperties, String topic, long offset) {
        Map<String, Object> properties = new HashMap<>(clientProperties);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1 << 16);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, offset);
            for (ConsumerRecord<byte[], byte[]> waiting : consumer.poll(PATIENCE)) {
                return Optional.of(commitTime(waiting));
            }
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("Could not read offset {} of {}", offset, topic, e);
        }
        return Optional.empty();
    }

    /** Of a record in another format, the time at which it was published. */
    private static Instant commitTime(ConsumerRecord<byte[], byte[]> waiting) {
        Instant published = Instant.ofEpochMilli(waiting.timestamp());
        try {
            long us = waiting.value() == null
                    ? 0
                    : CompactCodec.decode(waiting.value()).header().commitTimestampUs();
            return us == 0 ? published : Instant.EPOCH.plus(us, ChronoUnit.MICROS);
        } catch (IllegalArgumentException e) {
            LOG.debug("The record at offset {} is not in the compact format", waiting.offset(), e);
            return published;
        }
    }
}
