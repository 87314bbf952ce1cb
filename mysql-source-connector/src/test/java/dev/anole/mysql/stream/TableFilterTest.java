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
    void hashNamesWhatIsPublishedWhateverTheOrder() {
        TableFilter filter = new TableFilter(List.of("a", "b"), List.of("a.t", "b"), List.of());

        assertThat(filter.hash())
                .isEqualTo(new TableFilter(List.of("b", "a"), List.of("b", "a.t"), List.of()).hash())
                .isNotEqualTo(new TableFilter(List.of("a", "b"), List.of("b"), List.of("a.t")).hash())
                .isNotEqualTo(new TableFilter(List.of("a", "b"), List.of(), List.of("a.t", "b")).hash());
    }
}
