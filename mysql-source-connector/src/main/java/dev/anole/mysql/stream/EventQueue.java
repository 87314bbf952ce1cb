package dev.anole.mysql.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Hands events from the thread that reads the binlog to the one that polls, in batches, bounded by the bytes that wait.
 * Safe for use by several threads.
 */
public final class EventQueue {

    private record Batch(List<Published> events, long bytes) {}

    private final long capacityBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Batch> batches = new ArrayDeque<>();
    private long waitingBytes;
    private @Nullable Throwable failure;

    public EventQueue(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Waits until less than the capacity is waiting, then adds the events. */
    void put(List<Published> events, long bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waitingBytes >= capacityBytes) {
                changed.await();
            }
            batches.add(new Batch(events, bytes));
            waitingBytes += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing more will come, for this reason; what is waiting is still handed out. */
    void fail(Throwable cause) {
        lock.lock();
        try {
            failure = cause;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what is waiting, in order: at least one batch if there is one, and no more than {@code mostBytes} unless a
     * single one is larger.
     *
     * @return empty if nothing came within the time
     * @throws ConnectException if everything was taken and nothing more will come
     */
    public List<Published> take(long mostBytes, long timeoutMs) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
            while (batches.isEmpty() && failure == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (batches.isEmpty() && failure != null) {
                throw asConnectException(failure);
            }
            return takeBatches(mostBytes);
        } finally {
            lock.unlock();
        }
    }

    private List<Published> takeBatches(long mostBytes) {
        List<Published> taken = new ArrayList<>();
        long bytes = 0;
        for (Batch next = batches.peek(); next != null; next = batches.peek()) {
            if (!taken.isEmpty() && bytes + next.bytes > mostBytes) {
                break;
            }
            taken.addAll(next.events);
            bytes += next.bytes;
            batches.remove();
        }
        waitingBytes -= bytes;
        changed.signalAll();
        return taken;
    }

    /** For metrics. */
    public long waitingBytes() {
        lock.lock();
        try {
            return waitingBytes;
        } finally {
            lock.unlock();
        }
    }

    private static ConnectException asConnectException(Throwable cause) {
        return cause instanceof ConnectException exception
                ? new ConnectException(exception.getMessage(), exception)
                : new ConnectException("Reading the binlog failed: " + cause, cause);
    }
}
