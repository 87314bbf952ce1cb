package dev.anole.postgres.apply;

import dev.anole.postgres.ReplicaLag;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How late the replica is, as the apply thread sees it: see {@link ReplicaLag}. Written by that thread, read by any. */
final class SinkLag {

    private final Clock clock;
    private final Instant started;
    private long nextOffset = -1;
    private volatile @Nullable Instant oldestWaiting;
    private volatile @Nullable Instant appliedAt;

    SinkLag(Clock clock) {
        this.clock = clock;
        started = clock.instant();
    }

    /** A session begins; everything before that offset was applied earlier. */
    void stands(long offset) {
        nextOffset = offset;
    }

    /** These records are to be applied now, in their order. */
    void takes(List<DeliveredRecord> records) {
        if (oldestWaiting == null && !records.isEmpty()) {
            oldestWaiting = records.get(0).committedAt();
        }
    }

    /**
     * Everything before that offset is applied.
     *
     * @param records those taken last
     */
    void applied(List<DeliveredRecord> records, long offset) {
        if (offset != nextOffset) {
            nextOffset = offset;
            appliedAt = clock.instant();
            oldestWaiting = records.stream()
                    .filter(record -> record.offset() >= offset)
                    .findFirst()
                    .map(DeliveredRecord::committedAt)
                    .orElse(null);
        }
    }

    /** NaN if unknown. */
    double seconds() {
        Instant now = clock.instant();
        Instant heard = appliedAt;
        Duration silence = heard == null ? ReplicaLag.HEARTBEATS_MISSED : Duration.between(heard, now);
        return ReplicaLag.of(oldestWaiting, silence, now).map(SinkLag::seconds).orElse(Double.NaN);
    }

    /** Since something was applied, or since the task's start. */
    double appliedAgeSeconds() {
        Instant heard = appliedAt;
        return seconds(Duration.between(heard == null ? started : heard, clock.instant()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }
}
