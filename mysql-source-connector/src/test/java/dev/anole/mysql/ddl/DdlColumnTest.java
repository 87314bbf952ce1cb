package dev.anole.mysql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.ColumnSpec;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.TableClause;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DdlColumnTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "INT                                  | true  | NONE    | false | false",
                "INT NULL                             | true  | NONE    | false | false",
                "INT NOT NULL                         | false | NONE    | false | false",
                "INT PRIMARY KEY                      | false | PRIMARY | false | false",
                "INT KEY AUTO_INCREMENT               | false | PRIMARY | true  | false",
                "INT AUTO_INCREMENT UNIQUE            | false | UNIQUE  | true  | false",
                "INT UNIQUE KEY                       | true  | UNIQUE  | false | false",
                "INT UNIQUE PRIMARY KEY               | false | PRIMARY | false | false",
                "INT INVISIBLE                        | true  | NONE    | false | true",
                "INT VISIBLE                          | true  | NONE    | false | false",
                "SERIAL                               | false | UNIQUE  | true  | false",
                "INT SERIAL DEFAULT VALUE             | false | UNIQUE  | true  | false"
            })
    void readsAttributes(
            String definition, boolean nullable, ColumnSpec.Key key, boolean autoIncrement, boolean invisible) {
        for (Dialect dialect : Dialect.values()) {
            ColumnSpec spec = DdlFixture.column(dialect, definition);

            assertThat(spec.column().nullable()).isEqualTo(nullable);
            assertThat(spec.key()).isEqualTo(key);
            assertThat(spec.column().autoIncrement()).isEqualTo(autoIncrement);
            assertThat(spec.column().invisible()).isEqualTo(invisible);
        }
    }

    @Test
    void readsSerial() {
        assertThat(DdlFixture.column(Dialect.MYSQL, "SERIAL").column().columnType())
                .isEqualTo("bigint unsigned");
        assertThat(DdlFixture.column(Dialect.MARIADB, "SERIAL").column().columnType())
                .isEqualTo("bigint(20) unsigned");
        assertThat(DdlFixture.column(Dialect.MYSQL, "SERIAL").column().unsigned())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MYSQL   | INT GENERATED ALWAYS AS (a + (1)) VIRTUAL NOT NULL | true",
                "MYSQL   | INT AS (a)                                         | true",
                "MYSQL   | INT AS (JSON_VALUE(j, '$.a' RETURNING SIGNED)) STORED | false",
                "MARIADB | INT AS (a) PERSISTENT                              | false",
                "MARIADB | INT AS (a) STORED UNIQUE                           | false",
                "MARIADB | INT GENERATED ALWAYS AS (a)                        | true"
            })
    void readsGeneratedColumns(Dialect dialect, String definition, boolean virtual) {
        ColumnDefinition column = DdlFixture.column(dialect, definition).column();

        assertThat(column.generated()).isTrue();
        assertThat(column.virtual()).isEqualTo(virtual);
        assertThat(column.defaultValue()).isNull();
    }

    @Test
    void readsTheReferenceSystem() {
        assertThat(DdlFixture.column(Dialect.MYSQL, "POINT NOT NULL SRID 4326")
                        .column()
                        .srid())
                .isEqualTo(4326);
        assertThat(DdlFixture.column(Dialect.MARIADB, "POINT REF_SYSTEM_ID=101 NOT NULL")
                        .column()
                        .srid())
                .isNull();
    }

    @Test
    void readsChecks() {
        ColumnSpec spec = DdlFixture.column(
                Dialect.MYSQL, "INT CHECK (c > 0) NOT ENFORCED CONSTRAINT k CHECK (`c` <> \"x\") ENFORCED NOT NULL");

        assertThat(spec.checks())
                .containsExactly(
                        new TableClause.AddCheck(null, "c > 0", false, false),
                        new TableClause.AddCheck("k", "`c` <> 'x'", true, false));
        assertThat(spec.column().nullable()).isFalse();
        assertThat(DdlFixture.column(Dialect.MARIADB, "INT CHECK (c > 0)").checks())
                .containsExactly(new TableClause.AddCheck(null, "c > 0", false, false));
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void readsReferences(Dialect dialect) {
        ColumnSpec spec = DdlFixture.column(
                dialect, "INT REFERENCES p (id) MATCH FULL ON UPDATE CASCADE ON DELETE SET NULL COMMENT 'x'");

        assertThat(spec.references())
                .isEqualTo(new TableClause.AddForeignKey(
                        null,
                        null,
                        List.of("c"),
                        new TableId("shop", "p"),
                        List.of("id"),
                        "CASCADE",
                        "SET NULL",
                        false));
        assertThat(spec.column().comment()).isEqualTo("x");
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void ignoresWhatIsNotOfTheDefinition(Dialect dialect) {
        ColumnDefinition column = DdlFixture.column(
                        dialect,
                        "DATETIME COLUMN_FORMAT DEFAULT STORAGE DEFAULT ON UPDATE CURRENT_TIMESTAMP() NOT NULL")
                .column();

        assertThat(column.defaultValue()).isNull();
        assertThat(column.nullable()).isFalse();
    }
}
