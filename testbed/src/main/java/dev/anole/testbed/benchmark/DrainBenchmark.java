package dev.anole.testbed.benchmark;

import dev.anole.testbed.Stack;
import dev.anole.testbed.compare.RowReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;

/**
 * A backlog in MySQL, drained three times: by PostgreSQL alone, which is the limit; by both connectors together; by the
 * sink alone from a topic that the source has filled. Each Anole figure is taken on a fresh worker.
 */
final class DrainBenchmark {

    private static final String LIMITS = "limits";
    private static final String TABLE = SampleTable.NARROW.sqlName();
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(5);
    private static final Duration HEALTH_INTERVAL = Duration.ofMillis(500);
    private static final int LOOKS_PER_HEALTH_CHECK = 400;

    private final Stack stack;
    private final BenchmarkOptions options;
    private final Report report;
    private final ChangePlan plan;

    /** Seconds from the connectors' start until the backlog's first and its last change were seen in PostgreSQL. */
    private record Visible(double firstSeconds, double lastSeconds) {}

    DrainBenchmark(Stack stack, BenchmarkOptions options, Report report) {
        this.stack = stack;
        this.options = options;
        this.report = report;
        plan = ChangePlan.of(options.changes());
    }

    void run() throws Exception {
        stack.postgres().createDatabase(LIMITS);
        for (int repeat = 1; repeat <= options.repeats(); repeat++) {
            measure("drain" + repeat);
        }
    }

    private void measure(String database) throws Exception {
        Backlog backlog = new Backlog(stack.mySql(), database, plan);
        backlog.prepare();
        try (Connection postgres = stack.postgres().connect(LIMITS);
                Statement statement = postgres.createStatement()) {
            statement.execute("CREATE SCHEMA " + database);
            new MySqlPipe(stack, postgres).copy(database, SampleTable.NARROW, database + "." + TABLE);
            statement.execute("ANALYZE " + database + "." + TABLE);
        }
        BenchmarkReplica both = BenchmarkReplica.register(stack, database + "_both", database);
        both.initialise();
        BenchmarkReplica sink = BenchmarkReplica.register(stack, database + "_sink", database);
        sink.initialise();
        Stopwatch watch = Stopwatch.start();
        BinlogEnd end = backlog.commit();
        Progress.say(String.format(
                Locale.ROOT, "Committed %,d changes to MySQL in %.1f s", plan.changes(), watch.seconds()));

        double limit = limit(database);
        drainByBoth(both, limit);
        drainBySink(sink, end, limit);
        requireEqual(database, both);
        requireEqual(database, sink);
    }

    private double limit(String database) throws Exception {
        try (Connection postgres = stack.postgres().connect(LIMITS)) {
            SetWiseApply apply = new SetWiseApply(postgres, database + "." + TABLE, plan);
            checkpoint();
            CpuClock cpu = CpuClock.start(stack);
            double seconds = apply.run();
            report.cpu("limit: set-wise apply", plan.changes(), cpu.elapsed());
            Progress.say(String.format(Locale.ROOT, "PostgreSQL alone: %.2f s", seconds));
            apply.addSentinel();
            requireEqual(database, postgres, database);
            return plan.changes() / seconds;
        }
    }

    private void drainByBoth(BenchmarkReplica replica, double limit) throws Exception {
        stack.worker().restart();
        checkpoint();
        CpuClock cpu = CpuClock.start(stack);
        Stopwatch watch = Stopwatch.start();
        replica.connectors().resume();
        Visible visible = awaitSentinel(replica, watch);
        report.cpu("drain by both connectors", plan.changes(), cpu.elapsed());
        add("both connectors", visible, limit);
        replica.connectors().stop();
    }

