package dev.anole.testbed.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Notes when the catalogue first shows each state of a source's only table, looking every 5 ms. */
final class JoinWatch {

    private static final Duration INTERVAL = Duration.ofMillis(5);

    private final BenchmarkReplica replica;
    private final Stopwatch watch = Stopwatch.start();
    private final Map<String, Double> seen = new HashMap<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    /** Seconds since the watch's start: until the first row could be read, the last was written, the table visible. */
    record Times(double copyBegan, double copyEnded, double visible) {}

    private JoinWatch(BenchmarkReplica replica) {
        this.replica = replica;
    }

    /** Begins to look, in a thread of its own. */
    static JoinWatch start(BenchmarkReplica replica) {
        JoinWatch join = new JoinWatch(replica);
        Thread thread = new Thread(join::look, "join-watch");
        thread.setDaemon(true);
        thread.start();
        return join;
    }

    private void look() {
        try (Connection postgres = replica.postgres()) {
            while (!seen.containsKey("replicating") && !end.isDone()) {
                note(postgres);
                Wait.pause(INTERVAL);
            }
            end.complete(null);
        } catch (SQLException | InterruptedException e) {
            end.completeExceptionally(e);
        }
    }

    private void note(Connection postgres) throws SQLException {
        try (Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT state FROM anole.tables WHERE source = '" + replica.name() + "'")) {
            if (row.next()) {
                seen.putIfAbsent(row.getString(1), watch.seconds());
            }
        }
    }

    /** To be called once the table is there: waits for the watch's own end. */
    Times times() {
        end.join();
        return new Times(time("copying"), time("catching_up"), time("replicating"));
    }

    private double time(String state) {
        Double time = seen.get(state);
        if (time == null) {
            throw new IllegalStateException("The table was never seen " + state + "; seen: " + seen);
        }
        return time;
    }
}
