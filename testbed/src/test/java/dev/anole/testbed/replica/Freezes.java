package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anole.testbed.ConnectWorker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Freezes (SIGSTOP) the worker that runs a task until Connect has given the task to the other worker and the replica
 * goes on there, then wakes it.
 */
final class Freezes {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGE_ROWS = 200_000;

    private final Replica replica;
    private final List<ConnectWorker> workers;
    private final Kills progress;

    /** @param workers two, of one group */
    Freezes(Replica replica, List<ConnectWorker> workers, Kills progress) {
        this.replica = replica;
        this.workers = workers;
        this.progress = progress;
    }

    /**
     * The sink's worker is frozen while the sink has a transaction of PostgreSQL's open, and holds its place in the
     * catalogue locked.
     */
    void sinkInsideTransaction() throws Exception {
        String sink = replica.name() + "-postgres-sink";
        ConnectWorker holder = awaitHolder(sink);
        long logged = Files.size(holder.logFile());
        do {
            CompletableFuture<Void> large = CompletableFuture.runAsync(this::writeLarge);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> isSink("now() - xact_start > interval '200 ms'"));
            large.join();
        } while (!freezeInsideTransaction(holder));
        wakeOnceReplaced(sink, holder);
        await("what the task does when it wakes is refused")
                .atMost(PATIENCE)
                .until(() -> isRefused(loggedSince(holder, logged)));
    }

    /**
     * By PostgreSQL, which has ended its session (57P01; or 08…, if all that the task sees of it is a socket that was
     * closed), or by the catalogue's fence.
     */
    private static boolean isRefused(String log) {
        return log.contains("(SQLSTATE 57P01)")
                || log.contains("(SQLSTATE 08")
                || log.contains("Another sink task took over");
    }

    /** The source's worker is frozen under load: what it still has in memory, it may write when it wakes. */
    void source() throws Exception {
        String source = replica.name() + "-mysql-source";
        ConnectWorker holder = awaitBalance(source);
        holder.suspend();
        wakeOnceReplaced(source, holder);
    }

    /**
     * Waits until each of the workers has one of the tasks: a task that Connect moves just now, with its exactly-once
     * mode, asks the leader for leave to start, and fails for good if that one is frozen.
     */
    private ConnectWorker awaitBalance(String source) {
        await().atMost(PATIENCE).until(() -> awaitHolder(source) != awaitHolder(replica.name() + "-postgres-sink"));
        return awaitHolder(source);
    }

    private void writeLarge() {
        try (Connection connection = replica.mySql()) {
            FaultLoad.insertLarge(connection, LARGE_ROWS);
        } catch (SQLException e) {
            throw new IllegalStateException("Could not write the large transaction", e);
        }
    }

    /** Returns false, and lets the worker go on, if the transaction ended just then. */
    private boolean freezeInsideTransaction(ConnectWorker holder) throws SQLException {
        holder.suspend();
        await().atMost(PATIENCE).until(() -> isSink("wait_event = 'ClientRead'"));
        if (isSink("xact_start IS NOT NULL")) {
            return true;
        }
        holder.resume();
        return false;
    }

    private boolean isSink(String condition) throws SQLException {
        return replica.postgresValue("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'anole sink "
                        + replica.name() + "' AND " + condition)
                .equals("1");
    }

    private void wakeOnceReplaced(String connector, ConnectWorker frozen) throws Exception {
        ConnectWorker other = workers.get(0) == frozen ? workers.get(1) : workers.get(0);
        try {
            await().atMost(PATIENCE).until(() -> runs(connector, other, other));
            progress.awaitProgress();
        } finally {
            frozen.resume();
        }
        progress.awaitProgress();
        assertThat(frozen.isAlive()).as("the frozen worker lives on").isTrue();
    }

    private ConnectWorker awaitHolder(String connector) {
        ConnectWorker[] holder = new ConnectWorker[1];
        await().atMost(PATIENCE).until(() -> {
            for (ConnectWorker worker : workers) {
                if (runs(connector, worker, workers.get(0))) {
                    holder[0] = worker;
                }
            }
            return holder[0] != null;
        });
        return holder[0];
    }

    private static boolean runs(String connector, ConnectWorker on, ConnectWorker asked) throws Exception {
        JsonNode task = new Connectors(asked)
                .send("GET", "/connectors/" + connector + "/status", null)
                .body()
                .at("/tasks/0");
        return task.path("state").asText().equals("RUNNING")
                && on.restUrl().endsWith("//" + task.path("worker_id").asText());
    }

    private static String loggedSince(ConnectWorker worker, long offset) throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(worker.logFile().toFile(), "r")) {
            log.seek(offset);
            byte[] bytes = new byte[Math.toIntExact(log.length() - offset)];
            log.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
