package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntegerRangesTest {

    @Test
    void coversEveryKeyOnceAndIsOpenAtBothEnds() throws SQLException {
        assertThat(conditions("1", "10", 4))
                .containsExactly(" WHERE `id` <= 4", " WHERE `id` > 4 AND `id` <= 8", " WHERE `id` > 8");
    }

    @Test
    void makesOneOpenRangeOfFewKeys() throws SQLException {
        assertThat(conditions("5", "5", 100)).containsExactly("");
    }

    @Test
    void endsWithAnOpenRangeWhereTheWidthFitsExactly() throws SQLException {
        assertThat(conditions("1", "8", 4)).containsExactly(" WHERE `id` <= 4", " WHERE `id` > 4");
    }

    @Test
    void goesBelowZeroAndBeyondSixtyThreeBits() throws SQLException {
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

    @Test
    void goesOnWithinTheRangesThatAreLeft() throws SQLException {
        IntegerRanges plan = new IntegerRanges(BigInteger.ONE, BigInteger.valueOf(100), BigInteger.valueOf(4));

        assertThat(conditions(new RangesLeft(
                        plan, RangesText.read("[[null, [\"2\"]], [[\"10\"], [\"16\"]], [[\"95\"], null]]"))))
                .containsExactly(
                        " WHERE `id` <= 2",
                        " WHERE `id` > 10 AND `id` <= 14",
                        " WHERE `id` > 14 AND `id` <= 16",
                        " WHERE `id` > 95 AND `id` <= 99",
                        " WHERE `id` > 99");
    }

    private static List<String> conditions(String smallest, String greatest, long width) throws SQLException {
        IntegerRanges ranges =
                new IntegerRanges(new BigInteger(smallest), new BigInteger(greatest), BigInteger.valueOf(width));
        return conditions(new RangesLeft(ranges, List.of(KeyRange.WHOLE)));
    }

    private static List<String> conditions(RangesLeft left) throws SQLException {
        Connection unused = RangesLeftTest.unusedSession();
        List<String> conditions = new ArrayList<>();
        for (Optional<KeyRange> range = left.next(unused); range.isPresent(); range = left.next(unused)) {
            conditions.add(range.get().where(List.of("`id`")));
        }
        return conditions;
    }
}
