package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one replica has to get right, change by change. */
class ChangesIT {

    private static Replica replica;

    @BeforeAll
    static void initialise() throws Exception {
        replica = Replica.create(Stack.shared(), "changes");
        replica.mySql(
                "CREATE TABLE seats (id INT PRIMARY KEY, place VARCHAR(20) NOT NULL UNIQUE, guest VARCHAR(20))",
                "INSERT INTO seats VALUES (1, 'window', 'Ada'), (2, 'aisle', 'Bo'), (3, 'middle', 'Cy'), (4, 'jump', NULL)",
                "CREATE TABLE texts (id INT AUTO_INCREMENT PRIMARY KEY, t TEXT, v VARCHAR(200), b VARBINARY(200))",
                """
                CREATE TABLE plain (a BIGINT UNSIGNED NOT NULL, b CHAR(3) NOT NULL, c INT, d DATETIME(6), e DOUBLE,
                  f FLOAT, g DECIMAL(30,10), h JSON, i TIMESTAMP(6) NULL, j TIME(3), k YEAR, l BIT(12), m BIT(1),
                  n ENUM('x','y y',''), o SET('p','q','r'), q DATE, r BINARY(5), s TINYINT UNSIGNED, t MEDIUMINT,
                  u TEXT CHARACTER SET latin1, PRIMARY KEY (b, a))""",
                "CREATE TABLE uniquekey (a INT NOT NULL, b INT, UNIQUE KEY a_key (a))",
                "CREATE TABLE large (id INT PRIMARY KEY, v VARCHAR(300))",
                """
                CREATE TABLE `Weird "Names" äöü` (`select` INT PRIMARY KEY, `Order By` INT, `a-b` INT, `ünï` INT,
                  KEY `idx with space` (`Order By`))""");
        try (Connection mySql = replica.mySql()) {
            insertTexts(mySql);
        }
        insertPlain(1);
        replica.initialise();
    }

    @AfterAll
    static void close() throws Exception {
        replica.close();
    }

    @Test
    void uniqueValuesSwapAndKeysChangeInOneBatch() throws Exception {
        replica.mySqlTransaction(
                // A swap of two unique values.
                "UPDATE seats SET place = 'tmp' WHERE id = 1",
                "UPDATE seats SET place = 'window' WHERE id = 2",
                "UPDATE seats SET place = 'aisle' WHERE id = 1",
                // Deleted, and inserted again under the same key.
                "DELETE FROM seats WHERE id = 3",
                "INSERT INTO seats VALUES (3, 'middle', 'Di')",
                // Another key, and a new row under the old one, which takes the unique value of yet another.
                "UPDATE seats SET id = 5 WHERE id = 4",
                "UPDATE seats SET place = 'galley' WHERE id = 5",
                "INSERT INTO seats VALUES (4, 'jump', 'Ed')",
                // Inserted, changed, and gone.
                "INSERT INTO seats VALUES (6, 'wing', 'Flo')",
                "UPDATE seats SET guest = NULL WHERE id = 6",
                "DELETE FROM seats WHERE id = 6");

        replica.assertEqual("seats");
        assertThat(replica.drifted()).isZero();
    }

    @Test
    void textArrivesAsItIs() throws Exception {
        try (Connection mySql = replica.mySql()) {
            insertTexts(mySql);
        }
        replica.mySql("UPDATE texts SET v = CONCAT(v, ' 🦎') WHERE id % 2 = 0");

        replica.assertEqual("texts");
        assertThat(replica.postgresRows("texts")).hasSize(2 * TEXTS.length);
    }

    private static final String[] TEXTS = {
        "",
        "\\",
        "\\N",
        "NULL",
        "a\tb",
        "a\nb\r\nc",
        "O'Neill said \"hi\"",
        "{1,2}",
        "🦎🐘😀",
        "\u000b\f\b",
        "a\\tb",
        "%s $1",
        "ends with backslash\\",
        "\\\\.",
        "\\.",
        " spaces ",
        "ñandú",
        "\u2028",
        "'; DROP TABLE seats; --"
    };

    private static void insertTexts(Connection mySql) throws Exception {
        try (PreparedStatement insert = mySql.prepareStatement("INSERT INTO texts (t, v, b) VALUES (?, ?, ?)")) {
            for (String text : TEXTS) {
                insert.setString(1, text);
                insert.setString(2, text);
                insert.setBytes(3, (text + "\u0000\u00ff").getBytes(StandardCharsets.ISO_8859_1));
                insert.executeUpdate();
            }
        }
    }

    @Test
    void everyOrdinaryTypeArrivesByCopyAndByStreamAlike() throws Exception {
        insertPlain(2);

        replica.assertEqual("plain");

        replica.mySql("UPDATE plain SET c = c + 1, h = JSON_SET(h, '$.n', 12345678.9), e = -e, f = f / 3");
        replica.assertEqual("plain");
        assertThat(replica.postgresValue(
                        "SELECT count(DISTINCT (h - 'n')::text || e || f || g || d || i || j || q || u) FROM "
                                + replica.name() + ".plain WHERE c = 8"))
                .as("distinct values of the rows that went by copy and by stream")
                .isEqualTo("1");
    }

