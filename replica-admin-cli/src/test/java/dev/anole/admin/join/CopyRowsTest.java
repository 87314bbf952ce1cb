package dev.anole.admin.join;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.BadValueException;
import dev.anole.postgres.types.BadValueKind;
import dev.anole.postgres.types.BadValuePolicy;
import dev.anole.postgres.types.MappedTable;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyRowsTest {

    private static final ColumnDefinition NAME = Columns.text("name", "utf8mb4");

    @Test
    void selectsEveryColumnByNameAndFloatsInFull() {
        TableDefinition table = Columns.table(
                List.of(
                        Columns.of("id", DataType.INT),
                        Columns.of("Weight `kg`", DataType.FLOAT),
                        Columns.of("my_row_id", DataType.BIGINT)),
                "id");

        assertThat(CopyRows.selectList(table)).isEqualTo("`id`, `Weight ``kg``` * 1e0, `my_row_id`");
    }

    /** In the table, {@code <n>} stands for the byte of that number. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "plain, plain",
                "``, ``",
                "\\N, \\\\N",
                "\\., \\\\.",
                "a<9>b, a\\tb",
                "a<10>b, a\\nb",
                "a<13><10>b, a\\r\\nb",
                "<8><11><12>, \\b\\v\\f",
                "C:\\new, C:\\\\new",
                "'quotes' \"too\", 'quotes' \"too\"",
                "żółw 🦎, żółw 🦎",
                "end<10>, end\\n",
                "NULL, NULL"
            })
    void escapesWhatCopyWouldTakeForSomethingElse(String value, String expected) throws Exception {
        assertThat(copied(NAME, bytes(value))).isEqualTo(expected);
    }

    @Test
    void decodesTextOfOtherCharacterSets() throws Exception {
        assertThat(copied(Columns.text("name", "latin1"), new byte[] {(byte) 0xe9, '\\', (byte) 0x80}))
                .isEqualTo("é\\\\€");
    }

    @Test
    void writesBytesAsHexadecimalWithItsBackslashEscaped() throws Exception {
        assertThat(copied(Columns.of("data", DataType.VARBINARY), new byte[] {0, '\n', -1}))
                .isEqualTo("\\\\x000aff");
    }

    @Test
    void escapesJson() throws Exception {
        assertThat(copied(Columns.of("data", DataType.JSON), bytes("{\"a\": \"x\\\"y\\n\"}")))
                .isEqualTo("{\"a\": \"x\\\\\"y\\\\n\"}");
    }

    @Test
    void countsValuesThatPostgresCannotHold() {
        ColumnText text = column(NAME, false);
        ColumnText date = column(Columns.of("day", DataType.DATE), false);
        ValueBuffer out = new ValueBuffer(16);
        BadValueCounts counts = new BadValueCounts();

        text.append(new byte[] {'a', 0, 'b'}, out, counts);
        date.append(bytes("0000-00-00"), out, counts);
        date.append(bytes("2024-02-29"), out, counts);
        date.append(bytes("2023-02-29"), out, counts);

        assertThat(out).hasToString("ab\\N2024-02-29\\N");
        assertThat(counts.asMap())
                .containsOnly(
                        entry(
                                new BadValueCounts.Decision(
                                        "name", BadValueKind.NUL_CHARACTER, BadValuePolicy.Action.REPLACE),
                                1L),
                        entry(
                                new BadValueCounts.Decision("day", BadValueKind.ZERO_DATE, BadValuePolicy.Action.NULL),
                                2L));
    }

    @Test
    void refusesToReplaceAKeysValue() {
        ColumnText key = column(NAME, true);

        assertThatThrownBy(() -> key.append(new byte[] {'a', 0}, new ValueBuffer(16), new BadValueCounts()))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("column name")
                .hasMessageContaining("belongs to the key")
                .hasMessageContaining("NUL");
    }

    @Test
    void marksBytesThatAreNoText() throws Exception {
        assertThat(copied(Columns.text("name", "gbk"), new byte[] {'a', (byte) 0x81}))
                .isEqualTo("a\ufffd");
        assertThat(copied(NAME, new byte[] {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80, 'b'}))
                .isEqualTo("a\ufffdb");
    }

    private static String copied(ColumnDefinition column, byte[] value) {
        ValueBuffer out = new ValueBuffer(16);
        column(column, false).append(value, out, new BadValueCounts());
        return out.toString();
    }

    private static ColumnText column(ColumnDefinition column, boolean isKey) {
        TableDefinition table = Columns.table(List.of(column), isKey ? new String[] {column.name()} : new String[0]);
        return new ColumnText(MappedTable.plain(table, new PostgresName("shop", "orders"))
                .columns()
                .get(0));
    }

    private static byte[] bytes(String text) {
        String value = text;
        for (int octet = 8; octet <= 13; octet++) {
            value = value.replace("<" + octet + ">", Character.toString(octet));
        }
        return value.getBytes(UTF_8);
    }
}
