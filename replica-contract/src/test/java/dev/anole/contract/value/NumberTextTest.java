package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

    /** As MySQL 9.7 and MariaDB 11.4 print them. */
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "1e14, 100000000000000",
        "1e15, 1e15",
        "-1.13346502197248E14, -113346502197248",
        "123456789012345680, 1.2345678901234568e17",
        "0.1, 0.1",
        "8.80247E-5, 0.0000880247",
        "2.2911143468529183E-14, 0.000000000000022911143468529183",
        "6.910000000000001E-16, 6.910000000000001e-16",
        "2E-323, 2e-323",
        "4.9E-324, 5e-324",
        "2.2250738585072014E-308, 2.2250738585072014e-308",
        "1.7976931348623157E308, 1.7976931348623157e308",
        "9007199254740993, 9.007199254740992e15",
        "0.30000000000000004, 0.30000000000000004",
    })
    void writesDoublesAsMySqlDoes(double value, String text) {
        assertThat(doubleText(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, -0",
        "0.1, 0.1",
        "16777216, 16777216",
        "1.17549435E-38, 1.1754944e-38",
        "1.4E-45, 1e-45",
        "3.4028235E38, 3.4028235e38",
        "1e10, 10000000000",
        "2e10, 20000000000",
        "8.5899346E9, 8589935000",
        "123456.703125, 123456.7",
        "-33554430, -33554430",
    })
    void writesFloatsInTheFewestDigits(float value, String text) {
        assertThat(floatText(value)).isEqualTo(text);
    }

    @Test
    void readsBackAsTheSameDouble() {
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                String text = doubleText(value);
                assertThat(Double.doubleToRawLongBits(Double.parseDouble(text)))
                        .as(text)
                        .isEqualTo(Double.doubleToRawLongBits(value));
                assertThat(new BigDecimal(text).stripTrailingZeros().precision())
                        .isLessThanOrEqualTo(17);
            }
        }
    }

    @Test
    void readsBackAsTheSameFloat() {
        Random random = new Random(2);
        for (int i = 0; i < 200_000; i++) {
            float value = Float.intBitsToFloat(random.nextInt());
            if (Float.isFinite(value)) {
                String text = floatText(value);
                assertThat(Float.floatToRawIntBits(Float.parseFloat(text)))
                        .as(text)
                        .isEqualTo(Float.floatToRawIntBits(value));
                assertThat(new BigDecimal(text).stripTrailingZeros().precision())
                        .isLessThanOrEqualTo(9);
            }
        }
    }

    private static String doubleText(double value) {
        ValueBuffer out = new ValueBuffer(32);
        NumberText.appendDouble(value, out);
        return out.toString();
    }

    private static String floatText(float value) {
        ValueBuffer out = new ValueBuffer(32);
        NumberText.appendFloat(value, out);
        return out.toString();
    }
}
