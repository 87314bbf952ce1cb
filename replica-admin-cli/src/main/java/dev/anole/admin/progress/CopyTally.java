package dev.anole.admin.progress;

import dev.anole.contract.TableId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What was counted of one table since its copy began. Safe for use by several threads. */
final class CopyTally {

    private final TableId table;
    private final long estimatedRows;
    private final Instant began = Instant.now();
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private volatile String phase = "copying";
    private volatile @Nullable Instant ended;

    CopyTally(TableId table, long estimatedRows) {
        this.table = table;
        this.estimatedRows = estimatedRows;
    }

    void add(long moreRows, long moreBytes) {
        rows.addAndGet(moreRows);
        bytes.addAndGet(moreBytes);
    }

    void enter(String newPhase) {
        phase = newPhase;
    }

    void end() {
        ended = Instant.now();
    }

    TableId table() {
        return table;
    }

    long estimatedRows() {
        return estimatedRows;
    }

    long rows() {
        return rows.get();
    }

    long bytes() {
        return bytes.get();
    }

    String phase() {
        return phase;
    }

    Duration elapsed() {
        Instant end = ended;
        return Duration.between(began, end == null ? Instant.now() : end);
    }

    long rowsPerSecond() {
        return rows() * 1000 / Math.max(1, elapsed().toMillis());
    }

    /** Empty while too little is known. MySQL's estimates may be wrong by half. */
    Optional<Duration> left() {
        long rate = rowsPerSecond();
        return rate == 0 || rows() >= estimatedRows
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((estimatedRows - rows()) / rate));
    }
}
