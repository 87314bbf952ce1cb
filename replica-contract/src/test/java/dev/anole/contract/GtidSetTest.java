package dev.anole.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GtidSetTest {

    private static final String A = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final String B = "f1000000-0000-0000-0000-0000000000ff";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''",
                "' ,~, '|''",
                "A:1|A:1",
                "A:5-5|A:5",
                "A:1-5:7|A:1-5:7",
                "A:7:1-5|A:1-5:7",
                "A:1-5:6-9|A:1-9",
                "A:1-5:3-4|A:1-5",
                "A:1-5:2-9:20|A:1-9:20",
                "B:1,A:2|A:2,B:1",
                "A:1-3,~B:1|A:1-3,B:1",
                "' A : 1 - 3 : 5 ,~ B:1 '|A:1-3:5,B:1",
                "A:1-3,A:4-5|A:1-5",
                "A:1-3:tag1:4-5:tag2:1|A:1-3:tag1:4-5:tag2:1",
                "A:tag2:1:tag1:4-5,A:1-3|A:1-3:tag1:4-5:tag2:1",
                "A:TAG:1,B:1|A:tag:1,B:1",
                "A:_t9:1:_t9:2|A:_t9:1-2",
                "A:1-9223372036854775806|A:1-9223372036854775806",
                "0-1-270|0-1-270",
                "'1-2-5, 0-1-270'|0-1-270,1-2-5",
                "0-1-3,0-2-5,0-3-4|0-2-5",
                "4294967295-4294967295-7|4294967295-4294967295-7",
                "10-1-1,9-1-1|9-1-1,10-1-1",
                "12345678-1-1|12345678-1-1",
            })
    void printsWhatItReadInTheServersForm(String text, String printed) {
        GtidSet set = GtidSet.parse(expand(text));

        assertThat(set).hasToString(expand(printed));
        assertThat(GtidSet.parse(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
    }

    @Test
    void readsUuidsInEitherCaseAndPrintsLowerCase() {
        GtidSet set = GtidSet.parse("3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5");

        assertThat(set).hasToString(A + ":1-5").isEqualTo(GtidSet.parse(A + ":1-5"));
        assertThat(set.contains("3e11fa47-71CA-11e1-9e33-c80aa9429562:5")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "A:",
                "A:0",
                "A:1-",
                "A:-1",
                "A:5-3",
                "A:1--3",
                "A:1:",
                "A::1",
                "A:x",
                "A:tag",
                "A:tag:",
                "A:1:tag",
                "A:tag:other:1",
                "A:ta-g:1",
                "A:9223372036854775807",
                "A:99999999999999999999",
                "A:123456789012345678901234567890123tag:1",
                "A:abcdefghijabcdefghijabcdefghijabc:1",
                "xyz:1",
                "3e11fa4771ca11e19e33c80aa9429562:1",
                "3e11fa47-71ca-11e1-9e33-c80aa942956g:1",
                "3e11fa47x71ca-11e1-9e33-c80aa9429562:1",
                "A:1 2",
                "0-1",
                "0-1-",
                "0-1-0",
                "0-1-2-3",
                "-1-2",
                "4294967296-1-1",
                "0-1-270,A:1",
                "binlog.000001"
            })
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> GtidSet.parse(expand(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + expand(text) + "\" is not a GTID set: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "A", "A:", "A:1-2", "A:1:2", "A:0", "A:tag:", "A::1", "0-1", "0-1-x", "0-1-2-3", " A:1"})
    void refusesWhatIsNotOneGtid(String gtid) {
        assertThatThrownBy(() -> GtidSet.empty().contains(expand(gtid)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is not a GTID");
    }

    @ParameterizedTest
    @CsvSource({
        "A:2-5:7, A:1, false",
        "A:2-5:7, A:2, true",
        "A:2-5:7, A:4, true",
        "A:2-5:7, A:5, true",
        "A:2-5:7, A:6, false",
        "A:2-5:7, A:7, true",
        "A:2-5:7, A:8, false",
        "A:2:4:6, A:4, true",
        "A:2:4:6, A:3, false",
        "A:2-5:7, B:2, false",
        "A:2-5:7, A:tag:2, false",
        "A:tag:2, A:tag:2, true",
        "A:tag:2, A:TAG:2, true",
        "A:tag:2, A:2, false",
        "A:2, 0-1-2, false",
        "0-1-270, 0-1-270, true",
        "0-1-270, 0-2-1, true",
        "0-1-270, 0-1-271, false",
        "0-1-270, 1-1-1, false",
    })
    void containsSingleTransactions(String set, String gtid, boolean contained) {
        assertThat(GtidSet.parse(expand(set)).contains(expand(gtid))).isEqualTo(contained);
    }

    @Test
    void tellsMariaDbDomainsFromUuids() {
        GtidSet uuid = GtidSet.parse("00000000-0000-0000-0000-000000000005:1");

        assertThat(uuid.contains("5-1-1")).isFalse();
        assertThat(uuid.containsAll(GtidSet.parse("5-1-1"))).isFalse();
        assertThat(uuid).isNotEqualTo(GtidSet.parse("5-1-1"));
        assertThatThrownBy(() -> uuid.with("5-1-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("MySQL and of MariaDB");
        assertThatThrownBy(() -> uuid.minus(GtidSet.parse("5-1-1"))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|A:1|A:1",
                "A:1|A:2|A:1-2",
                "A:1|A:1|A:1",
                "A:1|A:3|A:1:3",
                "A:1:3|A:2|A:1-3",
                "A:2-3|A:1|A:1-3",
                "A:5:9|A:1|A:1:5:9",
                "A:5:9|A:7|A:5:7:9",
                "A:5|B:1|A:5,B:1",
                "B:5|A:1|A:1,B:5",
                "A:5|A:tag:1|A:5:tag:1",
                "A:5:tag:1|A:6|A:5-6:tag:1",
                "A:5:tag:1|A:tag:2|A:5:tag:1-2",
                "''|0-1-7|0-1-7",
                "0-1-7|0-2-8|0-2-8",
                "0-1-7|0-2-3|0-1-7",
                "0-1-7|1-2-3|0-1-7,1-2-3",
            })
    void addsOneTransaction(String before, String gtid, String after) {
        GtidSet set = GtidSet.parse(expand(before));

        assertThat(set.with(expand(gtid))).hasToString(expand(after));
        assertThat(set).as("unchanged").isEqualTo(GtidSet.parse(expand(before)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // one | other | union | one minus other | one contains all of other
                "''|''|''|''|true",
                "A:1-5|''|A:1-5|A:1-5|true",
                "''|A:1-5|A:1-5|''|false",
                "A:1-5|A:1-5|A:1-5|''|true",
                "A:1-5|A:2-4|A:1-5|A:1:5|true",
                "A:1-5|A:1:5|A:1-5|A:2-4|true",
                "A:1-5|A:4-9|A:1-9|A:1-3|false",
                "A:1-5:9|A:6-8|A:1-9|A:1-5:9|false",
                "A:1-10|A:2:4:6-7:20|A:1-10:20|A:1:3:5:8-10|false",
                "A:1-2:5-6:9-10|A:2-9|A:1-10|A:1:10|false",
                "A:1-2:5-6|A:1:5|A:1-2:5-6|A:2:6|true",
                "A:1,B:1|B:1|A:1,B:1|A:1|true",
                "B:1|A:1|A:1,B:1|B:1|false",
                "A:1:t:1|A:1|A:1:t:1|A:t:1|true",
                "A:1|A:t:1|A:1:t:1|A:1|false",
                "0-1-7,1-1-5|0-2-7|0-1-7,1-1-5|1-1-5|true",
                "0-1-7|0-2-8|0-2-8|''|false",
                "0-1-9|0-2-8|0-1-9|0-1-9|true",
            })
    void combinesSets(String first, String second, String union, String difference, boolean containsAll) {
        GtidSet one = GtidSet.parse(expand(first));
        GtidSet other = GtidSet.parse(expand(second));

        assertThat(one.union(other)).hasToString(expand(union));
        assertThat(other.union(one)).isEqualTo(one.union(other));
        assertThat(one.minus(other)).hasToString(expand(difference));
        assertThat(one.minus(other).isEmpty()).isEqualTo(difference.isEmpty());
        assertThat(one.containsAll(other))
                .isEqualTo(containsAll)
                .isEqualTo(other.minus(one).isEmpty());
    }

    @Test
    void isEqualWhicheverServerWroteTheSameDomain() {
        assertThat(GtidSet.parse("0-1-7")).isEqualTo(GtidSet.parse("0-2-7")).hasSameHashCodeAs(GtidSet.parse("0-2-7"));
    }

    @Test
    void agreesWithASetOfNumbers() {
        Random random = new Random(42);
        for (int round = 0; round < 300; round++) {
            Set<Integer> one = new TreeSet<>();
            Set<Integer> other = new TreeSet<>();
            GtidSet oneSet = collect(random, one);
            GtidSet otherSet = collect(random, other);
            Set<Integer> union = new TreeSet<>(one);
            union.addAll(other);
            Set<Integer> difference = new TreeSet<>(one);
            difference.removeAll(other);

            assertThat(members(oneSet.union(otherSet))).isEqualTo(union);
            assertThat(members(oneSet.minus(otherSet))).isEqualTo(difference);
            assertThat(oneSet.containsAll(otherSet)).isEqualTo(one.containsAll(other));
            assertThat(GtidSet.parse(oneSet.toString())).isEqualTo(oneSet);
        }
    }

    private static GtidSet collect(Random random, Set<Integer> numbers) {
        GtidSet set = GtidSet.empty();
        for (int count = random.nextInt(40); count > 0; count--) {
            int number = 1 + random.nextInt(50);
            numbers.add(number);
            set = set.with(A + ":" + number);
        }
        return set;
    }

    private static Set<Integer> members(GtidSet set) {
        Set<Integer> numbers = new TreeSet<>();
        for (int number = 1; number <= 50; number++) {
            if (set.contains(A + ":" + number)) {
                numbers.add(number);
            }
        }
        return numbers;
    }

    /** UUIDs stand as A and B in the tables above, a line break and a tab as a tilde. */
    private static String expand(String text) {
        return text.replace("~", "\r\n\t").replace("A", A).replace("B", B).replace("T" + A + "G", "TAG");
    }
}
