package dev.anole.postgres.catalogue;

import dev.anole.contract.SourcePosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the replica of one source is: a row of {@code anole.positions}.
 *
 * @param nextOffset Kafka offset of the first record not applied
 * @param serverUuid of the server whose transactions were applied; null before the first
 * @param applied every MySQL transaction before this place is applied, none behind it
 * @param incarnation of the last record applied; 0 before the first
 * @param sequence of the last record applied
 * @param lastCommitAt when MySQL committed the last transaction applied; null before the first
 * @param epoch of the sink task that holds the place
 * @param generation raised when tables' states or definitions were changed from outside the sink
 * @param changedAt when this row was written last
 */
public record ReplicaPosition(
        String source,
        String topic,
        int partition,
        long nextOffset,
        @Nullable String serverUuid,
        SourcePosition applied,
        long incarnation,
        long sequence,
        @Nullable Instant lastCommitAt,
        long epoch,
        long generation,
        @Nullable Instant changedAt) {

    /** A record that changed nothing was passed. */
    public ReplicaPosition withNextOffset(long newNextOffset) {
        return copy(newNextOffset, serverUuid, applied, incarnation, sequence, lastCommitAt, generation);
    }

    public ReplicaPosition withSequence(long newSequence) {
        return copy(nextOffset, serverUuid, applied, incarnation, newSequence, lastCommitAt, generation);
    }

    public ReplicaPosition withGeneration(long newGeneration) {
        return copy(nextOffset, serverUuid, applied, incarnation, sequence, lastCommitAt, newGeneration);
    }

    /** The source began anew on that server; nothing was applied by it yet. */
    public ReplicaPosition withIncarnation(String newServerUuid, long newIncarnation, long newSequence) {
        return copy(nextOffset, newServerUuid, applied, newIncarnation, newSequence, lastCommitAt, generation);
    }

    /** What the record before {@code newNextOffset} completes was applied. */
    public ReplicaPosition withApplied(
            long newNextOffset, String newServerUuid, SourcePosition newApplied, @Nullable Instant newLastCommitAt) {
        return copy(newNextOffset, newServerUuid, newApplied, incarnation, sequence, newLastCommitAt, generation);
    }

    private ReplicaPosition copy(
            long newNextOffset,
            @Nullable String newServerUuid,
            SourcePosition newApplied,
            long newIncarnation,
            long newSequence,
            @Nullable Instant newLastCommitAt,
            long newGeneration) {
        return new ReplicaPosition(
                source,
                topic,
                partition,
                newNextOffset,
                newServerUuid,
                newApplied,
                newIncarnation,
                newSequence,
                newLastCommitAt,
                epoch,
                newGeneration,
                changedAt);
    }
}
