package dev.anole.postgres;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How late a replica is: the age of the oldest change of MySQL that it lacks. */
public final class ReplicaLag {

    /** The source's heartbeats come every second by default, while MySQL is idle. */
    public static final Duration HEARTBEATS_MISSED = Duration.ofSeconds(30);

    private ReplicaLag() {}

    /**
     * The lag now; empty if it is unknown: without a word from the source nobody knows what it has not sent.
     *
     * @param oldestWaiting when MySQL committed the first change that waits; null if none waits
     * @param silence since something was applied last, heartbeats included
     */
    public static Optional<Duration> of(@Nullable Instant oldestWaiting, Duration silence, Instant now) {
        if (oldestWaiting != null) {
            return Optional.of(now.isBefore(oldestWaiting) ? Duration.ZERO : Duration.between(oldestWaiting, now));
        }
        return silence.compareTo(HEARTBEATS_MISSED) < 0 ? Optional.of(Duration.ZERO) : Optional.empty();
    }
}
