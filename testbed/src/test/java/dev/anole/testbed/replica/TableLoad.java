package dev.anole.testbed.replica;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Writes to MySQL, a random statement after the other, until it is closed. A server that is gone, a table that is gone
 * and a lock that is not granted are no failures.
 */
final class TableLoad implements AutoCloseable {

    /** Writing as fast as can be would leave nothing of two processors for the commands that are tested meanwhile. */
    private static final int PACE_MS = 2;

    private final ExecutorService threads;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong statements = new AtomicLong();
    private final CompletableFuture<?> writers;
    private final int paceMs;

    /** @param statement a statement, made from a random source */
    TableLoad(Replica replica, int threadCount, long seed, Function<Random, String> statement) {
        this(replica, threadCount, seed, statement, PACE_MS);
    }

    /** @param paceMs between two statements of a thread, for a replica that could not keep up */
    TableLoad(Replica replica, int threadCount, long seed, Function<Random, String> statement, int paceMs) {
        this.paceMs = paceMs;
        threads = Executors.newFixedThreadPool(threadCount);
        writers = CompletableFuture.allOf(IntStream.range(0, threadCount)
                .mapToObj(
                        i -> CompletableFuture.runAsync(() -> write(replica, new Random(seed + i), statement), threads))
                .toArray(CompletableFuture[]::new));
    }

    /** Statements that have changed rows. */
    long statements() {
        return statements.get();
    }

    private void write(Replica replica, Random random, Function<Random, String> next) {
        while (open.get()) {
            try (Connection connection = replica.mySql();
                    Statement statement = connection.createStatement()) {
                while (open.get()) {
                    statement.execute("DO SLEEP(" + paceMs / 1000.0 + ")");
                    writeOnce(statement, next.apply(random));
                }
            } catch (SQLException e) {
                // The server is being restarted; Connector/J waits a little before it gives up.
                Thread.onSpinWait();
            }
        }
    }

    private void writeOnce(Statement statement, String sql) throws SQLException {
        try {
            if (statement.executeUpdate(sql) > 0) {
                statements.incrementAndGet();
            }
        } catch (SQLException e) {
            if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
                throw e;
            }
        }
    }

    /** Ends it, and waits until nothing more is written. */
    @Override
    public void close() {
        open.set(false);
        writers.join();
        threads.shutdown();
    }
}
