package dev.anole.mysql.stream;

import java.time.Clock;

/**
 * How far the source is behind MySQL: the age of the transaction that was read last, or 0 once all that MySQL has was read.
 * Ages are by the worker's clock and commit times by MySQL's. Written by the reader's thread, read by any.
 */
final class SourceLag {

    private static final long NOTHING_WAITS = -1;

    /** A transaction that is older was not read as it was committed, so that more may be on the way. */
    private static final long PROMPT_MS = 1_000;

    private final Clock clock;
    /** Milliseconds since the epoch: whatever MySQL committed later may not be read. */
    private volatile long readUpToMs;
    /** Whether that is a transaction's commit; used by the reader's thread alone. */
    private boolean ofTransaction;

    SourceLag(Clock clock) {
        this.clock = clock;
        readUpToMs = clock.millis();
    }

    /** A transaction is being read. */
    void begins(long commitTimestampUs) {
        readUpToMs = commitTimestampUs / 1_000;
        ofTransaction = true;
    }

    /** Whole transactions are read, and no more has come yet. */
    void waits() {
        if (ofTransaction && clock.millis() - readUpToMs < PROMPT_MS) {
            isIdle();
        }
    }

    /** MySQL says that it has nothing more. */
    void isIdle() {
        readUpToMs = NOTHING_WAITS;
        ofTransaction = false;
    }

    /** From now on nobody knows what MySQL has. */
    void disconnected() {
        if (readUpToMs == NOTHING_WAITS) {
            readUpToMs = clock.millis();
        }
        ofTransaction = false;
    }

    double seconds() {
        long since = readUpToMs;
        return since == NOTHING_WAITS ? 0 : Math.max(0, clock.millis() - since) / 1_000.0;
    }
}
