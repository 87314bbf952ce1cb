package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The jars of broker and worker, copied into the cache: there they outlive {@code mvn clean}, and keep the place and
 * time by which a JVM recognises the jars of a class archive.
 */
final class KafkaLibraries {
    private static final String CLIENTS = "kafka-clients-";
    private static final String JAR = ".jar";
    /** A binding for the logging interface of Kafka before version 4, which brings none. */
    private static final String OLDER_LOGGING = "org.slf4j:slf4j-reload4j:1.7.36";

    private KafkaLibraries() {}

    /** The folder of the copies; its name tells one set of jars from another. */
    static Path folder() {
        Path built = SourceTree.kafkaLibraries();
        int hash = jars(built).stream()
                .map(jar -> jar.getFileName() + " " + jar.toFile().length())
                .toList()
                .hashCode();
        return Cache.entry("kafka-" + version() + "-" + Integer.toHexString(hash), folder -> {
            for (Path jar : jars(built)) {
                Files.copy(jar, folder.resolve(jar.getFileName()));
            }
        });
    }

    /**
     * The jars of a Connect worker of an older version than the broker's, as that version was published: with its own
     * client, web server and JSON library. Fetched (30 MB) when they are first asked for.
     */
    static Path ofWorker(String version) {
        List<String> worker = List.of("org.apache.kafka:connect-runtime:" + version, OLDER_LOGGING);
        return Cache.entry("connect-" + version, folder -> MavenArtifact.fetchWithDependencies(worker, folder));
    }

    static String version() {
        return jars(SourceTree.kafkaLibraries()).stream()
                .map(jar -> jar.getFileName().toString())
                .filter(name -> name.startsWith(CLIENTS))
                .map(name -> name.substring(CLIENTS.length(), name.length() - JAR.length()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No Kafka in " + SourceTree.kafkaLibraries()));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(JAR)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + folder, e);
        }
    }
}
