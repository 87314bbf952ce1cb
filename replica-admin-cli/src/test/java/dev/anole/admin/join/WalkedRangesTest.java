package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class WalkedRangesTest {

    @Test
    void looksForTheLastKeyOfTheNextRange() {
        CopyKey key = new CopyKey(
                "PRIMARY", List.of(Columns.of("customer", DataType.INT), Columns.of("li`ne", DataType.INT)));
        WalkedRanges ranges = new WalkedRanges("`shop`.`orders`", key, 1000);

        assertThat(ranges.endOfRange(KeyRange.WHOLE))
                .isEqualTo("SELECT `customer`, `li``ne` FROM `shop`.`orders` FORCE INDEX (`PRIMARY`)"
                        + " ORDER BY `customer`, `li``ne` LIMIT 1 OFFSET 999");
        assertThat(ranges.endOfRange(new KeyRange(new KeyBound(List.of("7", "2")), null)))
                .contains(" WHERE (`customer` > 7 OR (`customer` = 7 AND `li``ne` > 2)) ORDER BY ");
    }
}
