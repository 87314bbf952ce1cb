package dev.anole.postgres.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.transaction.Transaction;
import dev.anole.postgres.types.BadValueKind;
import dev.anole.postgres.types.BadValuePolicy;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SinkMetricsTest {

    private static final EventHeader HEADER =
            new EventHeader(1, 1, 1, true, "server", null, "binlog.000001", 4, 100, 1_000);
    private static final ReplicaPosition AFTER = new ReplicaPosition(
            "shop",
            "shop.changes",
            0,
            8,
            "server",
            new SourcePosition("binlog.000001", 100, null),
            1,
            1,
            null,
            1,
            1,
            null);
    private static final Transaction HEARTBEAT = new Transaction(HEADER, List.of(), null, null, AFTER);
    private static final Transaction CHANGE = new Transaction(
            HEADER,
            List.of(new ChangeEvent.Rows(
                    HEADER,
                    new TableId("shop", "orders"),
                    Operation.INSERT,
                    true,
                    true,
                    new RowImages.Binlog(1, null, new byte[10]))),
            null,
            null,
            AFTER);

    private final SinkMetrics metrics = new SinkMetrics("shop-postgres-sink", () -> 42);

    @AfterEach
    void close() {
        metrics.close();
    }

    private static double metric(String name) throws Exception {
        return (double) ManagementFactory.getPlatformMBeanServer()
                .getAttribute(
                        new ObjectName("dev.anole.sink:type=task-metrics,connector=shop-postgres-sink,task=0"), name);
    }

    private void commit(List<Transaction> transactions, Written written) {
        metrics.commits();
        metrics.committed(transactions, written);
    }

    @Test
    void countsWhatIsCommitted() throws Exception {
        Written written = new Written();
        written.inserted(3);
        written.updated(2);
        written.deleted(1);
        written.drifted(1);
        written.badValues().add("note", BadValueKind.NUL_CHARACTER, BadValuePolicy.Action.NULL);
        written.badValues().add("note", BadValueKind.NUL_CHARACTER, BadValuePolicy.Action.DISCARD_ROW);

        metrics.begins();
        metrics.wrote(5, 1_000);
        metrics.begins();
        metrics.wrote(3, 10);
        commit(List.of(CHANGE, HEARTBEAT, CHANGE), written);

        assertThat(metric("transactions-total")).isEqualTo(2);
        assertThat(metric("row-events-total"))
                .as("what was rolled back does not count")
                .isEqualTo(3);
        assertThat(metric("applied-bytes-total")).isEqualTo(10);
        assertThat(metric("inserted-rows-total")).isEqualTo(3);
        assertThat(metric("updated-rows-total")).isEqualTo(2);
        assertThat(metric("deleted-rows-total")).isEqualTo(1);
        assertThat(metric("drifted-rows-total")).isEqualTo(1);
        assertThat(metric("bad-values-total")).isEqualTo(2);
        assertThat(metric("discarded-rows-total")).isEqualTo(1);
        assertThat(metric("batches-total")).isEqualTo(1);
        assertThat(metric("batch-max-rows")).isEqualTo(6);
        assertThat(metric("batch-avg-transactions")).isEqualTo(2);
        assertThat(metric("apply-seconds-total")).isPositive();
        assertThat(metric("commit-max-seconds")).isPositive();
        assertThat(metric("queue-bytes")).isEqualTo(42);
    }

    @Test
    void heartbeatsAreNoBatches() throws Exception {
        metrics.begins();
        commit(List.of(HEARTBEAT), new Written());

        assertThat(metric("transactions-total")).isZero();
        assertThat(metric("batches-total")).isZero();
        assertThat(metric("batch-avg-rows")).isNaN();
    }

    @Test
    void statesOfTablesAreAskedForNowAndThen() throws Exception {
        assertThat(metrics.wantsTableStates()).isTrue();
        metrics.tableStates(Map.of(TableState.REPLICATING, 5, TableState.CATCHING_UP, 1));
        assertThat(metrics.wantsTableStates()).isFalse();

        assertThat(metric("replicating-tables")).isEqualTo(5);
        assertThat(metric("catching-up-tables")).isEqualTo(1);
        assertThat(metric("held-tables")).isZero();

        metrics.tablesChanged();
        assertThat(metrics.wantsTableStates()).isTrue();
    }
}
