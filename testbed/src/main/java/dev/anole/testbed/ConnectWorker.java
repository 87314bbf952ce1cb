package dev.anole.testbed;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A distributed Kafka Connect worker that sees our connectors as a cluster of its user would: by {@code plugin.path}. */
public final class ConnectWorker extends Server {
    static final String MAIN_CLASS = "org.apache.kafka.connect.cli.ConnectDistributed";
    /** Which is answered once the worker has read its group's topics and joined the group (KIP-1017, Kafka 3.9). */
    private static final String HEALTH = "/health";
    /** Which older workers answer when they have read the topics. */
    private static final String CONNECTORS = "/connectors";

    private static final String HOST = "127.0.0.1";
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String restUrl;
    private final String readyPath;

    private ConnectWorker(Lifecycle lifecycle, Path logFile, String restUrl, String readyPath) {
        super("Kafka Connect", lifecycle, logFile);
        this.restUrl = restUrl;
        this.readyPath = readyPath;
    }

    /** A new worker, not yet started. It may be started before its broker answers, and then waits for it. */
    public static ConnectWorker create(Workspace workspace, KafkaBroker broker, ConnectWorkerOptions options) {
        List<String> archive = options.kafkaVersion() == null ? ClassArchives.use(MAIN_CLASS) : List.of();
        return create(workspace, broker, options, archive);
    }

    static ConnectWorker create(
            Workspace workspace, KafkaBroker broker, ConnectWorkerOptions options, List<String> jvmOptions) {
        Path folder = workspace.newFolder("connect");
        Path plugins = FileTree.createFolder(folder.resolve("plugins"));
        options.plugins().forEach(archive -> unpack(archive, plugins));
        String restUrl = "http://" + HOST + ":" + Ports.free();
        String file = KafkaProgram.writeProperties(
                folder.resolve("worker.properties"),
                ConnectWorkerProperties.of(options, broker.bootstrapServers(), restUrl, plugins));
        String version = options.kafkaVersion();
        Path libraries = version == null ? KafkaLibraries.folder() : KafkaLibraries.ofWorker(version);
        List<String> command =
                KafkaProgram.command(folder, libraries, options.heapMegabytes(), jvmOptions, MAIN_CLASS, file);
        Path logFile = workspace.logFile(folder);
        Lifecycle process = new ServerProcess(command, options.environment(), "TERM", logFile);
        return new ConnectWorker(workspace.own(process), logFile, restUrl, version == null ? HEALTH : CONNECTORS);
    }

    /** The address of the worker's REST interface, without a slash at its end. */
    public String restUrl() {
        return restUrl;
    }

    private static void unpack(Path archive, Path plugins) {
        try {
            Archive.unpackZip(archive, "", plugins);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not unpack the plug-in " + archive, e);
        }
    }

    @Override
    String probe() throws IOException, InterruptedException {
        get(readyPath);
        return JSON.readTree(get("/")).path("version").asText();
    }

    private String get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(restUrl + path))
                .timeout(PROBE_TIMEOUT)
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
