package dev.anole.testbed.benchmark;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for something to become true. */
final class Wait {

    private static final Duration DEADLINE = Duration.ofMinutes(15);

    private Wait() {}

    /** Looks whether it is true; fails if it can't become true any more. */
    interface Condition {
        boolean holds() throws Exception;
    }

    /** @throws IllegalStateException if that does not come true within 15 minutes */
    static void until(String what, Duration interval, Condition condition) throws Exception {
        Stopwatch watch = Stopwatch.start();
        while (!condition.holds()) {
            if (watch.seconds() > DEADLINE.toSeconds()) {
                throw new IllegalStateException("After " + DEADLINE.toMinutes() + " minutes still waiting for " + what);
            }
            pause(interval);
        }
    }

    static void pause(Duration time) throws InterruptedException {
        new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
