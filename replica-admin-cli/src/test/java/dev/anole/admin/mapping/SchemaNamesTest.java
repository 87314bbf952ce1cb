package dev.anole.admin.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.MappedTable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaNamesTest {

    private final SchemaNames names = new SchemaNames();

    private static MappedTable table(String name, String index) {
        ColumnDefinition column = new ColumnDefinition(
                "c",
                DataType.INT,
                "int",
                false,
                null,
                null,
                0,
                0,
                0,
                List.of(),
                true,
                null,
                false,
                false,
                false,
                false,
                "");
        IndexDefinition definition =
                new IndexDefinition(index, false, "BTREE", List.of(new IndexDefinition.Part("c", null, 0, false)));
        return MappedTable.plain(
                new TableDefinition(new TableId("shop", name), List.of(column), List.of(definition), List.of(), ""),
                new PostgresName("shop", name));
    }

    @Test
    void theFirstGetsTheUsualNameAndTheSecondOneOfItsOwn() {
        assertThat(names.claim(table("a", "b_c"))).isEmpty();
        Map<String, String> second = names.claim(table("a_b", "c"));

        assertThat(second).containsOnlyKeys("a_b_c_idx");
        assertThat(second.get("a_b_c_idx")).startsWith("a_b_c_idx_").hasSizeLessThanOrEqualTo(63);
        assertThat(names.claim(table("a_b", "c"))).as("again").isEqualTo(second);
    }

    @Test
    void tablesKeepTheirNames() {
        names.addTable(new PostgresName("shop", "orders_pkey"), new TableId("shop", "orders_pkey"));

        assertThat(names.claim(table("orders", "x"))).containsOnlyKeys("orders_pkey");
    }

    @Test
    void objectsOfUsersAreLeftAlone() {
        names.addForeign(new PostgresName("shop", "orders_x_idx"));
        names.addForeign(new PostgresName("other", "orders_pkey"));

        assertThat(names.claim(table("orders", "x"))).containsOnlyKeys("orders_x_idx");
    }

    @Test
    void whatATableHasAlreadyIsNotTakenFromIt() {
        MappedTable table = table("orders", "x");
        names.add(table);
        names.addForeign(new PostgresName("shop", "orders_x_idx"));

        assertThat(names.claim(table)).isEmpty();
    }
}
