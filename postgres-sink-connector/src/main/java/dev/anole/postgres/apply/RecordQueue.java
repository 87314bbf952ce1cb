package dev.anole.postgres.apply;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands records from Connect's thread to the apply thread, and the wish to read from another offset back. Safe for use
 * by both threads.
 */
final class RecordQueue {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<DeliveredRecord> records = new ArrayDeque<>();
    private final long capacityBytes;
    private long bytes;
    private OptionalLong seek = OptionalLong.empty();

    RecordQueue(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Adds all of them, beyond the capacity too; none if a seek is wanted, since these come from before it. */
    void offer(Collection<DeliveredRecord> delivered) {
        lock.lock();
        try {
            if (seek.isEmpty() && !delivered.isEmpty()) {
                records.addAll(delivered);
                delivered.forEach(record -> bytes += record.bytes());
                filled.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the consumer is to be paused. */
    boolean isFull() {
        lock.lock();
        try {
            return bytes >= capacityBytes;
        } finally {
            lock.unlock();
        }
    }

    /** Bytes that wait. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return records.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes some of what waits, at most {@code maxRecords}, and no more than {@code maxBytes} unless the first alone is
     * larger; waits for the first at most that long.
     */
    List<DeliveredRecord> take(int maxRecords, long maxBytes, long timeoutMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            while (records.isEmpty() && left > 0) {
                left = filled.awaitNanos(left);
            }
            List<DeliveredRecord> taken = new ArrayList<>(Math.min(maxRecords, records.size()));
            long takenBytes = 0;
            for (DeliveredRecord next = records.peek(); next != null; next = records.peek()) {
                takenBytes += next.bytes();
                if (taken.size() == maxRecords || (takenBytes > maxBytes && !taken.isEmpty())) {
                    break;
                }
                taken.add(records.remove());
                bytes -= next.bytes();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what waits; whatever is offered before the seek was taken is dropped. */
    void requestSeek(long offset) {
        lock.lock();
        try {
            records.clear();
            bytes = 0;
            seek = OptionalLong.of(offset);
        } finally {
            lock.unlock();
        }
    }

    /** The offset from which records are wanted, if that changed; the caller seeks before it offers again. */
    OptionalLong takeSeek() {
        lock.lock();
        try {
            OptionalLong wanted = seek;
            seek = OptionalLong.empty();
            return wanted;
        } finally {
            lock.unlock();
        }
    }
}
