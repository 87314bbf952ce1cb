package dev.anole.testbed.benchmark;

import java.util.Locale;

/** What can be measured by itself. */
enum Phase {
    COPY,
    DRAIN,
    LATENCY;

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
