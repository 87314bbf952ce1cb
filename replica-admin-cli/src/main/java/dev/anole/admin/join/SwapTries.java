package dev.anole.admin.join;

import java.sql.SQLException;
import java.time.Duration;

/** Tries to swap tables in until that succeeds, without keeping the sink or readers waiting for long. */
final class SwapTries {

    /** While the position is held the sink waits, so no more than this is applied then. */
    static final long FEW_RECORDS = 2_000;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private SwapTries() {}

    /** How a try ended. */
    enum Outcome {
        DONE,
        /** Others hold the position or a table; trying again at once would stop the sink again and again. */
        BLOCKED,
        /** Too much was left to be applied. */
        BEHIND
    }

    /** One try, rolled back unless it is done. */
    interface Try {
        Outcome run() throws SQLException, InterruptedException, StaleCopyException, TableFailure;
    }

    /** Says who blocks, for the operator. */
    interface Blockers {
        String describe() throws SQLException;
    }

    /**
     * Returns when it is done.
     *
     * @param tables the subject of messages, such as "the old table s.t"
     * @throws TableFailure if it was blocked for too long
     */
    static void run(JoinLimits limits, String tables, Blockers blockers, Try once)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        Deadline deadline = Deadline.in(limits.swap());
        Duration pause = FIRST_PAUSE;
        Outcome outcome = once.run();
        while (outcome != Outcome.DONE) {
            if (outcome == Outcome.BEHIND) {
                deadline = Deadline.in(limits.swap());
                pause = FIRST_PAUSE;
            } else if (deadline.hasPassed()) {
                throw new TableFailure(
                        "readers of " + tables + " left no moment to swap the copy in for "
                                + limits.swap().toMinutes() + " minutes" + blockers.describe(),
                        "End those sessions, and run the command again.");
            } else {
                deadline.pause(pause);
                pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
            outcome = once.run();
        }
    }
}