    private void drainBySink(BenchmarkReplica replica, BinlogEnd end, double limit) throws Exception {
        Connectors connectors = replica.connectors();
        stack.worker().restart();
        CpuClock sourceCpu = CpuClock.start(stack);
        try (TopicGrowth topic = new TopicGrowth(stack, replica.name())) {
            connectors.resumeSource();
            Wait.until("the source to have sent the backlog", HEALTH_INTERVAL, () -> {
                connectors.requireHealthy();
                return connectors.sourceHasReached(end);
            });
            report.cpu("drain by the source alone", plan.changes(), sourceCpu.elapsed());
            double seconds = topic.lastGrowthSeconds();
            report.add(name("source alone, to the topic"), Unit.CHANGES_PER_SECOND, plan.changes() / seconds);
            Progress.say(String.format(Locale.ROOT, "Source alone: %.2f s", seconds));
        }
        connectors.stop();
        stack.worker().restart();
        checkpoint();
        CpuClock cpu = CpuClock.start(stack);
        Stopwatch watch = Stopwatch.start();
        connectors.resumeSink();
        Visible visible = awaitSentinel(replica, watch);
        report.cpu("drain by the sink alone", plan.changes(), cpu.elapsed());
        add("sink alone, from the topic", visible, limit);
        connectors.stop();
    }

    private void add(String who, Visible visible, double limit) {
        String name = name(who);
        report.add(name, Unit.CHANGES_PER_SECOND, plan.changes() / visible.lastSeconds(), limit);
        report.add(name + ", until the first is visible", Unit.SECONDS, visible.firstSeconds());
        Progress.say(String.format(
                Locale.ROOT,
                "Drain by %s: first change visible after %.2f s, last after %.2f s",
                who,
                visible.firstSeconds(),
                visible.lastSeconds()));
    }

    private String name(String who) {
        return String.format(Locale.ROOT, "drain of %,d changes: %s", plan.changes(), who);
    }

    /** Looks for the backlog's first and last change every 5 ms. */
    private Visible awaitSentinel(BenchmarkReplica replica, Stopwatch watch) throws Exception {
        Connectors connectors = replica.connectors();
        try (Connection postgres = replica.postgres();
                PreparedStatement row = BenchmarkReplica.rowQuery(postgres)) {
            Wait.until("the first change", LOOK_INTERVAL, new Health(connectors, () -> anyApplied(row)));
            double first = watch.seconds();
            Wait.until(
                    "the last change",
                    LOOK_INTERVAL,
                    new Health(connectors, () -> BenchmarkReplica.shows(row, plan.sentinelKey())));
            return new Visible(first, watch.seconds());
        }
    }

    /** Any writer may have been the first to commit. */
    private boolean anyApplied(PreparedStatement row) throws SQLException {
        for (int writer = 0; writer < ChangePlan.WRITERS; writer++) {
            if (!BenchmarkReplica.shows(row, plan.first(writer) + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Looks for a connector that has failed once in many looks. */
    private static final class Health implements Wait.Condition {
        private final Connectors connectors;
        private final Wait.Condition condition;
        private int looks;

        Health(Connectors connectors, Wait.Condition condition) {
            this.connectors = connectors;
            this.condition = condition;
        }

        @Override
        public boolean holds() throws Exception {
            looks++;
            if (looks % LOOKS_PER_HEALTH_CHECK == 0) {
                connectors.requireHealthy();
            }
            return condition.holds();
        }
    }

    private void checkpoint() throws SQLException {
        try (Connection postgres = stack.postgres().connect(LIMITS);
                Statement statement = postgres.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /** A figure counts only if it is that of the right work: both sides hold the same rows. */
    private void requireEqual(String database, BenchmarkReplica replica) throws SQLException {
        try (Connection postgres = replica.postgres()) {
            requireEqual(database, postgres, BenchmarkReplica.SCHEMA);
        }
    }

    private void requireEqual(String database, Connection postgres, String schema) throws SQLException {
        RowReader.Digest mySqlRows = new RowReader.Digest();
        RowReader.Digest postgresRows = new RowReader.Digest();
        try (Connection mySql = stack.mySql().connect(database)) {
            RowReader.mySql(mySql, TABLE, mySqlRows);
        }
        RowReader.postgres(postgres, schema, TABLE, postgresRows);
        if (!postgresRows.result().equals(mySqlRows.result())) {
            throw new IllegalStateException("PostgreSQL's " + schema + "." + TABLE + " differs from MySQL's: "
                    + postgresRows.result() + ", " + mySqlRows.result());
        }
    }
}
