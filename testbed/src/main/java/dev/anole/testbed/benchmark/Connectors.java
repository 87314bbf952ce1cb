package dev.anole.testbed.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The two connectors of a source, by Connect's REST interface: nothing else starts them without a delay of its own. */
final class Connectors {

    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String source;
    private final String sink;

    /** @param sourceName after which replica-admin names the connectors */
    Connectors(String restUrl, String sourceName) {
        url = restUrl + "/connectors/";
        source = sourceName + "-mysql-source";
        sink = sourceName + "-postgres-sink";
    }

    void resume() throws IOException, InterruptedException {
        resumeSink();
        resumeSource();
    }

    void resumeSource() throws IOException, InterruptedException {
        request("PUT", source + "/resume");
    }

    void resumeSink() throws IOException, InterruptedException {
        request("PUT", sink + "/resume");
    }

    /** Stops both and waits until their tasks have ended. */
    void stop() throws Exception {
        for (String name : new String[] {source, sink}) {
            request("PUT", name + "/stop");
        }
        Wait.until("the connectors to stop", INTERVAL, () -> isStopped(source) && isStopped(sink));
    }

    private boolean isStopped(String name) throws IOException, InterruptedException {
        JsonNode status = request("GET", name + "/status");
        return status.at("/connector/state").asText().equals("STOPPED")
                && status.path("tasks").isEmpty();
    }

    void awaitRunning() throws Exception {
        Wait.until("the connectors to run", INTERVAL, () -> {
            requireHealthy();
            return isRunning(source) && isRunning(sink);
        });
    }

    private boolean isRunning(String name) throws IOException, InterruptedException {
        return request("GET", name + "/status").at("/tasks/0/state").asText().equals("RUNNING");
    }

    /** @throws IllegalStateException with the trace of a connector or task that has failed */
    void requireHealthy() throws IOException, InterruptedException {
        for (String name : new String[] {source, sink}) {
            JsonNode status = request("GET", name + "/status");
            if (status.findValuesAsText("state").contains("FAILED")) {
                throw new IllegalStateException(name + " has failed: " + status.toPrettyString());
            }
        }
    }

    /** Whether Connect has stored that the source has sent everything before this place in MySQL's binary log. */
    boolean sourceHasReached(BinlogEnd end) throws IOException, InterruptedException {
        JsonNode offset = request("GET", source + "/offsets").at("/offsets/0/offset");
        return end.isReachedBy(offset.path("file").asText(), offset.path("pos").asLong());
    }

    private JsonNode request(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
        return JSON.readTree(response.body());
    }
}
