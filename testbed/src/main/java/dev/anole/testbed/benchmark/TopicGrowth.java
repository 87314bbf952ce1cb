package dev.anole.testbed.benchmark;

import dev.anole.testbed.Stack;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Watches the end of a source's topic from a thread of its own, to tell when the source had written its backlog. */
final class TopicGrowth implements AutoCloseable {

    private static final Duration INTERVAL = Duration.ofMillis(20);
    /** More than the heartbeats of one interval. */
    private static final int BACKLOG_STEP = 3;

    private final Admin admin;
    private final TopicPartition partition;
    private final Stopwatch watch = Stopwatch.start();
    private final Thread thread = new Thread(this::look, "topic-growth");
    private volatile boolean open = true;
    private volatile double lastGrowthSeconds;

    TopicGrowth(Stack stack, String sourceName) {
        admin = Admin.create(Map.of("bootstrap.servers", stack.kafka().bootstrapServers()));
        partition = new TopicPartition(sourceName + ".changes", 0);
        thread.start();
    }

    private void look() {
        try {
            long end = end();
            while (open) {
                Wait.pause(INTERVAL);
                long now = end();
                if (now - end >= BACKLOG_STEP) {
                    lastGrowthSeconds = watch.seconds();
                }
                end = now;
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Could not read the end of " + partition, e);
        } catch (InterruptedException e) {
            // The watch was closed.
            Thread.currentThread().interrupt();
        }
    }

    private long end() throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    /** Seconds from the start of this watch until the topic had grown for the last time by more than a heartbeat. */
    double lastGrowthSeconds() {
        if (lastGrowthSeconds == 0) {
            throw new IllegalStateException(partition + " was not seen to grow");
        }
        return lastGrowthSeconds;
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        admin.close();
    }
}
