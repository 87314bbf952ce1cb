package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A reader of the replica that looks, all the time, for states of {@link FaultLoad}'s tables that MySQL never committed.
 * It outlives PostgreSQL.
 */
final class CommittedStates implements AutoCloseable {

    private static final int PAUSE_MS = 10;

    /** One statement, so that it sees one state; each value is 0 in all that MySQL commits. */
    private static final String QUERY = """
            SELECT (SELECT sum(balance) FROM %1$s.debit) + (SELECT sum(balance) FROM %1$s.credit) - %2$d,
              (SELECT abs(count(*) - %3$d) + abs(min(place) - 1) + abs(max(place) - %3$d) FROM %1$s.places),
              (SELECT count(*) FROM (SELECT FROM %1$s.batches GROUP BY batch
                HAVING count(*) <> %4$d OR min(value) <> max(value)) AS torn)""";

    private final String query;
    private final Callable<Connection> connections;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong states = new AtomicLong();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();
    private final Thread thread;

    /** @param connections opens a connection to the replica */
    CommittedStates(String schema, Callable<Connection> connections) {
        this.connections = connections;
        query = QUERY.formatted(
                '"' + schema + '"', 2 * 1_000L * FaultLoad.ACCOUNTS, FaultLoad.PLACES, FaultLoad.BATCH_LINES);
        thread = new Thread(this::readAll, "committed-states");
        thread.start();
    }

    private void readAll() {
        while (open.get()) {
            try (Connection connection = connections.call();
                    Statement statement = connection.createStatement()) {
                while (open.get()) {
                    read(statement);
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
                }
            } catch (SQLException e) {
                String state = String.valueOf(e.getSQLState());
                if (!state.startsWith("08") && !state.startsWith("57")) {
                    findings.add(e.toString());
                    return;
                }
            } catch (Exception e) {
                findings.add(e.toString());
                return;
            }
        }
    }

    private void read(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            states.incrementAndGet();
            List<Long> found = List.of(row.getLong(1), row.getLong(2), row.getLong(3));
            if (!found.equals(List.of(0L, 0L, 0L))) {
                findings.add("sum of balances off by, places wrong by, torn batches: " + found);
            }
        }
    }

    /** States read so far. */
    long states() {
        return states.get();
    }

    void assertAllWereCommitted() {
        assertThat(findings).as("states that MySQL never committed").isEmpty();
        assertThat(states()).as("states read").isPositive();
    }

    @Override
    public void close() {
        open.set(false);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the reader ended", e);
        }
    }
}
