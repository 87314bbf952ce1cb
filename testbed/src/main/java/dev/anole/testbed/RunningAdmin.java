package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code replica-admin} in the background, which a test waits for, interrupts or kills. For one thread. */
public final class RunningAdmin implements AutoCloseable {

    private final Process process;
    private final Path output;

    RunningAdmin(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Ends it by SIGKILL, so that it can put nothing in order. */
    public void kill() {
        process.destroyForcibly();
        await(Duration.ofSeconds(10));
    }

    /** Presses Ctrl-C, and waits for its end. */
    public ReplicaAdmin.Result interrupt() {
        return signal("INT");
    }

    /** Sends SIGTERM, and waits for its end. */
    public ReplicaAdmin.Result terminate() {
        return signal("TERM");
    }

    private ReplicaAdmin.Result signal(String name) {
        Command.run(List.of("kill", "-s", name, Long.toString(process.pid())));
        return await(Duration.ofSeconds(60));
    }

    /** Waits for its end; both outputs are in the result's first. */
    public ReplicaAdmin.Result await(Duration patience) {
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("replica-admin has not ended after " + patience + ":\n" + output());
            }
            return new ReplicaAdmin.Result(process.exitValue(), output(), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while replica-admin ran", e);
        }
    }

    /** What it has said until now. */
    public String output() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read what replica-admin said", e);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete what replica-admin said", e);
        }
    }
}
