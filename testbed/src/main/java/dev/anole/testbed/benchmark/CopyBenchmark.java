package dev.anole.testbed.benchmark;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Locale;

/** Copies of a narrow and a wide table: by the pipe, then by {@code init-replica}. */
final class CopyBenchmark {

    private static final String LIMITS = "limits";

    private final Stack stack;
    private final BenchmarkOptions options;
    private final Report report;

    CopyBenchmark(Stack stack, BenchmarkOptions options, Report report) {
        this.stack = stack;
        this.options = options;
        this.report = report;
    }

    void run() throws Exception {
        stack.postgres().createDatabase(LIMITS);
        measure(SampleTable.NARROW, options.rows());
        measure(SampleTable.WIDE, options.wideRows());
    }

    private void measure(SampleTable table, long rows) throws Exception {
        if (rows == 0) {
            return;
        }
        String database = "copy_" + table.sqlName();
        Progress.say(String.format(Locale.ROOT, "Filling MySQL's table %s with %,d rows", table.sqlName(), rows));
        stack.mySql().execute("CREATE DATABASE " + database);
        try (Connection mySql = stack.mySql().connect(database)) {
            table.create(mySql, rows);
        }
        for (int repeat = 1; repeat <= options.repeats(); repeat++) {
            String size = String.format(Locale.ROOT, "%,d %s rows", rows, table.sqlName());
            MySqlPipe.Result limit = pipe(database, table, size);
            initialise(database, table, size, repeat, limit);
        }
    }

    private MySqlPipe.Result pipe(String database, SampleTable table, String size) throws Exception {
        try (Connection postgres = stack.postgres().connect(LIMITS);
                Statement statement = postgres.createStatement()) {
            statement.execute("CHECKPOINT");
            CpuClock cpu = CpuClock.start(stack);
            MySqlPipe.Result result = new MySqlPipe(stack, postgres).copy(database, table, "piped");
            report.cpu("limit: pipe of " + size + ", with key", result.rows(), cpu.elapsed());
            statement.execute("DROP TABLE piped");
            statement.execute("CHECKPOINT");
            Progress.say(String.format(
                    Locale.ROOT,
                    "Pipe: %,d rows of %d bytes, copied in %.2f s (%,.0f rows/s), key in %.2f s",
                    result.rows(),
                    result.bytesPerRow(),
                    result.copySeconds(),
                    result.rowsPerSecond(),
                    result.keySeconds()));
            return result;
        }
    }

    private void initialise(String database, SampleTable table, String size, int repeat, MySqlPipe.Result limit)
            throws Exception {
        stack.worker().restart();
        BenchmarkReplica replica = BenchmarkReplica.register(stack, database + repeat, database);
        CpuClock cpu = CpuClock.start(stack);
        JoinWatch join = JoinWatch.start(replica);
        replica.initialise();
        JoinWatch.Times times = join.times();
        report.cpu("init-replica of " + size, limit.rows(), cpu.elapsed());
        requireAll(replica, table, limit.rows());
        String name = "copy of " + size + " (" + limit.bytesPerRow() + " bytes)";
        report.add(
                name + ": copying",
                Unit.ROWS_PER_SECOND,
                limit.rows() / (times.copyEnded() - times.copyBegan()),
                limit.rowsPerSecond());
        report.add(
                name + ": until visible",
                Unit.ROWS_PER_SECOND,
                limit.rows() / (times.visible() - times.copyBegan()),
                limit.rowsPerSecondWithKey());
        report.add(
                name + ": command's start until visible",
                Unit.ROWS_PER_SECOND,
                limit.rows() / times.visible(),
                limit.rowsPerSecondWithKey());
        Progress.say(String.format(
                Locale.ROOT,
                "init-replica: began to copy after %.2f s, had copied after %.2f s, visible after %.2f s",
                times.copyBegan(),
                times.copyEnded(),
                times.visible()));
    }

    private static void requireAll(BenchmarkReplica replica, SampleTable table, long rows) throws Exception {
        try (Connection postgres = replica.postgres();
                Statement statement = postgres.createStatement();
                ResultSet count = statement.executeQuery(
                        "SELECT count(*) FROM " + BenchmarkReplica.SCHEMA + "." + table.sqlName())) {
            count.next();
            if (count.getLong(1) != rows) {
                throw new IllegalStateException("Copied " + count.getLong(1) + " rows of " + rows);
            }
        }
    }
}
