package dev.anole.admin.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.admin.connect.ConnectorStatus.Part;
import dev.anole.contract.OperatorMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ConnectorStatusTest {

    private static ConnectorStatus status(ConnectorState connector, Part... tasks) {
        return new ConnectorStatus("shop", new Part(0, connector, "worker", null), List.of(tasks));
    }

    @Test
    void runsOnlyWithItsTask() {
        assertThat(status(ConnectorState.RUNNING).isWholly(ConnectorState.RUNNING))
                .isFalse();
        assertThat(status(ConnectorState.RUNNING, new Part(0, ConnectorState.RUNNING, "w", null))
                        .isWholly(ConnectorState.RUNNING))
                .isTrue();
        assertThat(status(ConnectorState.STOPPED).isWholly(ConnectorState.STOPPED))
                .isTrue();
    }

    @Test
    void tellsTheSentenceWithinATaskTrace() {
        String trace = """
                org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to unrecoverable exception.
                \tat org.apache.kafka.connect.runtime.WorkerSinkTask.deliverMessages(WorkerSinkTask.java:636)
                \tat java.base/java.lang.Thread.run(Thread.java:840)
                Caused by: org.apache.kafka.connect.errors.ConnectException: Could not apply the changes of table shop.orders:
                value too long. What to do: Widen the column
                \tat dev.anole.postgres.PostgresSinkTask.put(PostgresSinkTask.java:80)
                \t... 10 more
                Caused by: org.postgresql.util.PSQLException: ERROR: value too long for type
                \t... 12 more
                """;
        assertThat(status(ConnectorState.RUNNING, new Part(0, ConnectorState.FAILED, "w", trace))
                        .failure())
                .contains(new OperatorMessage(
                        "Could not apply the changes of table shop.orders: value too long", "Widen the column"));
    }

    @Test
    void knowsWhatToDoWhenKafkaRefusesARecordForItsSize() {
        String trace = """
                org.apache.kafka.connect.errors.ConnectException: Unrecoverable exception from producer send callback
                \tat org.apache.kafka.connect.runtime.AbstractWorkerSourceTask.maybeThrowProducerSendException(A.java:1)
                Caused by: org.apache.kafka.common.errors.RecordTooLargeException: The request included a message larger \
                than the max message size the server will accept.
                """;
        OperatorMessage failure = status(ConnectorState.RUNNING, new Part(0, ConnectorState.FAILED, "w", trace))
                .failure()
                .orElseThrow();
        assertThat(failure.problem())
                .isEqualTo("The request included a message larger than the max message size the server will accept");
        assertThat(failure.remedy()).contains("max.message.bytes", "max_record_bytes", "start-replica");
    }

    @Test
    void tellsTheWrappingWhereThereIsNothingElse() {
        assertThat(TraceMessage.of(
                        "org.apache.kafka.connect.errors.ConnectException: Failed to start connector: shop\n\tat a.B"))
                .isEqualTo("Failed to start connector: shop");
        assertThat(TraceMessage.of(null)).contains("log of the Connect worker");
    }
}
