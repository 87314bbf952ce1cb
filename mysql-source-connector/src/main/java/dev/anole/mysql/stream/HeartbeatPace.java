package dev.anole.mysql.stream;

import java.util.concurrent.TimeUnit;

/**
 * When to tell the position reached: about once per interval while there is nothing to publish, and soon after a run of
 * transactions that are not published. Belongs to the reader's thread.
 */
final class HeartbeatPace {

    /** No more often than this, however the transactions come. */
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final long intervalNanos;
    private long sentNanos = System.nanoTime();
    private boolean behind;

    HeartbeatPace(int intervalMs) {
        intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    /** A heartbeat was published. */
    void sent() {
        sentNanos = System.nanoTime();
        behind = false;
    }

    /** A transaction was published, whose end tells the position. */
    void passed() {
        behind = false;
    }

    /** A transaction was not published: what was published last no longer tells the position. */
    void passedUnpublished() {
        behind = true;
    }

    /** Whether a heartbeat is due while more is waiting to be read. */
    boolean isDue() {
        return behind && elapsed() >= intervalNanos;
    }

    /** Whether it is due when nothing is waiting to be read. */
    boolean isDueWhenIdle() {
        return behind && elapsed() >= Math.min(intervalNanos, SHORTEST_NANOS);
    }

    /** Whether it is due when the server says that it is idle, which it does once per interval by its own clock. */
    boolean isDueOnServerHeartbeat() {
        return elapsed() >= intervalNanos / 2;
    }

    private long elapsed() {
        return System.nanoTime() - sentNanos;
    }
}
