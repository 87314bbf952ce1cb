package dev.anole.testbed.benchmark;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;

/**
 * Measures copy, drain and latency, each on servers of its own with fresh data, and prints the figures as Markdown.
 *
 * <p>Run it from the repository, on an idle machine, after {@code mvn package}; {@code --help} lists the options.
 */
public final class Benchmark {

    private Benchmark() {}

    public static void main(String[] arguments) throws Exception {
        if (BenchmarkOptions.asksForHelp(arguments)) {
            System.out.print(BenchmarkOptions.USAGE);
            return;
        }
        BenchmarkOptions options;
        try {
            options = BenchmarkOptions.parse(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + "\n" + BenchmarkOptions.USAGE);
            System.exit(2);
            return;
        }
        Report report = new Report();
        Environment environment = Environment.before(options);
        for (Phase phase : options.phases()) {
            Progress.say("== " + phase + ": starting MySQL, PostgreSQL, a Kafka broker and a Connect worker");
            try (Stack stack = Stack.start(
                    "benchmark-" + phase,
                    MySqlOptions.defaults().with("--innodb-buffer-pool-size=1G"),
                    ConnectWorkerOptions.defaults().withHeapMegabytes(options.heapMegabytes()))) {
                environment.see(stack);
                run(phase, stack, options, report);
            }
        }
        String text = environment.text() + "\n" + report.text();
        System.out.println("\n" + text);
        if (options.update() != null) {
            GeneratedBlock.replace(options.update(), text);
        }
    }

    private static void run(Phase phase, Stack stack, BenchmarkOptions options, Report report) throws Exception {
        switch (phase) {
            case COPY -> new CopyBenchmark(stack, options, report).run();
            case DRAIN -> new DrainBenchmark(stack, options, report).run();
            case LATENCY -> new LatencyBenchmark(stack, options, report).run();
        }
    }
}
