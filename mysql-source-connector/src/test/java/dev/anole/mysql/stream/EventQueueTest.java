package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.mysql.SourceOffset;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class EventQueueTest {

    private final EventQueue queue = new EventQueue(100);

    @Test
    void handsOutBatchesInOrderUpToTheSizeWanted() throws InterruptedException {
        queue.put(List.of(heartbeat(1), heartbeat(2)), 40);
        queue.put(List.of(heartbeat(3)), 40);

        assertThat(sequences(queue.take(60, 0))).containsExactly(1L, 2L);
        assertThat(sequences(queue.take(60, 0))).containsExactly(3L);
        assertThat(queue.take(60, 0)).isEmpty();
    }

    @Test
    void handsOutABatchLargerThanTheSizeWanted() throws InterruptedException {
        queue.put(List.of(heartbeat(1)), 90);

        assertThat(queue.take(1, 0)).hasSize(1);
    }

    @Test
    void makesTheWriterWaitWhileItIsFull() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            queue.put(List.of(heartbeat(1)), 100);
            Future<?> second = writer.submit(() -> {
                queue.put(List.of(heartbeat(2)), 1);
                return null;
            });

            assertThat(sequences(queue.take(100, 0))).containsExactly(1L);
            second.get(10, TimeUnit.SECONDS);
            assertThat(sequences(queue.take(100, 0))).containsExactly(2L);
        } finally {
            writer.shutdownNow();
        }
    }

    @Test
    void failsOnlyAfterEverythingWasTaken() throws InterruptedException {
        queue.put(List.of(heartbeat(1)), 10);
        queue.fail(new IllegalStateException("broken"));

        assertThat(queue.take(100, 0)).hasSize(1);
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> queue.take(100, 0))
                .withMessageContaining("broken")
                .withCauseInstanceOf(IllegalStateException.class);
    }

    private static List<Long> sequences(List<Published> taken) {
        return taken.stream().map(one -> one.event().header().sequence()).toList();
    }

    private static Published heartbeat(long sequence) {
        SourcePosition place = new SourcePosition("binlog.000001", 4, null);
        EventHeader header = new EventHeader(1, sequence, 0, true, "server", null, "binlog.000001", 4, 4, 0);
        return new Published(new ChangeEvent.Heartbeat(header, place), SourceOffset.startingAt(place), null);
    }
}
