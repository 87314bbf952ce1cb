package dev.anole.admin.join;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.value.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalTextTest {

    @ParameterizedTest
    @CsvSource({
        "INT, int(10) unsigned zerofill, 0000000042, 42",
        "INT, int(10) unsigned zerofill, 0000000000, 0",
        "DECIMAL, 'decimal(10,2) unsigned zerofill', 00000012.30, 12.30",
        "DECIMAL, 'decimal(10,2) unsigned zerofill', 00000000.00, 0.00",
        "DOUBLE, double unsigned zerofill, 0000000000000000001e20, 1e20",
        "FLOAT, float, 0.10000000149011612, 0.1",
        "FLOAT, float, -0, -0",
        "FLOAT, float, 1.401298464324817e-45, 1e-45",
    })
    void numbersAreWrittenAsTheStreamWritesThem(DataType type, String columnType, String value, String canonical) {
        assertThat(canonical(column(type, columnType, null), ascii(value))).isEqualTo(canonical);
    }

    @Test
    void labelsAreToldApartByTheirNumbers() {
        ColumnDefinition label = column(DataType.ENUM, "enum('a','')", "ucs2", "a", "");
        ColumnDefinition labels = column(DataType.SET, "set('a','','b')", "ucs2", "a", "", "b");

        assertThat(canonical(label, ascii("1"))).isEqualTo("a");
        assertThat(canonical(label, ascii("2"))).isEmpty();
        assertThat(canonical(label, ascii("0"))).isEqualTo("\ufffd");
        assertThat(canonical(labels, ascii("0"))).isEmpty();
        assertThat(canonical(labels, ascii("2"))).isEqualTo(",");
        assertThat(canonical(labels, ascii("3"))).isEqualTo("a,");
        assertThat(canonical(labels, ascii("6"))).isEqualTo(",b");
    }

    @Test
    void addressesAreWrittenFromTheirBytes() {
        assertThat(canonical(column(DataType.INET4, "inet4", null), hex("7f000001")))
                .isEqualTo("127.0.0.1");
        assertThat(canonical(column(DataType.UUID, "uuid", null), hex("123e4567e89b12d3a456426655440000")))
                .isEqualTo("123e4567-e89b-12d3-a456-426655440000");
    }

    @Test
    void textIsDecodedByItsCharacterSet() {
        assertThat(canonical(column(DataType.VARCHAR, "varchar(5)", "dec8"), hex("41d7")))
                .isEqualTo("AŒ");
        assertThat(CanonicalText.of(column(DataType.VARCHAR, "varchar(5)", "utf8mb4")))
                .isNull();
        // The mark of bytes that stand for no character, which is no UTF-8.
        assertThat(canonical(column(DataType.VARCHAR, "varchar(5)", "greek"), hex("a4")))
                .isEqualTo("\ufffd");
    }

    @Test
    void selectsWhatHoldsTheWholeValue() {
        assertThat(select(column(DataType.FLOAT, "float", null))).isEqualTo("`c` * 1e0");
        assertThat(select(column(DataType.DOUBLE, "double(10,2)", null))).isEqualTo("`c` * 1e0");
        assertThat(select(column(DataType.DOUBLE, "double", null))).isEqualTo("`c`");
        assertThat(select(column(DataType.SET, "set('a')", "latin1", "a"))).isEqualTo("CAST(`c` AS UNSIGNED)");
        assertThat(select(column(DataType.INET4, "inet4", null))).isEqualTo("CAST(`c` AS BINARY(4))");
        assertThat(select(column(DataType.UUID, "uuid", null))).isEqualTo("CAST(`c` AS BINARY(16))");
    }

    private static String select(ColumnDefinition column) {
        return CopyRows.selectList(
                new TableDefinition(new TableId("shop", "t"), List.of(column), List.of(), List.of(), ""));
    }

    private static String canonical(ColumnDefinition column, byte[] value) {
        ValueBuffer out = new ValueBuffer(16);
        requireNonNull(CanonicalText.of(column)).append(value, out);
        return out.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static ColumnDefinition column(
            DataType type, String columnType, @Nullable String characterSet, String... labels) {
        return new ColumnDefinition(
                "c",
                type,
                columnType,
                false,
                characterSet,
                null,
                0,
                0,
                0,
                List.of(labels),
                true,
                null,
                false,
                false,
                false,
                false,
                "");
    }
}
