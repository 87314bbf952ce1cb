package dev.anole.admin;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C and SIGTERM: interrupts the command's thread and leaves it a moment to put things in order and to say how to
 * go on. The JVM then ends with the signal's own exit code, 130 for Ctrl-C.
 */
final class Interruption {

    /** For a command that has nothing to put in order, but may hang in a server that does not answer. */
    private static final long GRACE_SECONDS = 1;

    /** For long work: it ends its sessions, writes down that it failed, and leaves the connectors as they are to be. */
    private static final long COPY_GRACE_SECONDS = 30;

    private static final Set<String> LONG = Set.of(
            "init-replica",
            "sync-tables",
            "refresh-schema",
            "update-schema-mappings",
            "detach-replica",
            "run-maintenance");

    private final long graceSeconds;
    private final Thread runner = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicBoolean signalled = new AtomicBoolean();

    /** @param command as it was typed */
    Interruption(String command) {
        graceSeconds = LONG.contains(command.replace('_', '-')) ? COPY_GRACE_SECONDS : GRACE_SECONDS;
    }

    /** To be called by the thread that runs the command. */
    void watch() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::interrupt, "interruption"));
    }

    private void interrupt() {
        if (finished.getCount() == 0) {
            return;
        }
        signalled.set(true);
        runner.interrupt();
        try {
            finished.await(graceSeconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The command has ended; returns whether the JVM is ending already, so that it must not be ended again. */
    boolean finish() {
        finished.countDown();
        return signalled.get();
    }
}
