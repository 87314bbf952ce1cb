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
import java.util.stream.Stream;

/** A distributed Kafka Connect worker that sees our connectors as a cluster of its user would: by {@code plugin.path}. */
public final class ConnectWorker extends Server {
    static final String MAIN_CLASS = "org.apache.kafka.connect.cli.ConnectDistributed";
    /** Which is answered once the worker has read its group's topics and joined the group (KIP-1017, Kafka 3.9). */
    private static final String HEALTH = "/health";
    /** Which older workers answer when they have read the topics. */
    private static final String CONNECTORS = "/connectors";

    private static final String HOST = "127.0.0.1";
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String restUrl;
    private final String readyPath;
    private final HttpClient http;
    private final String authorization;

    private ConnectWorker(
            Lifecycle lifecycle,
            Path logFile,
            String restUrl,
            String readyPath,
            HttpClient http,
            String authorization) {
        super("Kafka Connect", lifecycle, logFile);
        this.restUrl = restUrl;
        this.readyPath = readyPath;
        this.http = http;
        this.authorization = authorization;
    }

    /** A new worker, not yet started. It may be started before its broker answers, and then waits for it. */
    public static ConnectWorker create(Workspace workspace, KafkaBroker broker, ConnectWorkerOptions options) {
        List<String> archive = options.kafkaVersion() == null ? ClassArchives.use(MAIN_CLASS) : List.of();
        return create(workspace, broker, options, archive);
    }

    /**
     * The same, by HTTPS alone.
     *
     * @param options with the worker's settings for that
     * @param libraries on the worker's class path besides Kafka's
     * @param client that the worker lets in
     * @param authorization the header by which it does
     */
    public static ConnectWorker createSecured(
            Workspace workspace,
            KafkaBroker broker,
            ConnectWorkerOptions options,
            List<Path> libraries,
            HttpClient client,
            String authorization) {
        return create(
                workspace, broker, options, ClassArchives.use(MAIN_CLASS), libraries, "https", client, authorization);
    }

    static ConnectWorker create(
            Workspace workspace, KafkaBroker broker, ConnectWorkerOptions options, List<String> jvmOptions) {
        return create(workspace, broker, options, jvmOptions, List.of(), "http", HttpClient.newHttpClient(), "");
    }

    private static ConnectWorker create(
            Workspace workspace,
            KafkaBroker broker,
            ConnectWorkerOptions options,
            List<String> jvmOptions,
            List<Path> libraries,
            String scheme,
            HttpClient client,
            String authorization) {
        Path folder = workspace.newFolder("connect");
        Path plugins = FileTree.createFolder(folder.resolve("plugins"));
        options.plugins().forEach(archive -> unpack(archive, plugins));
        String restUrl = scheme + "://" + HOST + ":" + Ports.free();
        String file = KafkaProgram.writeProperties(
                folder.resolve("worker.properties"),
                ConnectWorkerProperties.of(options, broker.bootstrapServers(), restUrl, plugins));
        String version = options.kafkaVersion();
        List<Path> classPath = Stream.concat(
                        Stream.of(version == null ? KafkaLibraries.folder() : KafkaLibraries.ofWorker(version))
                                .map(libraryFolder -> libraryFolder.resolve("*")),
                        libraries.stream())
                .toList();
        List<String> command =
                KafkaProgram.command(folder, classPath, options.heapMegabytes(), jvmOptions, MAIN_CLASS, file);
        Path logFile = workspace.logFile(folder);
        Lifecycle process = new ServerProcess(command, options.environment(), "TERM", logFile);
        String readyPath = version == null ? HEALTH : CONNECTORS;
        return new ConnectWorker(workspace.own(process), logFile, restUrl, readyPath, client, authorization);
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
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(restUrl + path)).timeout(PROBE_TIMEOUT);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + path + ": " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }
}
