package dev.anole.testbed.benchmark;

/** What the benchmark is at, on the standard error: the standard output holds the figures alone. */
final class Progress {
    private Progress() {}

    static void say(String line) {
        System.err.println(line);
    }
}
