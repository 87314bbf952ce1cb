package dev.anole.admin.join;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A moment until which something is waited for, looking at it again and again. */
final class Deadline {

    private final long endNanos;

    private Deadline(long endNanos) {
        this.endNanos = endNanos;
    }

    static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    boolean hasPassed() {
        return System.nanoTime() - endNanos >= 0;
    }

    /** Waits that long, but not beyond the deadline. */
    void pause(Duration pause) throws InterruptedException {
        long left = Math.max(0, endNanos - System.nanoTime());
        TimeUnit.NANOSECONDS.sleep(Math.min(left, pause.toNanos()));
    }
}
