package dev.anole.testbed.replica;

import java.util.ArrayList;
import java.util.List;

/** The types that a source may have, each with its extremes and with what is known to go wrong elsewhere. */
final class ValueCases {

    /** Text that escaping, quoting and trimming could spoil. */
    private static final String[] HOSTILE = {
        "''",
        "' '",
        "' a'",
        "'a '",
        "'NULL'",
        "'null'",
        "'\\\\N'",
        "'\\\\.'",
        "'\\\\'",
        "'a\\\\'",
        "'\"'",
        "''''",
        "'{}'",
        "'{a,\"b\"}'",
        "'a\\tb\\nc\\rd'",
        "'\\b\\f'",
        "'%_'",
        "'$1 ?'",
        "'(,)'",
        "x'7f'",
        "'0'"
    };

    private ValueCases() {}

    static List<ValueCase> all(boolean mariaDb) {
        List<ValueCase> cases = new ArrayList<>();
        integers(cases);
        fractions(cases);
        bits(cases);
        times(cases);
        texts(cases);
        characterSets(cases, mariaDb);
        bytes(cases);
        labels(cases);
        json(cases, mariaDb);
        geometry(cases);
        if (mariaDb) {
            mariaDbOnly(cases);
        } else {
            mySqlOnly(cases);
        }
        return cases;
    }

    private static void integers(List<ValueCase> cases) {
        cases.add(ValueCase.of("TINYINT", "-128", "127", "0", "-1"));
        cases.add(ValueCase.of("TINYINT(1)", "0", "1", "-1", "127"));
        cases.add(ValueCase.of("TINYINT UNSIGNED", "0", "127", "128", "255"));
        cases.add(ValueCase.of("SMALLINT", "-32768", "32767", "0", "-1"));
        cases.add(ValueCase.of("SMALLINT UNSIGNED", "0", "32767", "32768", "65535"));
        cases.add(ValueCase.of("MEDIUMINT", "-8388608", "8388607", "0", "-1"));
        cases.add(ValueCase.of("MEDIUMINT UNSIGNED", "0", "8388608", "16777215"));
        cases.add(ValueCase.of("INT", "-2147483648", "2147483647", "0", "-1"));
        cases.add(ValueCase.of("INT UNSIGNED", "0", "2147483648", "4294967295"));
        cases.add(ValueCase.of("BIGINT", "-9223372036854775808", "9223372036854775807", "0", "-1"));
        cases.add(ValueCase.of("BIGINT UNSIGNED", "0", "9223372036854775808", "18446744073709551615"));
        cases.add(ValueCase.of("INT(6) ZEROFILL", "0", "42", "4294967295"));
        cases.add(ValueCase.of("BIGINT UNSIGNED ZEROFILL", "0", "42", "18446744073709551615"));
        cases.add(ValueCase.of("YEAR", "0", "1901", "2155", "1970"));
    }

    private static void fractions(List<ValueCase> cases) {
        cases.add(ValueCase.of("DECIMAL(10,2)", "-99999999.99", "99999999.99", "0", "0.10", "-0.01", "1"));
        cases.add(ValueCase.of("DECIMAL(10,0)", "-9999999999", "9999999999", "0"));
        cases.add(ValueCase.of("DECIMAL(6,2) ZEROFILL", "1.5", "9999.99", "0"));
        cases.add(ValueCase.of("DECIMAL(5,5)", "-0.99999", "0.99999", "0.00001", "0"));
        cases.add(ValueCase.of(
                "DECIMAL(65,30)",
                "99999999999999999999999999999999999.999999999999999999999999999999",
                "-99999999999999999999999999999999999.999999999999999999999999999999",
                "0.000000000000000000000000000001",
                "0"));
        cases.add(ValueCase.of(
                        "FLOAT",
                        "0",
                        "0e0 * -1",
                        "3.4028234e38",
                        "-3.4028234e38",
                        "1.17549435e-38",
                        "1e-45",
                        "16777217",
                        "0.1",
                        "123456789",
                        "8.589973e9",
                        "1e10",
                        "1.00000012",
                        // Told from their neighbours by nine digits.
                        "-103.217316",
                        "0.000111517504",
                        "106898936",
                        "1.03087054e-13",
                        "1.00584066e18")
                .notInKeys());
        cases.add(ValueCase.of(
                        "DOUBLE",
                        "0",
                        "0e0 * -1",
                        "1.7976931348623157e308",
                        "-1.7976931348623157e308",
                        "2.2250738585072014e-308",
                        "5e-324",
                        "9007199254740993",
                        "0.1",
                        "0.1e0 + 0.2e0",
                        "123456789012345678",
                        "1e15",
                        "1e22",
                        "2e-3",
                        "5.0000000000000001e-5",
                        // By seventeen digits.
                        "1.2824060291581693e287",
                        "-5.3163965885991006e-225")
                .notInKeys());
        cases.add(ValueCase.of("FLOAT(7,3)", "0", "1.5", "-9999.999", "0.1").notInKeys());
        cases.add(
                ValueCase.of("DOUBLE(10,2)", "0", "1.25", "-99999999.99", "0.1").notInKeys());
        cases.add(ValueCase.of("FLOAT ZEROFILL", "0", "1.5").notInKeys());
    }

