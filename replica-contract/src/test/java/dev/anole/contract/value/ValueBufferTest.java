package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueBufferTest {

    private final ValueBuffer buffer = new ValueBuffer(1);

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                9,
                10,
                99,
                100,
                12345,
                999_999_999,
                1_000_000_000,
                999_999_999_999_999_999L,
                1_000_000_000_000_000_000L,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MIN_VALUE,
                Long.MIN_VALUE + 1,
                Long.MAX_VALUE,
                -1,
                -9,
                -10,
            })
    void writesNumbersInDecimal(long number) {
        buffer.appendLong(number);
        assertThat(buffer).hasToString(Long.toString(number));

        buffer.clear();
        buffer.appendUnsignedLong(number);
        assertThat(buffer).hasToString(Long.toUnsignedString(number));
    }

    @Test
    void writesNumbersOfEveryLength() {
        Random random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            long number = random.nextLong() >> random.nextInt(64);
            buffer.clear();
            buffer.append('x');
            buffer.appendLong(number);
            assertThat(buffer).hasToString("x" + number);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, ''",
        "0, 1, 0",
        "7, 1, 7",
        "7, 2, 07",
        "7, 3, 007",
        "123, 3, 123",
        "1234, 3, 234",
        "999999, 6, 999999",
        "9223372036854775807, 19, 9223372036854775807",
        "1, 20, 00000000000000000001"
    })
    void writesExactlyThatManyDigits(long number, int digits, String text) {
        buffer.appendDigits(number, digits);

        assertThat(buffer).hasToString(text);
    }

    @Test
    void growsAndIsUsedAgain() {
        for (int round = 0; round < 100; round++) {
            buffer.append("\uD83E\uDD8E-");
        }
        assertThat(buffer.length()).isEqualTo(500);
        assertThat(buffer.toByteArray()).hasSize(500).endsWith('-');

        buffer.truncate(5);
        buffer.append(new byte[] {'a', 'b', 'c', 'd'}, 1, 3);
        assertThat(buffer).hasToString("\uD83E\uDD8E-bc");

        buffer.clear();
        assertThat(buffer).hasToString("");
    }
}
