package dev.anole.postgres.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.TableId;
import dev.anole.contract.event.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class SkippedEventsTest {

    @Test
    void namesTablesAndWholeSchemas() {
        SkippedEvents skipped = SkippedEvents.of(List.of("shop.orders"), List.of(), List.of("shop", "log.a.b"));

        assertThat(skipped.of(new TableId("shop", "orders")))
                .containsExactlyInAnyOrder(Operation.INSERT, Operation.DELETE);
        assertThat(skipped.of(new TableId("shop", "lines"))).containsExactly(Operation.DELETE);
        assertThat(skipped.of(new TableId("log", "a.b"))).containsExactly(Operation.DELETE);
        assertThat(skipped.of(new TableId("log", "a"))).isEmpty();
        assertThat(SkippedEvents.NONE.of(new TableId("shop", "orders"))).isEmpty();
    }
}
