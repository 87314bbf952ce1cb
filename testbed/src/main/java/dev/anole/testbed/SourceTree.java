package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** What the build has left in the repository: Kafka's class path and our connectors' plug-in archives. */
public final class SourceTree {
    private SourceTree() {}

    /** The repository's folder, found upwards from the folder in which the JVM runs. */
    public static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("testbed/kafka/pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException(
                "Not inside of Anole's repository: " + Path.of("").toAbsolutePath());
    }

    /** The jars of broker and worker, as built; the system property {@code anole.kafka.libs} names another folder. */
    static Path kafkaLibraries() {
        String configured = System.getProperty("anole.kafka.libs");
        Path libraries = configured == null
                ? root().resolve("testbed/kafka/target/libs")
                : Path.of(configured).toAbsolutePath();
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("No " + libraries + ": run mvn package -pl testbed/kafka");
        }
        return libraries;
    }

    /** The archives of our own connectors, as far as they have been built. */
    static List<Path> plugins() {
        return Stream.of("mysql-source-connector", "postgres-sink-connector")
                .map(module -> root().resolve(module).resolve("target"))
                .filter(Files::isDirectory)
                .flatMap(target -> matching(target, "*-plugin.zip").stream())
                .toList();
    }

    private static List<Path> matching(Path folder, String glob) {
        PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> matcher.matches(file.getFileName())).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list " + folder, e);
        }
    }
}
