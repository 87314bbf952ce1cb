package dev.anole.postgres.ddl.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.Definitions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTranslatorTest {

    private static final List<ColumnDefinition> COLUMNS = List.of(
            Definitions.column("a", "int"),
            Definitions.column("b", "bigint unsigned"),
            Definitions.column("n", "decimal(10,2)"),
            Definitions.column("big", "decimal(40,20)"),
            Definitions.column("f", "double"),
            Definitions.column("y", "year"),
            Definitions.column("d", "date"),
            Definitions.column("dt", "datetime(3)"),
            Definitions.column("ts", "timestamp"),
            Definitions.column("ti", "time"),
            Definitions.column("e", "enum('x','y')"),
            Definitions.column("ci", "varchar(20)"),
            Definitions.text("c", "varchar(20)", "utf8mb4_bin"),
            Definitions.text("c2", "varchar(30)", "utf8mb4_bin"),
            Definitions.text("np", "varchar(20)", "utf8mb4_0900_bin"),
            Definitions.text("fix", "char(5)", "utf8mb4_bin"),
            Definitions.column("j", "json"),
            Definitions.column("bits", "bit(3)"),
            Definitions.column("bn", "varbinary(9)"));

    private static final TableDefinition TABLE = Definitions.table(COLUMNS, List.of(), List.of());

    /** As by default: dates may become NULL, text may lose its NULs. */
    private static Fidelity byDefault(ColumnDefinition column) {
        boolean orNull =
                switch (column.dataType()) {
                    case DATE, DATETIME, TIMESTAMP, TIME, ENUM -> true;
                    default -> false;
                };
        return new Fidelity(orNull, column.dataType().isText());
    }

    private final ExpressionTranslator translator =
            new ExpressionTranslator(TABLE, ExpressionTranslatorTest::byDefault);
    private final ExpressionTranslator exact = new ExpressionTranslator(TABLE, column -> Fidelity.EXACT);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "(`a` > 0) | ((\"a\" > 0))",
                "`a` > 0 and `b` < 5 or `n` = 1 | ((((\"a\" > 0) AND (\"b\" < 5)) OR (\"n\" = 1)))",
                "(0 <> `a`) | ((\"a\" <> 0))",
                "(5 < `a`) | ((\"a\" > 5))",
                "(`a` <> -(3)) | ((\"a\" <> (-3)))",
                "(`n` between 0 and 99.5) | (((\"n\" >= 0) AND (\"n\" <= 99.5)))",
                "(`a` not between 1 and 5) | ((NOT ((\"a\" >= 1) AND (\"a\" <= 5))))",
                "(((`a` + (`b` * 2)) - 1) < 10) "
                        + "| ((((((\"a\")::numeric + (((\"b\")::numeric * (2)::numeric))::numeric))::numeric"
                        + " - (1)::numeric) < 10))",
                "(`a` in (1,2,3)) | (((\"a\" = 1) OR (\"a\" = 2) OR (\"a\" = 3)))",
                "(`a` not in (1,2)) | (((\"a\" <> 1) AND (\"a\" <> 2)))",
                "(`b` is null) | ((\"b\" IS NULL))",
                "(`a` is not null) | ((\"a\" IS NOT NULL))",
                "(`d` is null) | ((\"d\" IS NULL))",
                "(not (`a` > 1)) | ((NOT (\"a\" > 1)))",
                "(`f` > 1e3) | (((\"f\")::double precision > (1e3)::double precision))",
                "(`f` <= `n`) | (((\"f\")::double precision <= (\"n\")::double precision))",
                "(`y` >= 2000) | ((\"y\" >= 2000))",
                "(`d` > DATE'2020-01-01') | ((\"d\" > '2020-01-01'::date))",
                "(`d` <= `dt`) | ((\"d\" <= \"dt\"))",
                "(`dt` >= _utf8mb4'2020-01-01 10:00:00.5') | ((\"dt\" >= '2020-01-01 10:00:00.5'::timestamp))",
                "(`ti` < _utf8mb4'12:00:00') | ((\"ti\" < '12:00:00'::time))",
                "(`e` in (_utf8mb4'x',_utf8mb4'y')) | (((\"e\"::text = 'x') OR (\"e\"::text = 'y')))",
                "(`c` = _utf8mb4'it\\'s ') | ((rtrim(\"c\", ' ') = 'it''s'))",
                "(`c` = `c2`) | ((rtrim(\"c\", ' ') = rtrim(\"c2\", ' ')))",
                "(`np` in (_utf8mb4'new',_utf8mb4'b\\\\c')) | (((\"np\" = 'new') OR (\"np\" = 'b\\c')))",
                "(not (`np` <> _utf8mb4'new')) | ((NOT (\"np\" <> 'new')))",
                "(char_length(`ci`) <= 10) | ((char_length(\"ci\") <= 10))",
                "((`a` = 5) and json_valid(`j`)) | (((\"a\" = 5) AND true))",
                "(`a` = true) | ((\"a\" = 1))",
            })
    void translatesWhatMeansTheSame(String mySql, String postgres) {
        assertThat(translator.check(mySql)).contains(postgres);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // It may be NULL in PostgreSQL only.
                "(`d` is not null)",
                "(not (`dt` is null))",
                // NUL is removed: other values become equal, and texts shorter.
                "(`np` <> _utf8mb4'new')",
                "(not (`np` in (_utf8mb4'new')))",
                "(char_length(`ci`) >= 3)",
                "(char_length(`ci`) = 3)",
                "(not (char_length(`ci`) < 3))",
                "(char_length(`ci`) between 3 and 5)",
                // The collation decides.
                "(`ci` = _utf8mb4'new')",
                "(`np` < _utf8mb4'new')",
                "(`c` = `ci`)",
                "(`e` = _utf8mb4'X')",
                "(`e` < _utf8mb4'y')",
                // The session decides.
                "(`ts` > _utf8mb4'2020-01-01')",
                "(`dt` > now())",
                // The same sign, another result.
                "((`a` / 2) > 1)",
                "((`a` % 2) = 1)",
                "((`a` DIV 2) = 1)",
                "((`f` * 2) > 1)",
                "((`big` * `big`) > 1)",
                "(`a` = _utf8mb4'5')",
                "(`d` > 20200101)",
                "(`d` > _utf8mb4'2020-1-1')",
                "(`d` > _utf8mb4'2020-02-31')",
                "(`ti` < _utf8mb4'25:00:00')",
                "(`y` > 70)",
                "(`a` <=> `b`)",
                "((0 <> `a`) xor (0 <> `b`))",
                "(`c` like _utf8mb4'a%')",
                "regexp_like(`c`,_utf8mb4'^a')",
                "(`bits` = 1)",
                "(`bn` = _utf8mb4'x')",
                "(`a` & 1)",
                "((`a` > 0) = (`b` > 0))",
                "(`c` = _utf8mb4'\u00e9')",
                "(`c` = _utf8mb4'a\\0')",
                "(not json_valid(`j`))",
                "json_valid(`c`)",
                "(`missing` > 0)",
                "(`a` > 0) trailing",
                "(`a` > 0",
                "`a`",
                "'open",
                "",
            })
    void leavesOutWhatMayRefuseARow(String mySql) {
        assertThat(translator.check(mySql)).isEmpty();
    }

    @Test
    void asksMoreOfColumnsThatAreNeverReplaced() {
        assertThat(exact.check("(`d` is not null)")).contains("((\"d\" IS NOT NULL))");
        assertThat(exact.check("(`np` <> _utf8mb4'new')")).contains("((\"np\" <> 'new'))");
        assertThat(exact.check("(char_length(`ci`) >= 3)")).contains("((char_length(\"ci\") >= 3))");
        assertThat(exact.check("(char_length(`fix`) >= 3)"))
                .as("a session may have filled it up with spaces")
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "lower(`ci`) | (lower(\"ci\"))",
                "ucase(`ci`) | (upper(\"ci\"))",
                "(`a` + `b`) | (((\"a\")::numeric + (\"b\")::numeric))",
                "year(`d`) | (EXTRACT(year FROM \"d\"))",
                "(`ci` = _utf8mb4'x') |",
                "cast(json_extract(`j`,_utf8mb4'$.x') as unsigned array) |",
                "json_unquote(json_extract(`j`,_utf8mb4'$.x')) |",
                "month(`ts`) |",
                "lower(`e`) |",
                "(`a` / 2) |",
            })
    void translatesKeyParts(String mySql, String postgres) {
        assertThat(translator.indexed(mySql).orElse(null)).isEqualTo(postgres);
    }

    @Test
    void deepNestingCostsNoMore() {
        String deep = "(".repeat(200) + "`a` > 1" + ")".repeat(200);
        assertThat(translator.check(deep)).contains("((\"a\" > 1))");
    }
}
