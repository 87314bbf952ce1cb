package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.TableId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableFilterTest {

    @Test
    void publishesAllTablesOfTheSchemas() {
        TableFilter filter = new TableFilter(List.of("shop", "my.db"), List.of(), List.of());

        assertThat(filter.publishes(new TableId("shop", "orders"))).isTrue();
        assertThat(filter.publishes(new TableId("my.db", "a b"))).isTrue();
        assertThat(filter.publishes(new TableId("other", "orders"))).isFalse();
        assertThat(filter.publishes(new TableId("Shop", "orders"))).isFalse();
    }

    @Test
    void limitsToTablesAndToWholeSchemas() {
        TableFilter filter = new TableFilter(List.of("a", "b", "c"), List.of("a.t", "b"), List.of());

        assertThat(filter.publishes(new TableId("a", "t"))).isTrue();
        assertThat(filter.publishes(new TableId("a", "u"))).isFalse();
        assertThat(filter.publishes(new TableId("b", "u"))).isTrue();
        assertThat(filter.publishes(new TableId("c", "t"))).isFalse();
    }

    @Test
    void skipsTablesEvenIfTheyAreListed() {
        TableFilter filter = new TableFilter(List.of("a", "b"), List.of("a.t", "b"), List.of("a.t", "b"));

        assertThat(filter.publishes(new TableId("a", "t"))).isFalse();
        assertThat(filter.publishes(new TableId("b", "t"))).isFalse();
        assertThat(filter.publishesFrom("b")).isFalse();
    }

    @Test
    void whatAnOnlineSchemaChangeMakesBelongsToItsTable() {
        TableFilter limited = new TableFilter(List.of("a"), List.of("a.t"), List.of());
        assertThat(limited.publishes(new TableId("a", "_t_gho"))).isTrue();
        assertThat(limited.publishes(new TableId("a", "__t_old"))).isTrue();
        assertThat(limited.publishes(new TableId("a", "_u_gho"))).isFalse();
        assertThat(limited.publishes(new TableId("a", "t_gho"))).isFalse();

        TableFilter skipping = new TableFilter(List.of("a"), List.of(), List.of("a.t"));
        assertThat(skipping.publishes(new TableId("a", "_t_gho"))).isFalse();
        assertThat(skipping.publishes(new TableId("a", "_t_20261126120000_del")))
                .isFalse();
        assertThat(skipping.publishes(new TableId("a", "_u_gho"))).isTrue();
    }

    @Test
    void hashNamesWhatIsPublishedWhateverTheOrder() {
        TableFilter filter = new TableFilter(List.of("a", "b"), List.of("a.t", "b"), List.of());

        assertThat(filter.hash())
                .isEqualTo(new TableFilter(List.of("b", "a"), List.of("b", "a.t"), List.of()).hash())
                .isNotEqualTo(new TableFilter(List.of("a", "b"), List.of("b"), List.of("a.t")).hash())
                .isNotEqualTo(new TableFilter(List.of("a", "b"), List.of(), List.of("a.t", "b")).hash());
    }
}
