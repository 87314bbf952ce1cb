package dev.anole.testbed.benchmark;

/** Time since its start. */
record Stopwatch(long startedNanos) {

    static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    double seconds() {
        return (System.nanoTime() - startedNanos) / 1e9;
    }
}
