package dev.anole.admin.join;

import java.time.Duration;

/**
 * How long a join waits, and how often it tries.
 *
 * @param attempts how often a table is copied at most, if it changes under the copy
 * @param databaseFailure how long MySQL or PostgreSQL may be gone, or fail each time, before a join gives up
 * @param settle for MySQL's state to become what a copy can begin with
 * @param tableLock for {@code LOCK TABLES}, all retries together
 * @param sinkFailure how long the sink may stand still after it has recorded an error
 * @param sinkStall how long the sink may stand still while it is waited for
 * @param topicStall how long Kafka may withhold a record that the sink has applied
 * @param swap for the old table to be free of readers, all retries together
 * @param swapLock one wait for the old table's lock, behind which its new readers and the sink queue
 */
record JoinLimits(
        int attempts,
        Duration databaseFailure,
        Duration settle,
        Duration tableLock,
        Duration sinkFailure,
        Duration sinkStall,
        Duration topicStall,
        Duration swap,
        Duration swapLock) {

    /** All retries together take as long as one wait at least. */
    JoinLimits withSwapLock(Duration newSwapLock) {
        return new JoinLimits(
                attempts,
                databaseFailure,
                settle,
                tableLock,
                sinkFailure,
                sinkStall,
                topicStall,
                swap.compareTo(newSwapLock) < 0 ? newSwapLock : swap,
                newSwapLock);
    }

    static JoinLimits defaults() {
        return new JoinLimits(
                5,
                Duration.ofMinutes(5),
                Duration.ofMinutes(2),
                Duration.ofMinutes(2),
                Duration.ofSeconds(15),
                Duration.ofMinutes(5),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofMillis(500));
    }
}
