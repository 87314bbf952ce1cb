package dev.anole.admin.join;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KeyLiteralTest {

    @Test
    void writesNumbersAsTheyAre() {
        assertThat(literal(Columns.of("id", DataType.BIGINT), "18446744073709551615"))
                .isEqualTo("18446744073709551615");
        assertThat(literal(Columns.of("id", DataType.DECIMAL), "-0.10")).isEqualTo("-0.10");
    }

    @Test
    void writesTextInItsCharacterSetWithoutItsLetters() {
        assertThat(literal(Columns.text("name", "utf8mb4"), "o'\\")).isEqualTo("_utf8mb4 x'6f275c'");
        assertThat(KeyLiteral.of(Columns.text("name", "latin1"), "é".getBytes(ISO_8859_1)))
                .isEqualTo("_latin1 x'e9'");
        assertThat(literal(Columns.text("name", "utf8mb4"), "")).isEqualTo("_utf8mb4 x''");
    }

    @Test
    void writesBytesInHexadecimal() {
        assertThat(KeyLiteral.of(Columns.of("id", DataType.BINARY), new byte[] {0, -1, 39}))
                .isEqualTo("x'00ff27'");
    }

    @Test
    void writesDatesInQuotes() {
        ColumnDefinition column = Columns.of("at", DataType.DATETIME);

        assertThat(KeyLiteral.of(column, "2024-02-29 23:59:59.999999".getBytes(US_ASCII)))
                .isEqualTo("'2024-02-29 23:59:59.999999'");
    }

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"ENUM", "SET", "FLOAT", "DOUBLE", "TEXT", "BLOB", "BIT", "TIME"})
    void refusesTypesWhoseOrderIsInDoubt(DataType type) {
        assertThat(KeyLiteral.isSupported(Columns.of("key", type))).isFalse();
    }

    private static String literal(ColumnDefinition column, String value) {
        return KeyLiteral.of(column, value.getBytes(UTF_8));
    }
}