    /** The same rows but for a part of the key. */
    private static void insertPlain(int part) throws Exception {
        replica.mySql("""
                INSERT INTO plain VALUES (%d, 'a', 7, '2024-02-29 23:59:59.000001', 1.7976931348623157e308, 16777216,
                  -12345678901234567890.0123456789,
                  '{"a": [1, 2.5, "x\\\\"y", null, true], "t": "🦎", "big": 18446744073709551615, "d": 1e20}',
                  '2024-03-31 01:30:00.123456', '23:59:59.999', 2155, b'101010101010', b'1', 'y y', 'p,r', '1000-01-01',
                  'ab', 255, -8388608, 'é€')""".formatted(part), """
                INSERT INTO plain VALUES (18446744073709551615 - %d, 'a', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                  NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)""".formatted(part), """
                INSERT INTO plain VALUES (%d, 'b', -2147483648, '1000-01-01', -0.0000001, 0.1, 0, '[]',
                  '1970-01-01 00:00:01', '00:00:00', 1901, b'0', b'0', 'x', '', '9999-12-31', '', 0, 8388607, '')""".formatted(part));
    }

    @Test
    void namesOfAnyKindWork() throws Exception {
        String table = "Weird \"Names\" äöü";
        replica.mySql(
                "INSERT INTO `Weird \"Names\" äöü` VALUES (1, 2, 3, 4), (5, 6, 7, 8)",
                "UPDATE `Weird \"Names\" äöü` SET `Order By` = 9, `select` = 10 WHERE `select` = 5");

        replica.assertEqual(table);
        assertThat(replica.postgresRows(table)).hasSize(2);
    }

    @Test
    void aUniqueKeyStandsForAPrimaryKey() throws Exception {
        replica.mySql(
                "INSERT INTO uniquekey VALUES (1, 1), (2, 2)",
                "UPDATE uniquekey SET a = 3 WHERE a = 1",
                "DELETE FROM uniquekey WHERE a = 2");

        replica.assertEqual("uniquekey");
    }

    @Test
    void truncateIsReplicatedInOrder() throws Exception {
        replica.mySql(
                "INSERT INTO large VALUES (1, 'before')",
                "TRUNCATE TABLE large",
                "INSERT INTO large VALUES (2, 'after')");

        replica.assertEqual("large");
        assertThat(replica.postgresRows("large")).hasSize(1);
    }

    @Test
    void aTransactionLargerThanTheBatchStaysWhole() throws Exception {
        // Far beyond batch.bytes: it streams through one PostgreSQL transaction.
        replica.mySqlTransaction(
                "SET SESSION cte_max_recursion_depth = 200000",
                "INSERT INTO large WITH RECURSIVE n (i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < 120000)"
                        + " SELECT i, REPEAT('x', 250) FROM n",
                "UPDATE large SET v = CONCAT(id, v) WHERE id BETWEEN 1000 AND 2000",
                "DELETE FROM large WHERE id BETWEEN 1500 AND 1600");

        replica.assertEqual("large");
        assertThat(replica.drifted()).isZero();
    }

    @Test
    void rowsOfAnotherDatabaseStayOut() throws Exception {
        replica.mySql(
                "CREATE DATABASE `" + replica.name() + "_other`",
                "CREATE TABLE `" + replica.name() + "_other`.seats (id INT PRIMARY KEY)",
                "INSERT INTO `" + replica.name() + "_other`.seats VALUES (77)");

        replica.assertEqual("seats");
    }

    @Test
    void theStreamIsReadByTlsAndWithMySqlsOwnAuthentication() throws Exception {
        assertThat(replica.mySqlValue("SELECT GROUP_CONCAT(DISTINCT connection_type) FROM performance_schema.threads"
                        + " WHERE processlist_command LIKE 'Binlog Dump%'"))
                .isEqualTo("SSL/TLS");
        assertThat(replica.mySqlValue("SELECT GROUP_CONCAT(DISTINCT plugin) FROM mysql.user WHERE user = 'root'"))
                .isEqualTo("caching_sha2_password");
    }

    @Test
    void aRowInTheWayOfANewOneIsReplacedAndCounted() throws Exception {
        replica.postgres("INSERT INTO " + replica.name() + ".large VALUES (3000001, 'foreign'), (3000002, 'foreign')");
        long before = replica.drifted();

        replica.mySqlTransaction(
                "INSERT INTO large VALUES (3000001, 'ours'), (3000002, 'ours'), (3000003, 'ours')",
                "UPDATE large SET v = 'changed' WHERE id = 3000003");

        replica.assertEqual("large");
        assertThat(replica.drifted()).isEqualTo(before + 2);
        replica.postgres("UPDATE anole.tables SET drifted = 0");
    }

    @Test
    void driftIsMendedAndCounted() throws Exception {
        replica.mySql("INSERT INTO large VALUES (1000001, 'kept'), (1000002, 'gone'), (1000003, 'a'), (1000004, 'b')");
        replica.awaitCaughtUp();
        replica.postgres(
                "DELETE FROM " + replica.name() + ".large WHERE id IN (1000001, 1000002)",
                "UPDATE " + replica.name() + ".large SET v = 'by somebody else' WHERE id IN (1000003, 1000004)");
        long before = replica.drifted();

        replica.mySql(
                "UPDATE large SET v = 'mended' WHERE id = 1000001",
                "DELETE FROM large WHERE id = 1000002",
                "UPDATE large SET v = 'mended' WHERE id = 1000003",
                "DELETE FROM large WHERE id = 1000004");

        replica.assertEqual("large");
        assertThat(replica.drifted()).isEqualTo(before + 4);
        assertThat(replica.admin("show-status").all())
                .contains("Rows mended (drift)", replica.name() + ".large: " + (before + 4));
        replica.postgres("UPDATE anole.tables SET drifted = 0");
    }
}
