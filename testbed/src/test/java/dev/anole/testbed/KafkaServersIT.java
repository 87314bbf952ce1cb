package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaServersIT {
    private static final String TOPIC = "changes";

    private final Workspace workspace = Workspace.open("KafkaServersIT");
    private final KafkaBroker broker = KafkaBroker.create(workspace);
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @BeforeEach
    void startBroker() {
        broker.start();
    }

    @AfterEach
    void endServers() {
        workspace.close();
    }

    @Test
    void brokerKeepsTopicAndRecordsWhenKilled() throws Exception {
        try (Admin admin = Admin.create(client())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(client(), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, "42")).get();
        }

        broker.kill();
        broker.restart();

        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(client(), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            Awaitility.await().untilAsserted(() -> assertThat(consumer.poll(Duration.ofMillis(100)))
                    .singleElement()
                    .satisfies(record -> assertThat(record.value()).isEqualTo("42")));
        }
    }

    @Test
    void workerAnswersAfterBeingKilledAndAfterBeingSuspended() throws Exception {
        ConnectWorker worker = ConnectWorker.create(
                workspace, broker, ConnectWorkerOptions.defaults().withPlugins(List.of()));
        worker.start();
        String url = worker.restUrl();

        worker.kill();
        worker.restart();

        assertThat(worker.restUrl()).isEqualTo(url);
        assertThat(get(worker, "/connector-plugins")).startsWith("[");
        worker.suspend();
        // A loaded machine may take a moment until every thread has stopped.
        Awaitility.await().untilAsserted(() -> assertThatThrownBy(() -> get(worker, "/connectors"))
                .isInstanceOf(HttpTimeoutException.class));
        worker.resume();
        assertThat(get(worker, "/connectors")).isEqualTo("[]");
        worker.stop();
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void workersOfOneGroupKnowTheSameConnectors() throws Exception {
        ConnectWorkerOptions options =
                ConnectWorkerOptions.defaults().withGroup("pair").withPlugins(List.of());
        ConnectWorker one = ConnectWorker.create(workspace, broker, options);
        ConnectWorker other = ConnectWorker.create(workspace, broker, options);
        one.start();
        other.start();

        assertThat(one.restUrl()).isNotEqualTo(other.restUrl());
        assertThat(Files.readString(other.logFile())).contains("groupId=pair");
    }

    @Test
    void workerBeginsWithAGivenPropertiesFile() throws Exception {
        Path base = Files.writeString(folder.resolve("connect-worker.properties"), """
                bootstrap.servers=nowhere:9092
                plugin.path=/nowhere
                group.id=theirs
                config.storage.topic=theirs-config
                offset.storage.topic=theirs-offset
                status.storage.topic=theirs-status
                config.storage.replication.factor=1
                offset.storage.replication.factor=1
                status.storage.replication.factor=1
                key.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                value.converter=org.apache.kafka.connect.converters.ByteArrayConverter
                """);
        ConnectWorkerOptions options =
                ConnectWorkerOptions.defaults().withPlugins(List.of()).withBase(base);
        ConnectWorker worker = ConnectWorker.create(workspace, broker, options);

        worker.start();

        try (Admin admin = Admin.create(client())) {
            assertThat(admin.listTopics().names().get()).contains("theirs-config", "theirs-offset", "theirs-status");
        }
    }

    private Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private String get(ConnectWorker worker, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker.restUrl() + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
}
