package dev.anole.contract.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryJsonTest {

    /** {@code {"a": 1, "b": [1, 2.5, "x"]}}. */
    private static final String DOCUMENT = "00 0200 2b00  1200 0100  1300 0100  05 0100  02 1400  61  62"
            + " 0300 1700  05 0100  0b 0d00  0c 1500  0000000000000440  01 78";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // Literals, nothing at all.
                "''|null",
                "0400|null",
                "0401|true",
                "0402|false",
                // Integers: their least and greatest.
                "050080|-32768",
                "05ff7f|32767",
                "05ffff|-1",
                "06ffff|65535",
                "060000|0",
                "0700000080|-2147483648",
                "07ffffff7f|2147483647",
                "08ffffffff|4294967295",
                "090000000000000080|-9223372036854775808",
                "09ffffffffffffff7f|9223372036854775807",
                "0affffffffffffffff|18446744073709551615",
                "0a0000000000000080|9223372036854775808",
                // Strings.
                "0c00|\"\"",
                "0c0178|\"x\"",
                "0c0b 22 5c 2f 08 0c 0a 0d 09 01 1f 7f|\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\u007f\"",
                "0c06 c3a4 f09fa68e|\"ä\uD83E\uDD8E\"",
                "0c03 610062|\"a\\u0000b\"",
                // Empty containers, small and large.
                "00 0000 0400|{}",
                "01 00000000 08000000|{}",
                "02 0000 0400|[]",
                "03 00000000 08000000|[]",
                // Small containers inline literals and 16 bits.
                "02 0500 1300 040000 040100 040200 050080 06ffff|[null, true, false, -32768, 65535]",
                "02 0200 1200 070a00 080e00 00000080 ffffffff|[-2147483648, 4294967295]",
                // Large ones inline 32 bits too.
                "03 05000000 21000000 0400000000 0501800000 06ffff0000 07ffffffff 08ffffffff"
                        + "|[null, -32767, 65535, -1, 4294967295]",
                "03 01000000 15000000 090d000000 ffffffffffffffff|[-1]",
                "01 01000000 15000000 13000000 0200 0401000000 6b31|{\"k1\": true}",
                // Keys are escaped, may be empty.
                "00 0100 0c00 0b00 0100 0c0c00 22 0178|{\"\\\"\": \"x\"}",
                "00 0100 0b00 0b00 0000 040000|{\"\": null}",
                // Containers in containers.
                DOCUMENT + "|{\"a\": 1, \"b\": [1, 2.5, \"x\"]}",
                "02 0200 1200 000a00 020e00 00000400 00000400|[{}, []]",
            })
    void writesMySqlsText(String hex, String text) {
        assertThat(read(hex)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-1, -1.0",
        "2.5, 2.5",
        "0.1, 0.1",
        "0.002, 0.002",
        "0.3, 0.3",
        "0.30000000000000004, 0.30000000000000004",
        "12345678.9, 12345678.9",
        "3.141592653589793, 3.141592653589793",
        "100, 100.0",
        "1e14, 100000000000000.0",
        "-1e14, -100000000000000.0",
        "1e15, 1e15",
        "-1e15, -1e15",
        "1e16, 1e16",
        "1e20, 1e20",
        "1e23, 1e23",
        "2e23, 2e23",
        "1e100, 1e100",
        "-1e-100, -1e-100",
        "999999999999999, 999999999999999.0",
        "1234567890123456, 1.234567890123456e15",
        "123456789012345.6, 123456789012345.6",
        "1234567890123456.5, 1234567890123456.5",
        "9007199254740993, 9.007199254740992e15",
        "12345678901234567890, 1.2345678901234567e19",
        "18446744073709551616, 1.8446744073709552e19",
        "17592186044416, 17592186044416.0",
        "1e-5, 0.00001",
        "1e-15, 0.000000000000001",
        "-1.5e-15, -0.0000000000000015",
        "1.2345678901234568e-15, 0.0000000000000012345678901234568",
        "1e-16, 1e-16",
        "9.5367431640625e-07, 0.00000095367431640625",
        "5.684341886080802e-14, 0.00000000000005684341886080802",
        "1.7976931348623157e308, 1.7976931348623157e308",
        "2.2250738585072014e-308, 2.2250738585072014e-308",
        "2.225073858507201e-308, 2.225073858507201e-308",
        "2.2e-322, 2.2e-322",
        "4.9e-324, 5e-324",
    })
    void writesDoublesShortAndExact(double value, String text) {
        assertThat(read(doubleDocument(value))).isEqualTo(text);
    }

    @Test
    void readsBackEveryDouble() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            double value = Double.longBitsToDouble(random.nextLong() >>> (round % 3 == 0 ? random.nextInt(60) : 0));
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(read(doubleDocument(value)))).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "12345678.9, 0901 80bc614e 09",
        "-0.50, 0202 4d",
        "0.50, 0202 b2",
        "0, 0100 80",
        "-1, 0100 7e",
        "100.00, 0502 8064 00",
        // As MySQL 9.7 logs DECIMAL(65,30) and DECIMAL(65,0) of 35 and 65 nines.
        "123456789012345678901234567890.123456789000000000000000000000,"
                + " 421e 8000007b1b3a0c14149aa4350dfb38d2075bcd1500000000000000000000",
        "99999999999999999999999999999999999999999999999999999999999999999,"
                + " 4800 800000633b9ac9ff3b9ac9ff3b9ac9ff3b9ac9ff3b9ac9ff3b9ac9ff3b9ac9ff",
        "-12345678901234567890.123456789, 1d09 73eb655bcaf204c72df8a432ea",
    })
    void writesDecimals(String text, String hex) {
        String value = hex.replace(" ", "");
        assertThat(read("0ff6" + HexFormat.of().toHexDigits((byte) (value.length() / 2)) + value))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "2020-01-01 10:00:00.000000, 12, 2020, 1, 1, 10, 0, 0, 0",
        "9999-12-31 23:59:59.999999, 12, 9999, 12, 31, 23, 59, 59, 999999",
        "0000-00-00 00:00:00.000000, 12, 0, 0, 0, 0, 0, 0, 0",
        "2020-12-00 00:00:00.000001, 12, 2020, 12, 0, 0, 0, 0, 1",
        "1970-01-01 00:00:01.500000, 7, 1970, 1, 1, 0, 0, 1, 500000",
        "2020-02-29, 10, 2020, 2, 29, 0, 0, 0, 0",
    })
    void writesDatesAndTimes(
            String text, int type, long year, int month, int day, int hour, int minute, int second, int microsecond) {
        long date = (year * 13 + month) << 5 | day;
        long packed = ((date << 17 | hour << 12 | minute << 6 | second) << 24) + microsecond;

        assertThat(read(opaque(type, packed))).isEqualTo('"' + text + '"');
    }

    @ParameterizedTest
    @CsvSource({
        "12:34:56.000000, 1, 12, 34, 56, 0",
        "-12:34:56.000000, -1, 12, 34, 56, 0",
        "-00:00:00.000001, -1, 0, 0, 0, 1",
        "00:00:00.000000, 1, 0, 0, 0, 0",
        "838:59:59.000000, 1, 838, 59, 59, 0",
        "-838:59:58.999999, -1, 838, 59, 58, 999999",
    })
    void writesTimes(String text, int sign, long hour, int minute, int second, int microsecond) {
        long packed = sign * (((hour << 12 | minute << 6 | second) << 24) + microsecond);

        assertThat(read(opaque(11, packed))).isEqualTo('"' + text + '"');
    }

    @Test
    void readsThePackedDateFromTheLowestByte() {
        assertThat(read("0f0c08 0c000019761f9519")).isEqualTo("\"2015-01-15 23:24:25.000012\"");
    }

    @Test
    void writesOtherTypesInBase64() {
        assertThat(read("0f1002 0aff")).isEqualTo("\"base64:type16:Cv8=\"");
        assertThat(read("0ffc00")).isEqualTo("\"base64:type252:\"");
        assertThat(read("0fff01 00")).isEqualTo("\"base64:type255:AA==\"");
    }

    @Test
    void breaksLongBase64IntoLinesAsMySqlDoes() {
        assertThat(read("0ffc39" + "00".repeat(57))).isEqualTo("\"base64:type252:" + "A".repeat(76) + "\"");
        assertThat(read("0ffc3a" + "00".repeat(58))).isEqualTo("\"base64:type252:" + "A".repeat(76) + "\\nAA==\"");
    }

    @Test
    void writesVariableStringsAsStrings() {
        assertThat(read("0ffd03 612262")).isEqualTo("\"a\\\"b\"");
    }

    @Test
    void readsLengthsOfSeveralBytes() {
        assertThat(read("0c8001" + "61".repeat(128))).isEqualTo('"' + "a".repeat(128) + '"');
        assertThat(read("0cffff01" + "61".repeat(32767))).isEqualTo('"' + "a".repeat(32767) + '"');
        assertThat(read("0f fc 8001" + "00".repeat(128))).startsWith("\"base64:type252:AAAA");
    }

    @Test
    void readsAnArrayOfMoreThan64Kilobytes() {
        int count = 70_000;
        int length = 8 + 5 * count;
        ByteBuffer document = ByteBuffer.allocate(1 + length).order(ByteOrder.LITTLE_ENDIAN);
        document.put((byte) 3).putInt(count).putInt(length);
        StringBuilder text = new StringBuilder("[");
        for (int element = 0; element < count; element++) {
            document.put((byte) 7).putInt(element - 35_000);
            text.append(element == 0 ? "" : ", ").append(element - 35_000);
        }

        assertThat(read(document.array())).isEqualTo(text.append("]").toString());
    }

    @Test
    void readsAHundredLevelsAndNotOneMore() {
        assertThat(read(nested(100))).isEqualTo("[".repeat(100) + "]".repeat(100));
        assertThatThrownBy(() -> read(nested(101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("100 deep")
                .hasMessageContaining("offset 701");
    }

    @Test
    void readsOnlyItsOwnBytes() {
        byte[] bytes = HexFormat.of().parseHex("ffff" + DOCUMENT.replace(" ", "") + "ffff");
        ValueBuffer out = new ValueBuffer(16);
        out.append("before ");

        BinaryJson.append(bytes, 2, bytes.length - 2, out);

        assertThat(out).hasToString("before {\"a\": 1, \"b\": [1, 2.5, \"x\"]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0d00|offset 0|no JSON type 13",
                "fe00|offset 0|no JSON type 254",
                "0403|offset 1|no JSON literal 3",
                "04|offset 1|1 bytes wanted, 0 left",
                "07000000|offset 1|4 bytes wanted, 3 left",
                "0b000000000000f07f|offset 1|no number Infinity",
                "0b010000000000f87f|offset 1|no number NaN",
                "0c0261|offset 2|2 bytes wanted, 1 left",
                "0c80|offset 2|1 bytes wanted, 0 left",
                "0c808080808001|offset 1|a length has more than 5 bytes",
                "0cffffffff0f61|offset 6|4294967295 bytes wanted, 1 left",
                "02 ffff 0400|offset 1|65535 elements in 4 bytes",
                "02 0000 0500|offset 1|0 elements in 5 bytes",
                "02 0100 0600 050100|offset 1|1 elements in 6 bytes",
                "02 0100 0700 0bff00|offset 6|an element lies at 256",
                "03 ffffffff ffffffff|offset 1|4294967295 elements",
                "00 0100 0b00 0b00 0100 040000|offset 12|1 bytes wanted, 0 left",
                "0ff604 0042 8000|offset 1|opaque value of type 246",
                "0ff604 5200 8000|offset 1|opaque value of type 246",
                "0ff603 0500 80|offset 1|opaque value of type 246",
                "0f0c04 00000000|offset 1|opaque value of type 12",
            })
    void namesTheOffsetOfWhatItCannotRead(String hex, String offset, String reason) {
        assertThatThrownBy(() -> read(hex))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(offset + " of ")
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCUMENT, "0ff6070901 80bc614e09", "03 01000000 15000000 090d000000 ffffffffffffffff"})
    void refusesEveryTruncatedDocument(String hex) {
        String digits = hex.replace(" ", "");
        for (int end = 2; end < digits.length(); end += 2) {
            String truncated = digits.substring(0, end);
            assertThatThrownBy(() -> read(truncated))
                    .as(truncated)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("offset");
        }
    }

    @Test
    void refusesGarbageWithoutAnyOtherException() {
        Random random = new Random(3);
        byte[] original = HexFormat.of().parseHex(DOCUMENT.replace(" ", ""));
        for (int round = 0; round < 50_000; round++) {
            byte[] document = original.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                document[random.nextInt(document.length)] = (byte) random.nextInt(256);
            }
            try {
                read(document);
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessageContaining("offset");
            }
        }
    }

    private static byte[] nested(int depth) {
        int length = 7 * (depth - 1) + 4;
        ByteBuffer document = ByteBuffer.allocate(1 + length).order(ByteOrder.LITTLE_ENDIAN);
        document.put((byte) 2);
        for (int level = 1; level < depth; level++) {
            document.putShort((short) 1).putShort((short) length).put((byte) 2).putShort((short) 7);
            length -= 7;
        }
        return document.putShort((short) 0).putShort((short) 4).array();
    }

    private static byte[] opaque(int type, long packed) {
        return ByteBuffer.allocate(11)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x0f)
                .put((byte) type)
                .put((byte) 8)
                .putLong(packed)
                .array();
    }

    private static byte[] doubleDocument(double value) {
        return ByteBuffer.allocate(9)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0x0b)
                .putDouble(value)
                .array();
    }

    private static String read(String hex) {
        return read(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static String read(byte[] document) {
        ValueBuffer out = new ValueBuffer(16);
        BinaryJson.append(document, 0, document.length, out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }
}
