package dev.anole.admin.initialise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CascadeChecksTest {

    @Test
    void namesForeignKeysThatChangeRowsOfTheirChild() {
        TableDefinition orders = new TableDefinition(
                new TableId("shop", "orders"),
                List.of(),
                List.of(),
                List.of(key("restricts", "RESTRICT"), key("cascades", "CASCADE"), key("clears", "SET NULL")),
                "");
        assertThat(CascadeChecks.cascading(List.of(orders)))
                .containsExactly("cascades of shop.orders", "clears of shop.orders");
    }

    private static ForeignKeyDefinition key(String name, String onDelete) {
        return new ForeignKeyDefinition(
                name, List.of("customer_id"), new TableId("shop", "customers"), List.of("id"), "NO ACTION", onDelete);
    }
}
