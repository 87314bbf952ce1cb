package dev.anole.contract.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.contract.DataType;
import dev.anole.contract.value.ValueBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectValueTest {

    @ParameterizedTest
    @CsvSource({
        "TINYINT, -128",
        "INT, 4294967295",
        "BIGINT, -9223372036854775808",
        "BIGINT, 9223372036854775807",
    })
    void readsIntegers(DataType dataType, String text) {
        assertThat(toConnect(dataType, text)).isEqualTo(Long.valueOf(text));
    }

    @Test
    void readsUnsignedBigintsWithoutWrapping() {
        byte[] text = utf8("18446744073709551615");

        assertThat(ConnectValue.toConnect(DataType.BIGINT, true, text, 0, text.length))
                .isEqualTo("18446744073709551615");
    }

    @ParameterizedTest
    @CsvSource({
        "DECIMAL, -0.50, -0.50",
        "DATE, 2020-01-01, 2020-01-01",
        "DATE, 0000-00-00, 0000-00-00",
        "DATETIME, 2020-01-01 10:00:00, 2020-01-01T10:00:00",
        "DATETIME, 2020-01-01 10:00:00.500, 2020-01-01T10:00:00.500",
        "DATETIME, 0000-00-00 00:00:00, 0000-00-00T00:00:00",
        "TIMESTAMP, 2038-01-19 03:14:07.999999, 2038-01-19T03:14:07.999999Z",
        "TIMESTAMP, 0000-00-00 00:00:00, 0000-00-00T00:00:00Z",
        "TIME, -838:59:59.000, -838:59:59.000",
        "ENUM, '', ''",
        "SET, 'a,b', 'a,b'",
        "JSON, '{\"a\": 1}', '{\"a\": 1}'",
    })
    void writesTextAndBack(DataType dataType, String canonical, String connect) {
        assertThat(toConnect(dataType, canonical)).isEqualTo(connect);
        assertThat(canonical(dataType, connect)).isEqualTo(canonical);
    }

    @Test
    void writesYearsWithFourDigits() {
        assertThat(toConnect(DataType.YEAR, "2155")).isEqualTo(2155);
        assertThat(canonical(DataType.YEAR, toConnect(DataType.YEAR, "0000"))).isEqualTo("0000");
        assertThat(canonical(DataType.YEAR, 1999L)).isEqualTo("1999");
    }

    @ParameterizedTest
    @CsvSource({"0.1", "-0.0", "16777216", "3.4028234663852886e38", "1.17549e-38", "1e15", "0.30000000000000004"})
    void keepsTheValueOfFloatingPointNumbers(String text) {
        Object connect = toConnect(DataType.DOUBLE, text);

        assertThat(connect).isEqualTo(Double.valueOf(text));
        assertThat(Double.valueOf(canonical(DataType.DOUBLE, connect))).isEqualTo(Double.valueOf(text));
        assertThat(Float.valueOf(canonical(DataType.FLOAT, toConnect(DataType.FLOAT, text))))
                .isEqualTo(Float.valueOf(text));
    }

    @Test
    void keepsBytesWhateverTheConverterMadeOfThem() {
        byte[] bytes = {0, -1, 'a'};

        for (DataType dataType : List.of(DataType.BIT, DataType.BLOB, DataType.BINARY, DataType.GEOMETRY)) {
            assertThat((byte[]) ConnectValue.toConnect(dataType, false, bytes, 1, 3))
                    .containsExactly(-1, 'a');
            assertThat(bytes(dataType, bytes)).isEqualTo(bytes);
            assertThat(bytes(dataType, ByteBuffer.wrap(bytes))).isEqualTo(bytes);
            assertThat(bytes(dataType, ByteBuffer.wrap(bytes, 1, 2).slice().asReadOnlyBuffer()))
                    .containsExactly(-1, 'a');
            assertThat(bytes(dataType, "AP9h")).isEqualTo(bytes);
        }
    }

    @Test
    void acceptsOtherNumbersThatConvertersMake() {
        assertThat(canonical(DataType.INT, 7)).isEqualTo("7");
        assertThat(canonical(DataType.TINYINT, (byte) -7)).isEqualTo("-7");
        assertThat(canonical(DataType.BIGINT, new BigInteger("18446744073709551615")))
                .isEqualTo("18446744073709551615");
        assertThat(canonical(DataType.DOUBLE, 7L)).isEqualTo("7");
        assertThat(canonical(DataType.DECIMAL, new BigDecimal("1E+3"))).isEqualTo("1000");
    }

    @ParameterizedTest
    @EnumSource
    void refusesValuesOfAnotherType(DataType dataType) {
        assertThatThrownBy(() -> canonical(dataType, new Object()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(dataType + " cannot be read from a Object");
    }

    @Test
    void refusesNumbersThatWouldLoseDigits() {
        assertThatThrownBy(() -> canonical(DataType.DECIMAL, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> canonical(DataType.BIGINT, 1e18)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> canonical(DataType.BLOB, "no base64!")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesTextThatIsNotUtf8ButKeepsTheReplacementCharacter() {
        assertThat(toConnect(DataType.TEXT, "\uFFFD\uD83E\uDD8E")).isEqualTo("\uFFFD\uD83E\uDD8E");
        assertThatThrownBy(() -> ConnectValue.toConnect(DataType.TEXT, false, new byte[] {'a', -1}, 0, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not UTF-8");
    }

    private static Object toConnect(DataType dataType, String canonical) {
        byte[] bytes = utf8("<" + canonical + ">");
        return ConnectValue.toConnect(dataType, false, bytes, 1, bytes.length - 1);
    }

    private static String canonical(DataType dataType, Object connect) {
        return new String(bytes(dataType, connect), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(DataType dataType, Object connect) {
        ValueBuffer out = new ValueBuffer(16);
        ConnectValue.appendCanonical(dataType, connect, out);
        return out.toByteArray();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
