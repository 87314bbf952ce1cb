package dev.anole.testbed.benchmark;

import dev.anole.testbed.Stack;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** On what the figures were taken. For one thread. */
final class Environment {

    private final BenchmarkOptions options;
    private final Instant began = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    private final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    private String servers = "";

    private Environment(BenchmarkOptions options) {
        this.options = options;
    }

    /** To be made before any server runs: the machine's load is noted. */
    static Environment before(BenchmarkOptions options) {
        return new Environment(options);
    }

    void see(Stack stack) {
        servers = "MySQL " + stack.mySql().version() + ", PostgreSQL "
                + stack.postgres().version() + ", Kafka and Connect "
                + stack.worker().version();
    }

    String text() {
        return String.format(
                Locale.ROOT,
                """
                Measured %s by `Benchmark %s`, %s.
                %s; Java %s; worker with a heap of %d MB.
                %d processors (%s), %s, load average before the run %.2f.
                """,
                began,
                options.phases().stream().map(Phase::toString).collect(Collectors.joining(" ")),
                options.repeats() == 1 ? "each figure once" : "medians of " + options.repeats() + " (least–greatest)",
                servers,
                System.getProperty("java.version"),
                options.heapMegabytes(),
                Runtime.getRuntime().availableProcessors(),
                procValue("cpuinfo", "model name"),
                procValue("meminfo", "MemTotal"),
                load);
    }

    private static String procValue(String file, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("unknown");
        } catch (IOException e) {
            // Not Linux.
            return "unknown";
        }
    }
}
