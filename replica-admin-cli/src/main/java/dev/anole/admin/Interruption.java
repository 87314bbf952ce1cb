package dev.anole.admin;

import dev.anole.admin.database.OpenSessions;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Ctrl-C and SIGTERM: interrupts the command's thread and leaves it a moment to put things in order and to say how to
 * go on. The JVM then ends with the signal's own exit code, 130 for Ctrl-C.
 */
public final class Interruption {

    /** For a command that has nothing to put in order. */
    private static final long GRACE_SECONDS = 1;

    /** For one that copies: it ends its sessions, writes down that it failed, and leaves the connectors as they are to be. */
    private static final long COPY_GRACE_SECONDS = 30;

    /** For the command to say how to go on, once its sessions have ended. */
    private static final long LAST_WORDS_SECONDS = 5;

    private static final Set<String> COPYING =
            Set.of("init-replica", "sync-tables", "refresh-schema", "update-schema-mappings");

    private final long graceSeconds;
    private final Thread runner = Thread.currentThread();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicBoolean signalled = new AtomicBoolean();

    /**
     * Whether a signal is why the thread's work has failed, of whatever kind the failure is: a statement that was ended fails
     * as any other. Clears the thread's mark, so that what follows is not interrupted by the same signal.
     */
    public static boolean isCauseOf(Exception failure) {
        return Thread.interrupted() || failure instanceof InterruptedException || failure instanceof InterruptException;
    }

    /** @param command as it was typed */
    Interruption(String command) {
        graceSeconds = COPYING.contains(command.replace('_', '-')) ? COPY_GRACE_SECONDS : GRACE_SECONDS;
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
            if (!finished.await(graceSeconds, TimeUnit.SECONDS)) {
                // Who waits for a statement does not notice an interrupt.
                OpenSessions.abortAll();
                if (!finished.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println(
                            "Interrupted, while a server did not answer. Run the same command again to go on.");
                }
            }
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
