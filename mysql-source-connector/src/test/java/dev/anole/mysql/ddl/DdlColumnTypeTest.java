package dev.anole.mysql.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.ddl.ColumnSpec;
import dev.anole.contract.ddl.Dialect;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdlColumnTypeTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "TINYINT                       | TINYINT   | tinyint                        | tinyint(4)",
                "tinyint(1)                    | TINYINT   | tinyint(1)                     | tinyint(1)",
                "TINYINT(3) UNSIGNED           | TINYINT   | tinyint unsigned               | tinyint(3) unsigned",
                "TINYINT UNSIGNED              | TINYINT   | tinyint unsigned               | tinyint(3) unsigned",
                "BOOL                          | TINYINT   | tinyint(1)                     | tinyint(1)",
                "BOOLEAN                       | TINYINT   | tinyint(1)                     | tinyint(1)",
                "INT1                          | TINYINT   | tinyint                        | tinyint(4)",
                "SMALLINT                      | SMALLINT  | smallint                       | smallint(6)",
                "INT2 UNSIGNED                 | SMALLINT  | smallint unsigned              | smallint(5) unsigned",
                "MEDIUMINT                     | MEDIUMINT | mediumint                      | mediumint(9)",
                "MIDDLEINT UNSIGNED            | MEDIUMINT | mediumint unsigned             | mediumint(8) unsigned",
                "INT                           | INT       | int                            | int(11)",
                "INTEGER(7)                    | INT       | int                            | int(7)",
                "INT4 UNSIGNED                 | INT       | int unsigned                   | int(10) unsigned",
                "int(5) unsigned zerofill      | INT       | int(5) unsigned zerofill       | int(5) unsigned zerofill",
                "INT ZEROFILL                  | INT       | int(10) unsigned zerofill      | int(10) unsigned zerofill",
                "INT SIGNED                    | INT       | int                            | int(11)",
                "BIGINT                        | BIGINT    | bigint                         | bigint(20)",
                "INT8 UNSIGNED                 | BIGINT    | bigint unsigned                | bigint(20) unsigned",
                "DECIMAL                       | DECIMAL   | decimal(10,0)                  | decimal(10,0)",
                "DEC(5)                        | DECIMAL   | decimal(5,0)                   | decimal(5,0)",
                "NUMERIC(12,2) UNSIGNED        | DECIMAL   | decimal(12,2) unsigned         | decimal(12,2) unsigned",
                "FIXED(65,30)                  | DECIMAL   | decimal(65,30)                 | decimal(65,30)",
                "DECIMAL(6,2) ZEROFILL         | DECIMAL   | decimal(6,2) unsigned zerofill | decimal(6,2) unsigned zerofill",
                "FLOAT                         | FLOAT     | float                          | float",
                "FLOAT(24)                     | FLOAT     | float                          | float",
                "FLOAT(53)                     | DOUBLE    | double                         | double",
                "FLOAT(7,3) UNSIGNED           | FLOAT     | float(7,3) unsigned            | float(7,3) unsigned",
                "DOUBLE PRECISION              | DOUBLE    | double                         | double",
                "DOUBLE(10,2)                  | DOUBLE    | double(10,2)                   | double(10,2)",
                "REAL                          | DOUBLE    | double                         | double",
                "BIT                           | BIT       | bit(1)                         | bit(1)",
                "BIT(64)                       | BIT       | bit(64)                        | bit(64)",
                "YEAR                          | YEAR      | year                           | year(4)",
                "YEAR(4)                       | YEAR      | year                           | year(4)",
                "DATE                          | DATE      | date                           | date",
                "DATETIME                      | DATETIME  | datetime                       | datetime",
                "DATETIME(0)                   | DATETIME  | datetime                       | datetime",
                "DATETIME(3)                   | DATETIME  | datetime(3)                    | datetime(3)",
                "TIMESTAMP(6)                  | TIMESTAMP | timestamp(6)                   | timestamp(6)",
                "TIME(2)                       | TIME      | time(2)                        | time(2)",
                "CHAR                          | CHAR      | char(1)                        | char(1)",
                "CHARACTER(3)                  | CHAR      | char(3)                        | char(3)",
                "VARCHAR(255)                  | VARCHAR   | varchar(255)                   | varchar(255)",
                "CHARACTER VARYING(10)         | VARCHAR   | varchar(10)                    | varchar(10)",
                "CHAR VARYING(10)              | VARCHAR   | varchar(10)                    | varchar(10)",
                "VARCHARACTER(10)              | VARCHAR   | varchar(10)                    | varchar(10)",
                "NCHAR(3)                      | CHAR      | char(3)                        | char(3)",
                "NATIONAL CHAR(3)              | CHAR      | char(3)                        | char(3)",
                "NATIONAL VARCHAR(3)           | VARCHAR   | varchar(3)                     | varchar(3)",
                "NATIONAL CHARACTER VARYING(3) | VARCHAR   | varchar(3)                     | varchar(3)",
                "NVARCHAR(3)                   | VARCHAR   | varchar(3)                     | varchar(3)",
                "NCHAR VARCHAR(3)              | VARCHAR   | varchar(3)                     | varchar(3)",
                "LONG                          | TEXT      | mediumtext                     | mediumtext",
                "LONG VARCHAR                  | TEXT      | mediumtext                     | mediumtext",
                "LONG VARBINARY                | BLOB      | mediumblob                     | mediumblob",
                "BINARY                        | BINARY    | binary(1)                      | binary(1)",
                "BINARY(16)                    | BINARY    | binary(16)                     | binary(16)",
                "VARBINARY(5)                  | VARBINARY | varbinary(5)                   | varbinary(5)",
                "TINYTEXT                      | TEXT      | tinytext                       | tinytext",
                "TEXT                          | TEXT      | text                           | text",
                "MEDIUMTEXT                    | TEXT      | mediumtext                     | mediumtext",
                "LONGTEXT                      | TEXT      | longtext                       | longtext",
                "TINYBLOB                      | BLOB      | tinyblob                       | tinyblob",
                "BLOB                          | BLOB      | blob                           | blob",
                "MEDIUMBLOB                    | BLOB      | mediumblob                     | mediumblob",
                "LONGBLOB                      | BLOB      | longblob                       | longblob",
                "ENUM('a', 'it''s')            | ENUM      | enum('a','it''s')              | enum('a','it''s')",
                "ENUM('a\\\\b', \"x\\ny\")     | ENUM      | enum('a\\\\b','x\\ny')         | enum('a\\\\b','x\\ny')",
                "ENUM('a\\0b', 'c\\r')         | ENUM      | enum('a\\0b','c\\r')           | enum('a\\0b','c\\r')",
                "SET('a ','b','\\'')           | SET       | set('a','b','''')              | set('a','b','''')",
                "VECTOR                        | VECTOR    | vector(2048)                   | vector(2048)",
                "VECTOR(3)                     | VECTOR    | vector(3)                      | vector(3)",
                "GEOMETRY                      | GEOMETRY  | geometry                       | geometry",
                "POINT                         | GEOMETRY  | point                          | point",
                "LINESTRING                    | GEOMETRY  | linestring                     | linestring",
                "POLYGON                       | GEOMETRY  | polygon                        | polygon",
                "MULTIPOINT                    | GEOMETRY  | multipoint                     | multipoint",
                "MULTILINESTRING               | GEOMETRY  | multilinestring                | multilinestring",
                "MULTIPOLYGON                  | GEOMETRY  | multipolygon                   | multipolygon",
                "GEOMETRYCOLLECTION            | GEOMETRY  | geomcollection                 | geometrycollection"
            })
    void namesTypesAsTheServersDo(String type, DataType dataType, String mySql, String mariaDb) {
        ColumnDefinition ofMySql = DdlFixture.column(Dialect.MYSQL, type).column();
        ColumnDefinition ofMariaDb = DdlFixture.column(Dialect.MARIADB, type).column();

        assertThat(ofMySql.dataType()).isEqualTo(dataType);
        assertThat(ofMariaDb.dataType()).isEqualTo(dataType);
        assertThat(ofMySql.columnType()).isEqualTo(mySql);
        assertThat(ofMariaDb.columnType()).isEqualTo(mariaDb);
        assertThat(ofMySql.unsigned()).isEqualTo(mySql.contains("unsigned"));
        assertThat(ofMySql.nullable()).isTrue();
        assertThat(ofMySql.defaultValue()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BIT(7)         | 7  | 0  | 0",
                "CHAR           | 1  | 0  | 0",
                "VARCHAR(20)    | 20 | 0  | 0",
                "BINARY(3)      | 3  | 0  | 0",
                "VARBINARY(3)   | 3  | 0  | 0",
                "TEXT           | 0  | 0  | 0",
                "DECIMAL        | 0  | 10 | 0",
                "DECIMAL(12, 2) | 0  | 12 | 2",
                "DOUBLE(12, 2)  | 0  | 0  | 0",
                "DATETIME(6)    | 0  | 6  | 0",
                "TIME           | 0  | 0  | 0",
                "INT(5)         | 0  | 0  | 0"
            })
    void readsLengthAndPrecision(String type, long length, int precision, int scale) {
        ColumnDefinition column = DdlFixture.column(Dialect.MYSQL, type).column();

        assertThat(column.length()).isEqualTo(length);
        assertThat(column.precision()).isEqualTo(precision);
        assertThat(column.scale()).isEqualTo(scale);
    }

    @ParameterizedTest
    @CsvSource({"INET4, INET4, inet4", "inet6, INET6, inet6", "UUID, UUID, uuid"})
    void knowsMariaDbsOwnTypes(String type, DataType dataType, String columnType) {
        ColumnDefinition column =
                DdlFixture.column(Dialect.MARIADB, type + " NOT NULL").column();

        assertThat(column.dataType()).isEqualTo(dataType);
        assertThat(column.columnType()).isEqualTo(columnType);
        assertThat(column.nullable()).isFalse();
    }

    @Test
    void readsJson() {
        ColumnDefinition mySql = DdlFixture.column(Dialect.MYSQL, "JSON").column();
        ColumnDefinition mariaDb = DdlFixture.column(Dialect.MARIADB, "JSON").column();

        assertThat(mySql.dataType()).isEqualTo(DataType.JSON);
        assertThat(mySql.json()).isFalse();
        assertThat(mariaDb.columnType()).isEqualTo("longtext");
        assertThat(mariaDb.collation()).isEqualTo("utf8mb4_bin");
        assertThat(mariaDb.json()).isTrue();
    }

    @Test
    void readsRealByTheSessionsMode() {
        assertThat(DdlFixture.column(Dialect.MYSQL, "REAL", new SqlMode(1))
                        .column()
                        .columnType())
                .isEqualTo("float");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "VARCHAR(9)                                       | varchar(9)   |         |                    | false",
                "VARCHAR(9) CHARACTER SET latin1                  | varchar(9)   | latin1  | latin1_swedish_ci  | false",
                "VARCHAR(9) CHARSET utf8                          | varchar(9)   | utf8mb3 | utf8mb3_general_ci | false",
                "VARCHAR(9) COLLATE utf8mb4_bin                   | varchar(9)   | utf8mb4 | utf8mb4_bin        | false",
                "VARCHAR(9) NOT NULL COLLATE latin1_bin           | varchar(9)   | latin1  | latin1_bin         | false",
                "VARCHAR(9) CHARSET latin1 COLLATE latin1_bin     | varchar(9)   | latin1  | latin1_bin         | false",
                "VARCHAR(9) CHARSET latin1 BINARY                 | varchar(9)   | latin1  | latin1_bin         | true",
                "VARCHAR(9) BINARY CHARACTER SET latin1           | varchar(9)   | latin1  | latin1_bin         | true",
                "VARCHAR(9) BINARY                                | varchar(9)   |         |                    | true",
                "VARCHAR(9) ASCII                                 | varchar(9)   | latin1  | latin1_swedish_ci  | false",
                "CHAR(9) UNICODE                                  | char(9)      | ucs2    | ucs2_general_ci    | false",
                "CHAR(9) BYTE                                     | binary(9)    |         |                    | false",
                "VARCHAR(9) CHARACTER SET binary                  | varbinary(9) |         |                    | false",
                "TEXT CHARSET binary                              | blob         |         |                    | false",
                "MEDIUMTEXT CHARSET `binary`                      | mediumblob   |         |                    | false",
                "TEXT COLLATE binary                              | blob         |         |                    | false",
                "NCHAR(2)                                         | char(2)      | utf8mb3 | utf8mb3_general_ci | false",
                "LONG CHARACTER SET latin1                        | mediumtext   | latin1  | latin1_swedish_ci  | false",
                "ENUM(\"a\") CHARSET binary                       | enum('a')    | binary  | binary             | false",
                "ENUM(\"a\") COLLATE latin1_bin                   | enum('a')    | latin1  | latin1_bin         | false",
                "TEXT CHARACTER SET utf8mb4 COLLATE uca1400_ai_ci | text         | utf8mb4 | utf8mb4_uca1400_ai_ci | false",
                "TEXT CHARACTER SET 'latin1' COLLATE `latin1_bin` | text         | latin1  | latin1_bin         | false"
            },
            quoteCharacter = '^')
    void readsCharacterSets(
            String type, String columnType, @Nullable String set, @Nullable String collation, boolean binary) {
        for (Dialect dialect : Dialect.values()) {
            ColumnSpec spec = DdlFixture.column(dialect, type);

            assertThat(spec.column().columnType()).isEqualTo(columnType);
            assertThat(spec.column().characterSet()).isEqualTo(set);
            assertThat(spec.column().collation()).isEqualTo(collation);
            assertThat(spec.binary()).isEqualTo(binary);
        }
    }

    @ParameterizedTest
    @CsvSource({"TEXT(70000), text, 70000", "BLOB(10), blob, 10", "TEXT, text, 0", "LONGTEXT, longtext, 0"})
    void keepsTheCharactersByWhichTheServerChooses(String type, String columnType, long characters) {
        ColumnSpec spec = DdlFixture.column(Dialect.MYSQL, type);

        assertThat(spec.column().columnType()).isEqualTo(columnType);
        assertThat(spec.characters()).isEqualTo(characters);
    }
}
