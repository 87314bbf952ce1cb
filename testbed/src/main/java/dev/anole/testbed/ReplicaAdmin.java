package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs the real {@code replica-admin}, from the distribution that the build made, each command in a process. */
public final class ReplicaAdmin {

    private final Path program = program();
    private final Path configuration;
    private final Map<String, String> environment;

    /** @param configuration the YAML file that the commands read */
    public ReplicaAdmin(Path configuration) {
        this(configuration, Map.of());
    }

    /** @param environment variables besides those of this process */
    public ReplicaAdmin(Path configuration, Map<String, String> environment) {
        this.configuration = configuration;
        this.environment = Map.copyOf(environment);
    }

    /** How a command ended. */
    public record Result(int exitCode, String output, String errors) {

        /** Both outputs, for messages. */
        public String all() {
            return "exit code " + exitCode + "\n" + output + errors;
        }
    }

    /** The configuration file of its commands. */
    public Path configuration() {
        return configuration;
    }

    /** Runs a command to its end. */
    public Result run(String... arguments) {
        try {
            Process process = start(ProcessBuilder.Redirect.PIPE, arguments);
            process.getOutputStream().close();
            Path errors = Files.createTempFile("anole-admin", ".err");
            Thread copy = new Thread(() -> copy(process, errors));
            copy.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exitCode = process.waitFor();
            copy.join();
            String errorText = Files.readString(errors);
            Files.delete(errors);
            return new Result(exitCode, output, errorText);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not run replica-admin " + String.join(" ", arguments), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while replica-admin ran", e);
        }
    }

    private static void copy(Process process, Path errors) {
        try {
            Files.write(errors, process.getErrorStream().readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the errors of replica-admin", e);
        }
    }

    /** Starts a command in the background. */
    public RunningAdmin startInBackground(String... arguments) {
        try {
            Path output = Files.createTempFile("anole-admin", ".out");
            Process process = start(ProcessBuilder.Redirect.appendTo(output.toFile()), arguments);
            process.getOutputStream().close();
            return new RunningAdmin(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start replica-admin " + String.join(" ", arguments), e);
        }
    }

    /** Runs a command to its end on this process's own terminal; returns the exit code. */
    public int runHere(String... arguments) {
        try {
            return start(ProcessBuilder.Redirect.INHERIT, arguments).waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not run replica-admin " + String.join(" ", arguments), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while replica-admin ran", e);
        }
    }

    /** Starts a command, its outputs redirected so. */
    private Process start(ProcessBuilder.Redirect redirect, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        command.add("--config");
        command.add(configuration.toString());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder.redirectOutput(redirect).redirectError(redirect).start();
    }

    /** The start script, as the build unpacked it. */
    public static Path program() {
        Path target = SourceTree.root().resolve("replica-admin-cli").resolve("target");
        try (Stream<Path> files = Files.find(
                target, 4, (path, attributes) -> path.endsWith("bin/replica-admin") && attributes.isRegularFile())) {
            return files.findFirst()
                    .orElseThrow(() -> new IllegalStateException(
                            "No replica-admin below " + target + ": run mvn package -pl replica-admin-cli -am"));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not look for replica-admin below " + target, e);
        }
    }
}
