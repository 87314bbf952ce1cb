package dev.anole.testbed.benchmark;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Random;

/**
 * The time from a commit's return in MySQL until a session of PostgreSQL sees its row, for single commits on an idle
 * pipeline: on a fresh worker, then again on the same one, warm.
 */
final class LatencyBenchmark {

    private static final String DATABASE = "latency";
    private static final long PRELOADED_ROWS = 1_000;
    private static final int LEAST_GAP_MS = 25;
    private static final int GAP_SPREAD_MS = 50;
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);

    private final Stack stack;
    private final BenchmarkOptions options;
    private final Report report;
    /** Gaps of many lengths, so that no pace of the pipeline's own fits them. */
    private final Random gaps = new Random(20_261_122);

    private long lastKey = PRELOADED_ROWS;

    LatencyBenchmark(Stack stack, BenchmarkOptions options, Report report) {
        this.stack = stack;
        this.options = options;
        this.report = report;
    }

    void run() throws Exception {
        stack.mySql().execute("CREATE DATABASE " + DATABASE);
        try (Connection mySql = stack.mySql().connect(DATABASE)) {
            SampleTable.NARROW.create(mySql, PRELOADED_ROWS);
        }
        BenchmarkReplica replica = BenchmarkReplica.register(stack, DATABASE, DATABASE);
        replica.initialise();
        stack.worker().restart();
        replica.connectors().resume();
        replica.connectors().awaitRunning();
        try (Connection mySql = stack.mySql().connect(DATABASE);
                Connection postgres = replica.postgres();
                PreparedStatement insert = mySql.prepareStatement("INSERT INTO narrow VALUES"
                        + " (?, 7, 1, 'placed', 12.34, 'a single commit on an idle pipeline', '2026-01-01 00:00:00')");
                PreparedStatement row = BenchmarkReplica.rowQuery(postgres)) {
            commit(insert);
            Wait.until("the first commit", LOOK_INTERVAL, () -> BenchmarkReplica.shows(row, lastKey));
            measure("fresh worker", insert, row);
            measure("warm worker", insert, row);
        }
        replica.connectors().stop();
    }

    private void measure(String worker, PreparedStatement insert, PreparedStatement row) throws Exception {
        Series milliseconds = new Series();
        CpuClock cpu = CpuClock.start(stack);
        for (int i = 0; i < options.commits(); i++) {
            Wait.pause(Duration.ofMillis(LEAST_GAP_MS + gaps.nextInt(GAP_SPREAD_MS)));
            commit(insert);
            Stopwatch watch = Stopwatch.start();
            // A busy loop: a pause would be in the figure.
            Wait.until("a single commit", Duration.ZERO, () -> BenchmarkReplica.shows(row, lastKey));
            milliseconds.add(watch.seconds() * 1e3);
        }
        report.cpu(
                String.format(Locale.ROOT, "%,d single commits, %s", options.commits(), worker),
                options.commits(),
                cpu.elapsed());
        String name = "single commit visible, " + worker + ": ";
        report.add(name + "p50", Unit.MILLISECONDS, milliseconds.percentile(50));
        report.add(name + "p99", Unit.MILLISECONDS, milliseconds.percentile(99));
        Progress.say(String.format(
                Locale.ROOT,
                "%d commits, %s: p50 %.1f ms, p99 %.1f ms",
                options.commits(),
                worker,
                milliseconds.percentile(50),
                milliseconds.percentile(99)));
    }

    private void commit(PreparedStatement insert) throws SQLException {
        lastKey++;
        insert.setLong(1, lastKey);
        insert.executeUpdate();
    }
}
