package dev.anole.testbed.benchmark;

import java.util.List;
import java.util.Map;

/** CPU seconds, user and system, by process; NaN where the system does not tell. */
record CpuTimes(Map<String, Double> seconds) {

    static final String MYSQLD = "mysqld";
    static final String POSTGRES = "postgres";
    static final String BROKER = "broker";
    static final String WORKER = "worker";
    /** The programs that the benchmark ran and that have ended: {@code replica-admin}, or the {@code mysql} client. */
    static final String CLIENT = "client";
    /** The benchmark's own JVM, which is a client too where a limit is measured, and else only looks on. */
    static final String BENCHMARK = "benchmark";

    static final List<String> PROCESSES = List.of(MYSQLD, POSTGRES, BROKER, WORKER, CLIENT, BENCHMARK);

    CpuTimes {
        seconds = Map.copyOf(seconds);
    }

    double of(String process) {
        return seconds.getOrDefault(process, Double.NaN);
    }

    double total() {
        return PROCESSES.stream().mapToDouble(this::of).sum();
    }
}
