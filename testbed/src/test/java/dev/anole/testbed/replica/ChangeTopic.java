package dev.anole.testbed.replica;

import dev.anole.testbed.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What somebody may do to a replica's topic behind its back. */
final class ChangeTopic implements AutoCloseable {

    private final String bootstrapServers;
    private final String name;
    private final Admin admin;

    ChangeTopic(KafkaBroker kafka, String name) {
        this.name = name;
        bootstrapServers = kafka.bootstrapServers();
        admin = Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    void create(Map<String, String> config) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(name, 1, (short) 1).configs(config)))
                .all()
                .get();
    }

    void set(String key, String value) throws ExecutionException, InterruptedException {
        AlterConfigOp operation = new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name), List.of(operation)))
                .all()
                .get();
    }

    void addPartition() throws ExecutionException, InterruptedException {
        admin.createPartitions(Map.of(name, NewPartitions.increaseTo(2))).all().get();
    }

    /** Deletes all that it holds. */
    void truncate() throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(partition(), RecordsToDelete.beforeOffset(end())))
                .all()
                .get();
    }

    long end() throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition(), OffsetSpec.latest()))
                .partitionResult(partition())
                .get()
                .offset();
    }

    /** Writes a record as another program would. */
    void append(byte[] value) throws ExecutionException, InterruptedException {
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(name, 0, null, value)).get();
        }
    }

    void delete() throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(name)).all().get();
    }

    boolean exists() throws ExecutionException, InterruptedException {
        Set<String> names = admin.listTopics().names().get();
        return names.contains(name);
    }

    private TopicPartition partition() {
        return new TopicPartition(name, 0);
    }

    @Override
    public void close() {
        admin.close();
    }
}
