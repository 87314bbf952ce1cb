package dev.anole.testbed;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class of Kafka's with a {@code main}, run in a JVM of its own with Kafka's jars alone on its class path. */
final class KafkaProgram {
    private static final String LOGGING = "server-log4j2.properties";
    /** Of Kafka before version 4, which brings reload4j. */
    private static final String OLDER_LOGGING = "server-log4j.properties";

    private KafkaProgram() {}

    /**
     * The command that runs it.
     *
     * @param folder the program's folder, in which its logging configuration is written
     */
    static List<String> command(
            Path folder, int heapMegabytes, List<String> jvmOptions, String mainClass, String... arguments) {
        return command(
                folder, List.of(KafkaLibraries.folder().resolve("*")), heapMegabytes, jvmOptions, mainClass, arguments);
    }

    /**
     * The same with other jars.
     *
     * @param classPath jars, and folders of them with {@code *}
     */
    static List<String> command(
            Path folder,
            List<Path> classPath,
            int heapMegabytes,
            List<String> jvmOptions,
            String mainClass,
            String... arguments) {
        List<String> java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlog4j2.configurationFile=" + writeLogging(folder, LOGGING),
                "-Dlog4j.configuration=" + writeLogging(folder, OLDER_LOGGING).toUri());
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> program = List.of("-cp", joined, mainClass);
        return Stream.of(java, jvmOptions, program, List.of(arguments))
                .flatMap(List::stream)
                .toList();
    }

    /** Writes a properties file and returns its path as text. */
    static String writeProperties(Path file, Map<String, String> values) {
        Properties properties = new Properties();
        properties.putAll(values);
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
        return file.toString();
    }

    private static Path writeLogging(Path folder, String name) {
        Path file = folder.resolve(name);
        try (InputStream configuration =
                Objects.requireNonNull(KafkaProgram.class.getResourceAsStream("/" + name), name)) {
            Files.write(file, configuration.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + file, e);
        }
        return file;
    }
}
