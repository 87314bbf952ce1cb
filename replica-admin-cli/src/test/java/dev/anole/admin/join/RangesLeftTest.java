package dev.anole.admin.join;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RangesLeftTest {

    private static final int GREATEST = 500;

    @Test
    void everyKeyIsCopiedOnceHoweverOftenTheCopyIsKilled() throws SQLException {
        for (long seed = 0; seed < 300; seed++) {
            assertThat(copyWithKills(new Random(seed)).values())
                    .as("how often each key was copied, seed %d", seed)
                    .hasSize(GREATEST + 21)
                    .containsOnly(1);
        }
    }

    @Test
    void boundsComeBackAsTheyWere() {
        List<KeyRange> ranges = List.of(
                new KeyRange(null, new KeyBound(List.of("_latin1 x'00ff27'", "-7", "'0000-00-00'"))),
                new KeyRange(
                        new KeyBound(List.of("x''", "18446744073709551615", "'1000-01-01 00:00:00.000001'")), null));

        assertThat(RangesText.read(RangesText.write(ranges))).isEqualTo(ranges);
    }

    /** Several ranges are under way at once, end in any order, and those under way at a kill are lost. */
    private static TreeMap<Integer, Integer> copyWithKills(Random random) throws SQLException {
        TreeMap<Integer, Integer> copied = new TreeMap<>();
        String recorded = RangesText.write(List.of(KeyRange.WHOLE));
        while (!RangesText.read(recorded).isEmpty()) {
            // What the table holds when the next command plans differs from what the last one saw.
            KeyRanges plan = new IntegerRanges(
                    BigInteger.valueOf(random.nextInt(20) - 10),
                    BigInteger.valueOf(GREATEST - random.nextInt(100)),
                    BigInteger.valueOf(1 + random.nextInt(60)));
            RangesLeft left = new RangesLeft(plan, RangesText.read(recorded));
            List<KeyRange> underWay = new ArrayList<>();
            boolean killed = false;
            while (!killed) {
                Optional<KeyRange> next = underWay.size() < 4 ? left.next(unusedSession()) : Optional.empty();
                next.ifPresent(underWay::add);
                if (next.isEmpty() && underWay.isEmpty()) {
                    break;
                }
                if (next.isEmpty() || random.nextBoolean()) {
                    KeyRange range = underWay.remove(random.nextInt(underWay.size()));
                    copy(range, copied);
                    recorded = RangesText.write(left.without(range));
                    left.finished(range);
                }
                killed = random.nextInt(12) == 0;
            }
        }
        return copied;
    }

    private static void copy(KeyRange range, TreeMap<Integer, Integer> copied) {
        KeyBound after = range.after();
        KeyBound upTo = range.upTo();
        int first = after == null ? -20 : value(after) + 1;
        int last = upTo == null ? GREATEST : value(upTo);
        for (int key = first; key <= last; key++) {
            copied.merge(key, 1, Integer::sum);
        }
    }

    private static int value(KeyBound bound) {
        return Integer.parseInt(bound.literals().get(0));
    }

    /** For plans that need not look at the table. */
    static Connection unusedSession() {
        return (Connection) Proxy.newProxyInstance(
                RangesLeftTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    throw new AssertionError("MySQL was asked: " + method);
                });
    }
}
