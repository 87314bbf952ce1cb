package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anole.testbed.ConnectWorker;
import dev.anole.testbed.KafkaBroker;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a test asks of Connect's REST interface by itself, past our commands. */
final class Connectors {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final ConnectWorker worker;

    Connectors(ConnectWorker worker) {
        this.worker = worker;
    }

    /** A reply's status and body. */
    record Reply(int status, JsonNode body) {}

    Reply send(String method, String path, @Nullable Object body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(worker.restUrl() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        String text = response.body();
        return new Reply(response.statusCode(), text.isEmpty() ? JSON.nullNode() : JSON.readTree(text));
    }

    /** Stops the connector, and waits until it has no task. */
    void stop(String connector) throws IOException, InterruptedException {
        assertThat(send("PUT", "/connectors/" + connector + "/stop", null).status())
                .isLessThan(300);
        await().atMost(Duration.ofSeconds(30)).until(() -> send("GET", "/connectors/" + connector + "/status", null)
                .body()
                .at("/tasks")
                .isEmpty());
    }

    void resume(String connector) throws IOException, InterruptedException {
        assertThat(send("PUT", "/connectors/" + connector + "/resume", null).status())
                .isLessThan(300);
    }

    /** Lets a running replica go on in the format envelope, in JSON with or without schemas. */
    void useEnvelope(Replica replica, KafkaBroker kafka, boolean schemas) throws Exception {
        String source = replica.name() + "-mysql-source";
        String sink = replica.name() + "-postgres-sink";
        stop(source);
        replica.awaitTopicEnd(kafka);
        String json = "org.apache.kafka.connect.json.JsonConverter";
        Map<String, String> converters = Map.of(
                "value.converter",
                json,
                "value.converter.schemas.enable",
                "" + schemas,
                "key.converter",
                json,
                "key.converter.schemas.enable",
                "" + schemas);
        change(sink, converters);
        change(source, converters);
        change(source, Map.of("record.format", "envelope"));
        resume(source);
    }

    /** Sets these settings; a rebalance that is under way is waited for. */
    void change(String connector, Map<String, String> settings) throws IOException, InterruptedException {
        ObjectNode config = config(connector);
        settings.forEach(config::put);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(send("PUT", "/connectors/" + connector + "/config", config))
                        .matches(reply -> reply.status() == 200, "accepted"));
    }

    /** The connector's settings; a rebalance that is under way is waited for. */
    ObjectNode config(String connector) {
        return (ObjectNode) await().atMost(Duration.ofSeconds(30))
                .until(() -> send("GET", "/connectors/" + connector + "/config", null), reply -> reply.status() == 200)
                .body();
    }
}
