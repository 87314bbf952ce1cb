package dev.anole.postgres.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.contract.TableDefinition;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.Definitions;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.BadValuePolicy.Action;
import dev.anole.postgres.types.ColumnMapping.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnMappingTest {

    private static final PostgresName NAME = new PostgresName("s", "orders");

    private final ValueBuffer out = new ValueBuffer(16);
    private final BadValueCounts counts = new BadValueCounts();

    private static ColumnMapping column(String columnType, TableMapping mapping) {
        TableDefinition table = Definitions.table(Definitions.column("c", columnType));
        return new MappedTable(table, NAME, mapping).columns().get(0);
    }

    private static ColumnMapping column(String columnType) {
        return column(columnType, TableMapping.DEFAULT);
    }

    private static ColumnMapping withPolicy(String columnType, BadValueKind kind, BadValuePolicy policy) {
        return column(columnType, policies(new BadValuePolicies(Map.of(kind, policy), null)));
    }

    private static TableMapping policies(BadValuePolicies policies) {
        return new TableMapping(Map.of(), Map.of(), policies, null, false);
    }

    private static ColumnMapping overridden(String columnType, String sqlName) {
        return column(columnType, new TableMapping(Map.of("c", sqlName), null, null, null, false));
    }

    private Outcome write(ColumnMapping column, byte[] value) {
        out.clear();
        return column.write(value, 0, value.length, out, counts);
    }

    private Outcome write(ColumnMapping column, String value) {
        return write(column, value.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "date, 0000-00-00",
        "date, 2020-00-01",
        "date, 2020-01-00",
        "date, 2023-02-29",
        "date, 2023-04-31",
        "date, 1900-02-29",
        "datetime(3), 0000-01-01 10:00:00.000",
        "timestamp, 0000-00-00 00:00:00",
        "datetime, 2023-11-31 00:00:00"
    })
    void datesThatPostgresLacksBecomeNull(String type, String value) {
        assertThat(write(column(type), value)).isEqualTo(Outcome.NULL);
        assertThat(counts.asMap())
                .containsOnlyKeys(new BadValueCounts.Decision("c", BadValueKind.ZERO_DATE, Action.NULL));
    }

    @ParameterizedTest
    @CsvSource({"date, 2024-02-29", "date, 2000-02-29", "date, 0001-01-01", "date, 9999-12-31", "date, 2023-01-31"})
    void otherDatesStay(String type, String value) {
        assertThat(write(column(type), value)).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString(value);
        assertThat(counts.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:00, VALUE", "23:59:59.999999, VALUE", "24:00:00, VALUE", "24:00:00.000, VALUE", "24:00:01, NULL",
        "24:00:00.001, NULL", "25:00:00, NULL", "-00:00:01, NULL", "838:59:59, NULL", "-838:59:59, NULL",
        "100:00:00, NULL"
    })
    void timesEndWithTheDay(String value, Outcome outcome) {
        assertThat(write(column("time(3)"), value)).isEqualTo(outcome);
    }

    @ParameterizedTest
    @CsvSource({
        // NUL, a lone surrogate, the mark of bytes that stand for no character, a cut character, an overlong one.
        "6100, 61, NUL_CHARACTER", "61eda08062, 61efbfbd62, INVALID_TEXT", "ff, efbfbd, INVALID_TEXT",
        "e282, efbfbd, INVALID_TEXT", "c0af, efbfbdefbfbd, INVALID_TEXT", "f4908080, efbfbd, INVALID_TEXT",
    })
    void partsOfTextsAreReplaced(String hex, String expected, BadValueKind kind) {
        assertThat(write(column("text"), java.util.HexFormat.of().parseHex(hex)))
                .isEqualTo(Outcome.VALUE);
        assertThat(java.util.HexFormat.of().formatHex(out.toByteArray())).isEqualTo(expected);
        assertThat(counts.asMap()).containsOnlyKeys(new BadValueCounts.Decision("c", kind, Action.REPLACE));
    }

    @Test
    void aTextMayHaveSeveralFaults() {
        byte[] value = {'a', 0, (byte) 0xff, 0, 'b'};
        assertThat(write(column("varchar(9)"), value)).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("a\ufffdb");
        assertThat(counts.asMap()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "{\"a\": \"x\\u0000y\"} | {\"a\": \"xy\"} | 1",
                "{\"\\u0000\": 1} | {\"\": 1} | 1",
                "\"\\\\u0000\" | \"\\\\u0000\" | 0",
                "\"\\\\\\u0000\" | \"\\\\\" | 1",
                "\"\\ud83e\\udd8e\" | \"\\ud83e\\udd8e\" | 0",
                "\"\\ud83e!\" | \"\ufffd!\" | 1",
                "\"\\udd8e\" | \"\ufffd\" | 1",
                "[1, true, null] | [1, true, null] | 0"
            })
    void jsonLosesWhatJsonbRefuses(String value, String expected, int decisions) {
        assertThat(write(column("json"), value)).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString(expected);
        assertThat(counts.asMap()).hasSize(decisions);
    }

    @Test
    void thePolicyDecides() {
        assertThat(write(withPolicy("date", BadValueKind.ZERO_DATE, BadValuePolicy.DISCARD_ROW), "0000-00-00"))
                .isEqualTo(Outcome.DISCARD);
        assertThat(write(
                        withPolicy(
                                "timestamp", BadValueKind.ZERO_DATE, BadValuePolicy.replaceBy("1970-01-01 00:00:00")),
                        "0000-00-00 00:00:00"))
                .isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("1970-01-01 00:00:00+00");
        assertThat(write(withPolicy("text", BadValueKind.NUL_CHARACTER, BadValuePolicy.replaceBy("?")), "a\0b"))
                .isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("a?b");
        assertThatThrownBy(() ->
                        write(withPolicy("time", BadValueKind.TIME_OUT_OF_RANGE, BadValuePolicy.FAIL), "-01:00:00"))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("column c (time)")
                .hasMessageContaining("a time outside of a day");
    }

    @Test
    void keysAreNeverReplaced() {
        TableDefinition table = Definitions.table(
                List.of(Definitions.column("c", "varchar(5)")),
                List.of(Definitions.index("PRIMARY", true, "c")),
                List.of());
        ColumnMapping failing = MappedTable.plain(table, NAME).columns().get(0);
        ColumnMapping discarding = new MappedTable(
                        table, NAME, policies(new BadValuePolicies(Map.of(), BadValuePolicy.DISCARD_ROW)))
                .columns()
                .get(0);

        assertThatThrownBy(() -> write(failing, "a\0"))
                .isInstanceOf(BadValueException.class)
                .hasMessageContaining("belongs to the key");
        assertThat(write(discarding, "a\0")).isEqualTo(Outcome.DISCARD);
    }

    @Test
    void whatMayBecomeNullIsNullable() {
        assertThat(notNull("date").notNull()).isFalse();
        assertThat(notNull("time").notNull()).isFalse();
        assertThat(notNull("enum('a')").notNull()).isFalse();
        assertThat(notNull("varchar(3)").notNull()).isTrue();
        assertThat(notNull("json").notNull()).isTrue();
    }

    private static ColumnMapping notNull(String columnType) {
        ColumnMapping nullable = column(columnType);
        var c = nullable.column();
        return MappedTable.plain(
                        Definitions.table(new dev.anole.contract.ColumnDefinition(
                                "c",
                                c.dataType(),
                                columnType,
                                false,
                                c.characterSet(),
                                c.collation(),
                                c.length(),
                                c.precision(),
                                c.scale(),
                                c.labels(),
                                false,
                                null,
                                false,
                                false,
                                false,
                                false,
                                "")),
                        NAME)
                .columns()
                .get(0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tinyint(1) | boolean | 0 | f",
                "tinyint(1) | boolean | -5 | t",
                "decimal(5,2) | boolean | 0.00 | f",
                "int | smallint | 32767 | 32767",
                "int | smallint | 32768 | NULL",
                "decimal(5,2) | integer | 2.50 | 3",
                "decimal(9,3) | numeric(5,1) | 9999.94 | 9999.94",
                "decimal(9,3) | numeric(5,1) | 9999.95 | NULL",
                "double | bigint | 1e20 | NULL",
                "int | text | 5 | 5",
                "time | interval | -838:59:59 | -838:59:59",
                "date | text | 0000-00-00 | 0000-00-00",
                "set('a','b') | text | a,b | a,b",
                "enum('a','b') | text | a | a",
                "varchar(9) | jsonb | {\"a\":\"\\u0000\"} | {\"a\":\"\"}",
            })
    void overriddenTypesHaveTheirOwnConversions(String columnType, String sqlName, String value, String expected) {
        Outcome outcome = write(overridden(columnType, sqlName), value);

        assertThat(outcome == Outcome.NULL ? "NULL" : out.toString()).isEqualTo(expected);
    }

    @Test
    void bytesAndBitsBecomeWhatTheTypeReads() {
        byte[] sixteen = new byte[16];
        sixteen[15] = (byte) 0xab;
        assertThat(write(overridden("binary(16)", "uuid"), sixteen)).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("000000000000000000000000000000ab");
        assertThat(write(overridden("bit(10)", "integer"), new byte[] {1, 2})).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("258");
        assertThat(write(overridden("bit(1)", "integer"), new byte[] {1})).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("1");
        assertThat(write(overridden("bit(9)", "boolean"), new byte[] {1, 0})).isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("t");
        assertThat(write(overridden("varbinary(9)", "text"), new byte[] {'a', -1}))
                .isEqualTo(Outcome.VALUE);
        assertThat(out).hasToString("a\ufffd");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "numeric(10,2) | numeric | ",
                "timestamp(3) with time zone | timestamp with time zone | ",
                "text[] | text | text[]",
                "char(5) | bpchar | ",
                "bit(8) | varbit | ",
                "\"My (odd)\".\"type\" | \"My (odd)\".\"type\" | ",
                "public.geometry(Point,4326) | public.geometry | ",
            })
    void elementsOfArraysHaveNoModifier(String sqlName, String elementType, String cast) {
        PostgresType type = overridden("varchar(9)", sqlName).type();
        assertThat(type.elementType()).isEqualTo(elementType);
        assertThat(type.cast()).isEqualTo(cast);
    }
}
