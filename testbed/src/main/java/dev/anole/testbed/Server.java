package dev.anole.testbed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server that a test can start, stop, kill, freeze and start again on the same data and the same port.
 *
 * <p>{@link #start}, {@link #stop} and {@link #restart} are called by one thread at a time; {@link #kill},
 * {@link #suspend}, {@link #resume} and the queries by any.
 */
public abstract sealed class Server implements AutoCloseable
        permits MySqlServer, PostgresServer, KafkaBroker, ConnectWorker {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration READY_DEADLINE = Duration.ofSeconds(90);
    private static final int PROBE_INTERVAL_MS = 50;
    /** Versions already reported in this JVM: a run prints each once. */
    private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

    private final String product;
    private final Lifecycle lifecycle;
    private final Path logFile;
    private volatile @Nullable String version;

    Server(String product, Lifecycle lifecycle, Path logFile) {
        this.product = product;
        this.lifecycle = lifecycle;
        this.logFile = logFile;
    }

    /** Tries once to use the server as a client would; returns its version, throws while it does not serve yet. */
    abstract String probe() throws Exception;

    /**
     * Starts the server on the data that it has and returns once a client can use it.
     *
     * @throws IllegalStateException with the end of the server's log, when it dies in start-up or is not ready in time
     */
    public final void start() {
        lifecycle.start();
        String found = awaitReady();
        version = found;
        if (REPORTED.add(product + " " + found)) {
            LOG.info("{} {}", product, found);
        }
    }

    /** Shuts the server down in order (SIGTERM, or what its manual calls a fast shutdown) and waits until it has ended. */
    public final void stop() {
        lifecycle.stop();
    }

    /** Ends every process of the server with SIGKILL and waits until they are gone. */
    public final void kill() {
        lifecycle.kill();
    }

    /** Starts the server again on the same data and port, after stopping it in order if it runs. */
    public final void restart() {
        if (isAlive()) {
            stop();
        }
        start();
    }

    /** Freezes every process of the server (SIGSTOP): clients stay connected and get no answer. */
    public final void suspend() {
        lifecycle.suspend();
    }

    /** Lets a suspended server go on (SIGCONT). */
    public final void resume() {
        lifecycle.resume();
    }

    /** Whether the server's process exists, suspended or not. */
    public final boolean isAlive() {
        return lifecycle.isAlive();
    }

    /** The process id of the server itself; it changes with every start. */
    public final long pid() {
        return lifecycle.pid();
    }

    /** What the server says of its version, such as {@code 9.7.4-2}; known once it has started. */
    public final String version() {
        String known = version;
        if (known == null) {
            throw new IllegalStateException(product + " has not been started yet");
        }
        return known;
    }

    /** Everything the server has printed, over all of its starts. */
    public final Path logFile() {
        return logFile;
    }

    /** Ends the server at once; its data stay until the workspace is closed. */
    @Override
    public final void close() {
        lifecycle.close();
    }

    private String awaitReady() {
        Instant deadline = Instant.now().plus(READY_DEADLINE);
        while (true) {
            try {
                return probe();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting for " + product, e);
            } catch (Exception e) {
                if (!lifecycle.isAlive()) {
                    throw new IllegalStateException(product + " ended in start-up:\n" + lifecycle.logTail(), e);
                }
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException(
                            product + " is not ready after " + READY_DEADLINE + ":\n" + lifecycle.logTail(), e);
                }
            }
            pause();
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PROBE_INTERVAL_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for " + product, e);
        }
    }
}
