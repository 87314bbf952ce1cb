package dev.anole.mysql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ddl.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdlColumnDefaultTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "INT DEFAULT NULL                               |",
                "INT DEFAULT 5                                  | 5",
                "INT DEFAULT '5'                                | 5",
                "INT NOT NULL DEFAULT 5.0 COMMENT 'x'           | 5",
                "INT DEFAULT -1                                 | -1",
                "INT DEFAULT +1                                 | 1",
                "INT DEFAULT TRUE                               | 1",
                "BOOL DEFAULT false                             | 0",
                "INT DEFAULT 0x1F                               | 31",
                "INT DEFAULT b'101'                             | 5",
                "INT(5) ZEROFILL DEFAULT 7                      | 00007",
                "DECIMAL(10,2) DEFAULT 1.5                      | 1.50",
                "DECIMAL(10,2) DEFAULT '-.5'                    | -0.50",
                "FLOAT DEFAULT 1.50                             | 1.5",
                "DOUBLE DEFAULT 1e3                             | 1000",
                "DOUBLE(10,2) DEFAULT 1                         | 1.00",
                "BIT(3) DEFAULT b'101'                          | b'101'",
                "BIT(8) DEFAULT 0b0101                          | b'101'",
                "BIT DEFAULT 1                                  | b'1'",
                "BIT(8) DEFAULT x'0F'                           | b'1111'",
                "YEAR DEFAULT 2020                              | 2020",
                "YEAR DEFAULT '20'                              | 2020",
                "DATE DEFAULT '2020-1-2'                        | 2020-01-02",
                "DATE DEFAULT DATE '2020-01-02'                 | 2020-01-02",
                "DATE DEFAULT 20200102                          | 2020-01-02",
                "DATE DEFAULT 0                                 | 0000-00-00",
                "DATETIME DEFAULT '2020-01-01'                  | 2020-01-01 00:00:00",
                "DATETIME(3) DEFAULT '2020-01-01'               | 2020-01-01 00:00:00.000",
                "DATETIME(2) DEFAULT '2020-01-01 1:2:3.456'     | 2020-01-01 01:02:03.46",
                "TIMESTAMP DEFAULT TIMESTAMP'2020-01-01 00:00:01' | 2020-01-01 00:00:01",
                "TIMESTAMP NOT NULL DEFAULT '0000-00-00 00:00:00' | 0000-00-00 00:00:00",
                "TIME DEFAULT '10:00'                           | 10:00:00",
                "TIME(1) DEFAULT '-838:59:59'                   | -838:59:59.0",
                "TIME DEFAULT 101112                            | 10:11:12",
                "VARCHAR(20) DEFAULT 'it''s' NOT NULL           | it's",
                "VARCHAR(20) DEFAULT \"a\\\\b\\nc\"             | ^a\\b\nc^",
                "VARCHAR(20) DEFAULT _utf8mb4'x'                | x",
                "VARCHAR(20) DEFAULT N'x'                       | x",
                "VARCHAR(20) DEFAULT 'a' 'b'                    | ab",
                "VARCHAR(20) DEFAULT x'4142'                    | AB",
                "VARCHAR(20) DEFAULT 5                          | 5",
                "VARCHAR(20) DEFAULT 'x' COLLATE latin1_bin     | x",
                "VARCHAR(20) DEFAULT 'NULL'                     | NULL",
                "CHAR(5) DEFAULT 'a '                           | a",
                "ENUM('a','B') DEFAULT 'b'                      | B",
                "SET('a','b','c') DEFAULT 'c,A'                 | a,c"
            })
    void writesConstantsByTheType(String definition, @Nullable String value) {
        for (Dialect dialect : Dialect.values()) {
            ColumnDefinition column = DdlFixture.column(dialect, definition).column();

            assertThat(column.defaultValue()).isEqualTo(value);
            assertThat(column.defaultIsExpression()).isFalse();
        }
    }

    @Test
    void keepsAnEmptyString() {
        assertThat(DdlFixture.column(Dialect.MYSQL, "VARCHAR(3) DEFAULT ''")
                        .column()
                        .defaultValue())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "MYSQL   | VARBINARY(5) DEFAULT 'ab' | 0x6162",
                "MYSQL   | BINARY(3) DEFAULT x'AB'   | 0xAB0000",
                "MARIADB | VARBINARY(5) DEFAULT 'ab' | ab"
            })
    void writesBytesAsTheServerDoes(Dialect dialect, String definition, String value) {
        assertThat(DdlFixture.column(dialect, definition).column().defaultValue())
                .isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "MYSQL   | DATETIME DEFAULT CURRENT_TIMESTAMP             | CURRENT_TIMESTAMP",
                "MYSQL   | DATETIME(3) DEFAULT NOW(3) ON UPDATE NOW(3)    | CURRENT_TIMESTAMP(3)",
                "MYSQL   | TIMESTAMP DEFAULT LOCALTIME() NOT NULL         | CURRENT_TIMESTAMP",
                "MYSQL   | TIMESTAMP(6) NULL DEFAULT LOCALTIMESTAMP(6)    | CURRENT_TIMESTAMP(6)",
                "MYSQL   | INT DEFAULT (1)                                | 1",
                "MYSQL   | VARCHAR(36) DEFAULT (uuid()) NOT NULL          | uuid()",
                "MYSQL   | JSON DEFAULT (json_array(1,')'))               | json_array(1,')')",
                "MYSQL   | TEXT DEFAULT (concat(\"a\", `b`)) COMMENT 'x'  | concat('a', `b`)",
                "MYSQL   | VARCHAR(9) DEFAULT (`j`->>'$.a')               | `j`->>'$.a'",
                "MARIADB | DATETIME DEFAULT CURRENT_TIMESTAMP             | current_timestamp()",
                "MARIADB | DATETIME(3) DEFAULT now(3) ON UPDATE now(3)    | current_timestamp(3)",
                "MARIADB | DATETIME DEFAULT (NOW())                       | current_timestamp()",
                "MARIADB | UUID DEFAULT uuid() NOT NULL                   | uuid()",
                "MARIADB | INT DEFAULT `a` + 1 CHECK (c > 0)              | `a` + 1",
                "MARIADB | INT DEFAULT NEXT VALUE FOR s                   | NEXT VALUE FOR s"
            })
    void keepsExpressions(Dialect dialect, String definition, String value) {
        ColumnDefinition column = DdlFixture.column(dialect, definition).column();

        assertThat(column.defaultValue()).isEqualTo(value);
        assertThat(column.defaultIsExpression()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {"INT DEFAULT (1)  | 1", "TEXT DEFAULT ('x') | x", "TEXT DEFAULT 'x' | x", "INT DEFAULT (NULL) |"})
    void takesMariaDbsConstantsInBracketsForConstants(String definition, @Nullable String value) {
        ColumnDefinition column = DdlFixture.column(Dialect.MARIADB, definition).column();

        assertThat(column.defaultValue()).isEqualTo(value);
        assertThat(column.defaultIsExpression()).isFalse();
    }
}
