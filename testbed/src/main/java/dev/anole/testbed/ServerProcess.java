package dev.anole.testbed;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server as a process of this machine, in the foreground, with its output appended to a log file. */
final class ServerProcess implements Lifecycle {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(60);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(20);
    private static final int POLL_INTERVAL_MS = 10;

    private final List<String> command;
    private final Map<String, String> environment;
    private final String stopSignal;
    private final Path logFile;
    private volatile @Nullable Process process;

    /**
     * @param command the server's own command, or one that execs it, so that the process started is the server
     * @param stopSignal the signal that asks for an orderly shutdown, such as {@code TERM}
     */
    ServerProcess(List<String> command, Map<String, String> environment, String stopSignal, Path logFile) {
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.stopSignal = stopSignal;
        this.logFile = logFile;
    }

    @Override
    public void start() {
        if (isAlive()) {
            throw new IllegalStateException("Already running as " + pid() + ": " + command);
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File(File.separator))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()));
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            started.getOutputStream().close();
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + command, e);
        }
    }

    @Override
    public void stop() {
        List<ProcessHandle> tree = tree(server());
        signal(stopSignal, tree.get(0));
        signal("CONT", tree.toArray(ProcessHandle[]::new));
        awaitEnd(tree, STOP_DEADLINE);
    }

    @Override
    public void kill() {
        Process current = process;
        if (current == null) {
            return;
        }
        signal("STOP", current.toHandle());
        List<ProcessHandle> tree = tree(current.toHandle());
        signal("KILL", tree.toArray(ProcessHandle[]::new));
        awaitEnd(tree, KILL_DEADLINE);
    }

    @Override
    public void suspend() {
        signal("STOP", server());
        signal("STOP", tree(server()).toArray(ProcessHandle[]::new));
    }

    @Override
    public void resume() {
        signal("CONT", tree(server()).toArray(ProcessHandle[]::new));
    }

    @Override
    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    @Override
    public long pid() {
        return server().pid();
    }

    @Override
    public String logTail() {
        return LogTail.of(logFile);
    }

    @Override
    public void close() {
        kill();
    }

    private ProcessHandle server() {
        Process current = process;
        if (current == null || !current.isAlive()) {
            throw new IllegalStateException("Not running: " + command);
        }
        return current.toHandle();
    }

    /**
     * The server, then its children (PostgreSQL has one for each connection). A server that shall have no more of them
     * while they are listed must be suspended first.
     */
    private static List<ProcessHandle> tree(ProcessHandle server) {
        List<ProcessHandle> tree = new ArrayList<>();
        tree.add(server);
        server.descendants().forEach(tree::add);
        return tree;
    }

    /** Children may be gone before the signal reaches them, which is no failure. */
    private static void signal(String signal, ProcessHandle... processes) {
        List<String> kill = new ArrayList<>(List.of("sh", "-c", "kill -s \"$@\" 2>/dev/null; :", "kill", signal));
        for (ProcessHandle target : processes) {
            kill.add(Long.toString(target.pid()));
        }
        Command.run(kill);
    }

    private void awaitEnd(List<ProcessHandle> tree, Duration deadline) {
        Instant end = Instant.now().plus(deadline);
        try {
            while (isAlive() || tree.stream().skip(1).anyMatch(Orphan::isAtWork)) {
                if (Instant.now().isAfter(end)) {
                    throw new IllegalStateException(
                            "Did not end within " + deadline + ": " + command + "\n" + logTail());
                }
                TimeUnit.MILLISECONDS.sleep(POLL_INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of " + command, e);
        }
    }
}