    private static void bits(List<ValueCase> cases) {
        cases.add(ValueCase.of("BIT(1)", "b'0'", "b'1'"));
        cases.add(ValueCase.of("BIT(7)", "b'0'", "b'1111111'", "b'1'"));
        cases.add(ValueCase.of("BIT(10)", "b'0'", "b'1111111111'", "b'100000000'", "b'1'"));
        cases.add(ValueCase.of("BIT(64)", "b'0'", "0xFFFFFFFFFFFFFFFF", "0x8000000000000000", "b'1'"));
    }

    private static void times(List<ValueCase> cases) {
        cases.add(ValueCase.of("DATE", "'0001-01-01'", "'9999-12-31'", "'2024-02-29'", "'1970-01-01'", "'1582-10-10'")
                .withBad("'0000-00-00'", "'2024-00-10'", "'2024-10-00'", "'0000-01-01'", "'2023-02-31'"));
        for (int digits : new int[] {0, 3, 6}) {
            String fraction = digits == 0 ? "" : "." + "9".repeat(digits);
            String type = digits == 0 ? "" : "(" + digits + ")";
            cases.add(ValueCase.of(
                            "DATETIME" + type,
                            "'0001-01-01 00:00:00'",
                            "'9999-12-31 23:59:59" + fraction + "'",
                            "'1969-12-31 23:59:59" + fraction + "'",
                            "'2024-02-29 12:00:00'",
                            "'1900-01-01 00:00:00'")
                    .withBad("'0000-00-00 00:00:00'", "'2024-00-10 01:02:03'", "'2023-02-31 01:02:03'"));
            cases.add(ValueCase.of(
                            "TIMESTAMP" + type + " NULL",
                            "'1970-01-01 00:00:01'",
                            "'2038-01-19 03:14:07" + fraction + "'",
                            "'2024-03-31 01:30:00'",
                            "'2024-10-27 00:30:00'")
                    .notInKeys()
                    .withBad("'0000-00-00 00:00:00'"));
            cases.add(
                    ValueCase.of("TIME" + type, "'00:00:00'", "'23:59:59" + fraction + "'", "'12:34:56'", "'24:00:00'")
                            .withBad("'-00:00:01'", "'-838:59:59'", "'838:59:59'", "'24:00:01'"));
        }
    }

