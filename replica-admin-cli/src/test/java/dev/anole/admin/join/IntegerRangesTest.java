package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntegerRangesTest {

    @Test
    void coversEveryKeyOnceAndIsOpenAtBothEnds() {
        assertThat(conditions("1", "10", 4))
                .containsExactly(" WHERE `id` <= 4", " WHERE `id` > 4 AND `id` <= 8", " WHERE `id` > 8");
    }

    @Test
    void makesOneOpenRangeOfFewKeys() {
        assertThat(conditions("5", "5", 100)).containsExactly("");
    }

    @Test
    void endsWithAnOpenRangeWhereTheWidthFitsExactly() {
        assertThat(conditions("1", "8", 4)).containsExactly(" WHERE `id` <= 4", " WHERE `id` > 4");
    }

    @Test
    void goesBelowZeroAndBeyondSixtyThreeBits() {
        assertThat(conditions("-6", "3", 5)).containsExactly(" WHERE `id` <= -2", " WHERE `id` > -2");
        assertThat(conditions("18446744073709551600", "18446744073709551615", 10))
                .containsExactly(" WHERE `id` <= 18446744073709551609", " WHERE `id` > 18446744073709551609");
    }

    @Test
    void isNotUsedForKeysThatLieFarApart() {
        TableSize size = new TableSize(1_000_000, 200);

        assertThat(RangePlan.denseIntegers(BigInteger.ONE, BigInteger.valueOf(1_900_000), size))
                .isPresent();
        assertThat(RangePlan.denseIntegers(BigInteger.ONE, BigInteger.valueOf(9_000_000), size))
                .isEmpty();
    }

    private static List<String> conditions(String smallest, String greatest, long width) {
        IntegerRanges ranges =
                new IntegerRanges(new BigInteger(smallest), new BigInteger(greatest), BigInteger.valueOf(width));
        List<String> conditions = new ArrayList<>();
        for (Optional<KeyRange> range = ranges.next(); range.isPresent(); range = ranges.next()) {
            conditions.add(range.get().where(List.of("`id`")));
        }
        return conditions;
    }
}