    private static void texts(List<ValueCase> cases) {
        String collation = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
        String unicode = "_utf8mb4 x'f09f9880e282acc3a4cc88efbfbd'";
        cases.add(
                ValueCase.of("VARCHAR(40)" + collation, with(HOSTILE, unicode)).withBad("x'610062'", "x'00'"));
        cases.add(ValueCase.of("CHAR(20)" + collation, "''", "'a'", "' a'", "'a  '", "'NULL'", unicode));
        cases.add(ValueCase.of("VARCHAR(0)" + collation, "''").notInKeys());
        cases.add(ValueCase.of("TINYTEXT" + collation, with(HOSTILE, unicode)).notInKeys());
        cases.add(ValueCase.of("TEXT" + collation, with(HOSTILE, unicode, "REPEAT('x', 60000)"))
                .notInKeys()
                .withBad("x'610062'"));
        cases.add(ValueCase.of("MEDIUMTEXT" + collation, "''", "'a'", "REPEAT('\\\\', 70000)")
                .notInKeys());
        cases.add(ValueCase.of("LONGTEXT" + collation, "''", "'a'", unicode).notInKeys());
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Each set with letters of its own; every single byte is compared elsewhere. */
    private static void characterSets(List<ValueCase> cases, boolean mariaDb) {
        cases.add(text("latin1", "_latin1 x'e48081ff9f'", "'\\\\ \"'"));
        cases.add(text("utf8mb3", "_utf8mb4 x'e282acc3a4'", "'a'"));
        cases.add(text("ascii", "'a'", "x'7f'", "'\\\\'"));
        for (String unicode : new String[] {"utf16", "utf16le", "utf32"}) {
            cases.add(text(unicode, "_utf8mb4 x'f09f9880e282acc3a4'", "'a '", "''", "'\\\\'", "_utf8mb4 x'e4b880'"));
        }
        cases.add(text("ucs2", "_utf8mb4 x'e282acc3a4'", "'a '", "''", "'\\\\'", "_utf8mb4 x'e4b880'"));
        String german = "_utf8mb4 x'c3a4c3b6c39f'";
        for (String west : new String[] {"latin2", "latin5", "latin7", "cp850", "cp1250", "cp1257", "dec8", "hp8"}) {
            cases.add(text(west, german, "'\\\\'"));
        }
        cases.add(text("swe7", "_utf8mb4 x'c3a4c3b6'", "'a'"));
        for (String slavic : new String[] {"cp852", "macce", "keybcs2"}) {
            cases.add(text(slavic, "_utf8mb4 x'c48dc5a1'", "'\\\\'"));
        }
        cases.add(text("macroman", german, "'\\\\'"));
        for (String cyrillic : new String[] {"koi8r", "koi8u", "cp866", "cp1251"}) {
            cases.add(text(cyrillic, "_utf8mb4 x'd18bd196d094'", "_utf8mb4 x'd0b9'"));
        }
        cases.add(text("greek", "_utf8mb4 x'cebbcf8c'", "'\\\\'"));
        cases.add(text("hebrew", "_utf8mb4 x'd7a9d79c'", "'\\\\'"));
        cases.add(text("cp1256", "_utf8mb4 x'd8b3d984'", "'\\\\'"));
        cases.add(text("tis620", "_utf8mb4 x'e0b881e0b882'", "'\\\\'"));
        cases.add(text("armscii8", "_utf8mb4 x'd5a1d5a2'", "'a'"));
        cases.add(text("geostd8", "_utf8mb4 x'e18390e18391'", "'a'"));
        String chinese = "_utf8mb4 x'e4b8ade69687'";
        for (String east : new String[] {"big5", "gbk", "gb2312", "sjis", "cp932", "ujis", "eucjpms"}) {
            cases.add(text(east, chinese, "'\\\\'", "''"));
        }
        cases.add(text("euckr", "_utf8mb4 x'ed959ceab5ad'", "'\\\\'"));
        // Second bytes that are backslashes.
        cases.add(text("sjis", "_utf8mb4 x'e8a1a8e382bd'", "_utf8mb4 x'e883bd'"));
        cases.add(text("big5", "_utf8mb4 x'e58a9f'", "_utf8mb4 x'e8a8b1'"));
        if (!mariaDb) {
            cases.add(text("gb18030", chinese, "_utf8mb4 x'f09f9880'", "_utf8mb4 x'e282ac'"));
        }
        cases.add(ValueCase.of("CHAR(8) CHARACTER SET ucs2", "'a'", "'a  '", "''", "_utf8mb4 x'c4a0'"));
        cases.add(ValueCase.of("CHAR(8) CHARACTER SET utf32", "'a'", "'a  '", "''", "_utf8mb4 x'e28080'"));
        cases.add(ValueCase.of("CHAR(8) CHARACTER SET gbk", "'a'", "'a  '", chinese));
        cases.add(ValueCase.of("TEXT CHARACTER SET utf16", "'a'", "''", "_utf8mb4 x'f09f9880'")
                .notInKeys());
    }

    private static ValueCase text(String characterSet, String... values) {
        return ValueCase.of("VARCHAR(30) CHARACTER SET " + characterSet, values);
    }

    private static void bytes(List<ValueCase> cases) {
        String[] octets = {"''", "x'00'", "x'0000'", "x'ff'", "x'5c5c4e00'", "x'20'", "x'610020'", "x'0a0d09'"};
        cases.add(ValueCase.of("BINARY(8)", octets));
        cases.add(ValueCase.of("BINARY(1)", "x'00'", "x'ff'"));
        cases.add(ValueCase.of("VARBINARY(20)", octets));
        cases.add(ValueCase.of("TINYBLOB", octets).notInKeys());
        cases.add(ValueCase.of("BLOB", with(octets, "REPEAT(x'00ff', 30000)")).notInKeys());
        cases.add(ValueCase.of("MEDIUMBLOB", "''", "REPEAT(x'5c', 70000)").notInKeys());
        cases.add(ValueCase.of("LONGBLOB", octets).notInKeys());
    }

    private static void labels(List<ValueCase> cases) {
        cases.add(ValueCase.of(
                        "ENUM('a','B b','it''s','q\"q','x\\\\y','{,}','NULL') CHARACTER SET utf8mb4",
                        "'a'",
                        "'B b'",
                        "'it''s'",
                        "'q\"q'",
                        "'x\\\\y'",
                        "'{,}'",
                        "'NULL'")
                .withBad("0"));
        cases.add(ValueCase.of("ENUM('','a') CHARACTER SET utf8mb4", "1", "2").withBad("0"));
        cases.add(ValueCase.of("ENUM('a','b') CHARACTER SET ucs2", "'a'", "'b'"));
        cases.add(ValueCase.of("SET('🦎','日','ü') CHARACTER SET utf8mb4", "1", "2", "7"));
        String labels64 = "'1'";
        for (int i = 2; i <= 64; i++) {
            labels64 += ",'" + i + "'";
        }
        cases.add(ValueCase.of("SET(" + labels64 + ") CHARACTER SET utf8mb4", "0", "1", "'64'", "'1,2,64'", "~0"));
        cases.add(ValueCase.of(
                        "SET('a','B b','it''s','q\"q','x\\\\y','{}','NULL') CHARACTER SET utf8mb4",
                        "''",
                        "'a'",
                        "'B b,it''s,q\"q'",
                        "'x\\\\y'",
                        "'{}'",
                        "'NULL'",
                        "127")
                .notInKeys());
        cases.add(ValueCase.of("SET('','a') CHARACTER SET utf8mb4", "0", "1", "2", "3")
                .notInKeys());
        cases.add(
                ValueCase.of("SET('a','b') CHARACTER SET utf16", "'a,b'", "''").notInKeys());
        cases.add(ValueCase.of("ENUM('" + "l".repeat(64) + "','short') CHARACTER SET utf8mb4", "1", "2"));
    }

    private static void json(List<ValueCase> cases, boolean mariaDb) {
        List<String> values = new ArrayList<>(List.of(
                "'{}'",
                "'[]'",
                "'null'",
                "'true'",
                "'\"\"'",
                "'0'",
                "'-0.0'",
                "'1.50'",
                "'18446744073709551615'",
                "'-9223372036854775808'",
                "'1e20'",
                "'18446744073709551616'",
                "'-9223372036854775809'",
                "'1.7976931348623157e308'",
                "'5e-324'",
                "'[1, 2.5, \"x\\\\\\\\y\\\\\"z\", null, {\"k\": [false]}]'",
                "'{\"b\": 1, \"a\": 2, \"aa\": 3, \"\": 4}'",
                "'{\"a\": 1, \"a\": 2}'",
                "'{\"zz\": {\"b\": 1, \"a\": 2, \"b\": [3]}, \"a\": 4, \"zz\": {\"b\": 5, \"a\": 6}}'",
                "'\"\\\\\\\\N \\\\t \\\\u00e4 \\\\ud83d\\\\ude00\"'",
                "CONCAT(REPEAT('[', " + (mariaDb ? 30 : 100) + "), REPEAT(']', " + (mariaDb ? 30 : 100) + "))",
                "CONCAT(REPEAT('{\"a\": [1, ', " + (mariaDb ? 14 : 45) + "), '2', REPEAT(']}', " + (mariaDb ? 14 : 45)
                        + "))",
                "CONCAT('\"', REPEAT('x', 70000), '\"')"));
        if (!mariaDb) {
            values.addAll(List.of(
                    "CAST(CAST('123456789012345678901234567890.123456789' AS DECIMAL(65,30)) AS JSON)",
                    "JSON_OBJECT('d', CAST('2024-02-29' AS DATE), 't', CAST('-10:11:12.5' AS TIME(1)), 'dt',"
                            + " CAST('2024-02-29 01:02:03.000004' AS DATETIME(6)))",
                    "JSON_OBJECT('y', CAST(2024 AS YEAR), 't', CAST('838:59:59.999999' AS TIME(6)), 'n', CAST(-1.50 AS"
                            + " DECIMAL(10,2)), 'ts', TIMESTAMP'1969-12-31 23:59:59.999999')",
                    // As wide as 16 and 32 bits, within what is itself larger than 64 KiB, and not.
                    "JSON_ARRAY(-32769, -32768, 32767, 65535, 65536, -2147483649, 2147483648, 4294967295, 4294967296)",
                    "JSON_OBJECT('s', REPEAT('x', 70000), 'n', JSON_ARRAY(-32769, 65536, 4294967296, true, NULL), 'o',"
                            + " JSON_OBJECT('e', 1e0))",
                    "JSON_ARRAY(x'00ff', b'101', CAST('abc' AS BINARY), ST_GeomFromText('POINT(1 2)'))",
                    "JSON_ARRAY(1e0, 10e0, 1e15, 1e16, 1e-5, 0.1e0 + 0.2e0, 123456789012345678e0)"));
        }
        cases.add(new ValueCase(
                "JSON", values, List.of("'\"a\\\\u0000b\"'", "'{\"k\\\\u0000\": [\"\\\\u0000\"]}'"), false));
    }

    private static void geometry(List<ValueCase> cases) {
        cases.add(ValueCase.of("POINT", "ST_GeomFromText('POINT(1.5 -2.5)')", "ST_GeomFromText('POINT(0 0)')")
                .notInKeys());
        cases.add(ValueCase.of(
                        "GEOMETRY",
                        "ST_GeomFromText('POINT(52 13)', 4326)",
                        "ST_GeomFromText('POLYGON((0 0,0 1,1 1,0 0))')",
                        "ST_GeomFromText('MULTIPOINT(1 2,3 4)')",
                        "ST_GeomFromText('GEOMETRYCOLLECTION(POINT(1 2),LINESTRING(0 0,1 1))')")
                .notInKeys());
        cases.add(ValueCase.of("LINESTRING", "ST_GeomFromText('LINESTRING(0 0,1 1,2 0)')")
                .notInKeys());
    }

    private static void mariaDbOnly(List<ValueCase> cases) {
        cases.add(ValueCase.of("INET4", "'0.0.0.0'", "'255.255.255.255'", "'1.2.3.0'", "'127.0.0.1'"));
        cases.add(ValueCase.of("INET6", "'::'", "'::1'", "'::ffff:1.2.3.4'", "'2001:db8::'", "'fe80::1:0:0:1'"));
        cases.add(ValueCase.of(
                "UUID",
                "'00000000-0000-0000-0000-000000000000'",
                "'ffffffff-ffff-ffff-ffff-ffffffffffff'",
                "'12345678-9abc-7def-8123-456789abcd00'",
                "'12345678-9abc-1def-8123-456789abcdef'"));
        cases.add(new ValueCase(
                "VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin", List.of("'a'"), List.of("_ascii x'6180'"), false));
    }

    private static void mySqlOnly(List<ValueCase> cases) {
        cases.add(ValueCase.of(
                        "VECTOR(3)",
                        "STRING_TO_VECTOR('[0,1.5,-3.4e38]')",
                        "STRING_TO_VECTOR('[1.2e-38,0.1,16777217]')")
                .notInKeys());
    }
}
