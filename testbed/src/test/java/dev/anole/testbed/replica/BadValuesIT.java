package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of values that PostgreSQL cannot hold, by each policy, in the copy and in the stream. */
class BadValuesIT {

    private static final String COUNTS = "SELECT concat_ws(' ', mysql_table, mysql_column, kind, action, occurrences)"
            + " FROM anole.bad_values WHERE NOT joining ORDER BY 1";

    private final Stack stack = Stack.shared();

    private static void mySql(Replica replica, String... statements) throws SQLException {
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES'");
            statement.execute("SET cte_max_recursion_depth = 20000");
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void byDefaultRowsStayAndEachDecisionIsCounted() throws SQLException {
        try (Replica replica = Replica.create(stack, "kept")) {
            mySql(
                    replica,
                    "CREATE TABLE t (id INT PRIMARY KEY, d DATE NOT NULL, ti TIME NOT NULL, s VARCHAR(9) NOT NULL,"
                            + " g VARCHAR(9) CHARACTER SET cp1251, j JSON, e ENUM('a') NOT NULL)",
                    insert(1));
            replica.initialise();
            mySql(replica, insert(2), "UPDATE t SET s = 'x' WHERE id = 1");
            replica.awaitCaughtUp();

            assertThat(Lines.of(replica, "SELECT concat_ws('|', id, d, ti, s, g, j, e) FROM <schema>.t ORDER BY id"))
                    .containsExactly("1|x|a\ufffd|[\"xy\"]", "2|ab|a\ufffd|[\"xy\"]");
            // An update counts what it changes.
            assertThat(Lines.of(replica, COUNTS))
                    .containsExactly(
                            "t d zero_date null 2",
                            "t e enum_index_zero null 2",
                            "t g invalid_text replace 2",
                            "t j nul_character replace 2",
                            "t s nul_character replace 2",
                            "t ti time_out_of_range null 2");
            assertThat(replica.admin("show-status").all())
                    .contains("Values that PostgreSQL lacks", "time out of range", "replaced");
            assertThat(replica.drifted()).isZero();

            replica.succeed("sync-tables", "--tables", replica.name() + ".t");
            assertThat(Lines.of(replica, COUNTS))
                    .as("those of the copy of before are gone")
                    .contains("t d zero_date null 2");
        }
    }

    /** A day that February lacks, a negative time, NUL, a byte that is no
     * character, NUL in JSON, no label. */
    private static String insert(int id) {
        return "INSERT INTO t VALUES (" + id
                + ", '2023-02-30', '-10:00:00', 'a\\0b', _cp1251 x'6198', '[\"x\\\\u0000y\"]', 0)";
    }

    @Test
    void discardedRowsAreRecordedAndComeBackWhenTheyAreMended() throws SQLException {
        String policies = """
                    bad_values:
                      zero_date: discard_row
                      key: discard_row
                """;
        try (Replica replica = Replica.create(stack, "discarded", policies)) {
            mySql(
                    replica,
                    "CREATE TABLE t (id VARCHAR(9) PRIMARY KEY, d DATE, v INT)",
                    "CREATE TABLE bag (d DATE, v INT)",
                    "INSERT INTO t VALUES ('1', '2020-01-01', 1), ('2', '0000-00-00', 2), ('3\\0', '2020-01-01', 3)",
                    "INSERT INTO bag VALUES ('2020-01-01', 1), ('2020-01-00', 2)");
            replica.initialise();
            assertThat(ids(replica)).containsExactly("1");

            mySql(
                    replica,
                    "INSERT INTO t VALUES ('4', '0000-00-00', 4), ('5', '2020-01-01', 5), ('6\\0', '2020-01-01', 6)",
                    "UPDATE t SET d = '0000-00-00' WHERE id = '1'",
                    "UPDATE t SET d = '2020-02-02' WHERE id = '2'",
                    "UPDATE t SET v = 44 WHERE id = '4'",
                    "UPDATE t SET id = '3' WHERE v = 3",
                    "DELETE FROM t WHERE v IN (6, 44)",
                    "UPDATE bag SET d = '2020-01-02' WHERE v = 2",
                    "UPDATE bag SET d = '2020-01-00' WHERE v = 1");
            replica.awaitCaughtUp();

            assertThat(ids(replica)).containsExactly("2", "3", "5");
            assertThat(Lines.of(replica, "SELECT v FROM <schema>.bag")).containsExactly("2");
            assertThat(replica.drifted()).isZero();
            assertThat(Lines.of(
                            replica,
                            "SELECT concat_ws(' ', mysql_table, mysql_column, kind, position IS NULL, row ->> 'v')"
                                    + " FROM anole.discarded_rows ORDER BY id"))
                    .containsExactlyInAnyOrder(
                            "t d zero_date t 2",
                            "t id nul_character t 3",
                            "bag d zero_date t 2",
                            "t d zero_date f 4",
                            "t id nul_character f 6",
                            "t d zero_date f 1",
                            "t d zero_date f 44",
                            "bag d zero_date f 1");
            assertThat(Lines.of(replica, "SELECT row FROM anole.discarded_rows WHERE row ->> 'v' = '6'"))
                    .containsExactly("{\"d\": \"2020-01-01\", \"v\": \"6\", \"id\": \"0x3600\"}");
            assertThat(replica.admin("show-errors").all())
                    .contains("Rows left out", "zero date", "nul", "copied", "GTID");
            assertThat(replica.admin("show-errors", "--discarded", "--json").all())
                    .contains("0x3600", "\"kind\" : \"nul_character\"");
            assertThat(replica.admin("show-status").all()).contains("row left out");

            mySql(replica, "UPDATE t SET d = '2020-03-03' WHERE id = '1'");
            replica.awaitCaughtUp();
            assertThat(ids(replica)).containsExactly("1", "2", "3", "5");
        }
    }

    private static List<String> ids(Replica replica) throws SQLException {
        return Lines.of(replica, "SELECT id FROM <schema>.t ORDER BY id");
    }

    /** Larger than the sink holds in memory, and parked until their commit. */
    @Test
    void rowsAreLeftOutOfLargeAndOfPreparedTransactionsToo() throws SQLException {
        String policies = """
                    replica_batch_size: 20
                    bad_values: {zero_date: discard_row}
                """;
        try (Replica replica = Replica.create(stack, "largebad", policies)) {
            mySql(
                    replica,
                    "CREATE TABLE t (id INT PRIMARY KEY, d DATE, v INT)",
                    "CREATE TABLE bag (id INT, d DATE, v INT)");
            replica.initialise();
            for (String table : List.of("t", "bag")) {
                mySql(
                        replica,
                        "START TRANSACTION",
                        insertMany(table, 0),
                        "UPDATE " + table
                                + " SET d = IF(id % 2 = 0, '2020-02-02', '0000-00-00'), v = 1 WHERE id % 5 = 0",
                        "DELETE FROM " + table + " WHERE id % 11 = 0",
                        "COMMIT",
                        "XA START '" + table + "'",
                        insertMany(table, 20_000),
                        "UPDATE " + table + " SET d = IF(d = 0, '2021-01-01', '0000-00-00') WHERE id % 3 = 0",
                        "XA END '" + table + "'",
                        "XA PREPARE '" + table + "'",
                        "XA COMMIT '" + table + "'");
            }
            replica.awaitCaughtUp();

            for (String table : List.of("t", "bag")) {
                String sql = "SELECT CONCAT_WS(' ', COUNT(*), SUM(id), SUM(v), MIN(d), MAX(d)) FROM " + replica.name()
                        + "." + table;
                assertThat(Lines.of(replica, sql)).containsExactly(replica.mySqlValue(sql + " WHERE d <> 0"));
            }
            assertThat(replica.drifted()).isZero();
        }
    }

    private static String insertMany(String table, int from) {
        return "INSERT INTO " + table + " WITH RECURSIVE n (id) AS (SELECT " + (from + 1)
                + " UNION ALL SELECT id + 1 FROM n WHERE id < " + (from + 10_000)
                + ") SELECT id, IF(id % 7 = 0, '0000-00-00', '2020-01-01'), id % 100 FROM n";
    }

    @Test
    void aKeysValueFailsNamingItAndAnotherPolicyGoesOn() throws SQLException {
        try (Replica replica = Replica.create(stack, "failing")) {
            mySql(
                    replica,
                    "CREATE TABLE t (id VARCHAR(9) PRIMARY KEY, d DATE)",
                    "INSERT INTO t VALUES ('1', '2020-01-01')");
            replica.initialise();
            mySql(replica, "INSERT INTO t VALUES ('2\\0', '2020-01-01')", "INSERT INTO t VALUES ('3', '2020-01-01')");

            await().atMost(Duration.ofSeconds(60)).until(() -> replica.admin("show-status")
                    .all()
                    .contains("column id (varchar(9)) belongs to the key and holds a NUL character"));
            assertThat(replica.admin("show-errors").all()).contains("bad_values: {key: discard_row}");
            assertThat(ids(replica)).containsExactly("1");

            replica.configure("    bad_values: {key: discard_row}\n");
            ReplicaAdmin.Result start = replica.admin("start-replica");
            assertThat(start.exitCode()).as(start.all()).isZero();
            assertThat(start.all()).contains("bad_values has changed for " + replica.name() + ".t");
            replica.awaitCaughtUp();
            assertThat(ids(replica)).containsExactly("1", "3");
        }
    }

    @Test
    void aPolicyThatWritesNullTakesNotNullAway() throws SQLException {
        try (Replica replica = Replica.create(stack, "strict", "    bad_values: {zero_date: fail}\n")) {
            mySql(
                    replica,
                    "CREATE TABLE t (id INT PRIMARY KEY, d DATE NOT NULL, CONSTRAINT dated CHECK (d IS NOT NULL))",
                    "INSERT INTO t VALUES (1, '2020-01-01')");
            replica.initialise();
            assertThat(replica.postgresValue("SELECT attnotnull FROM pg_attribute WHERE attrelid = '" + replica.name()
                            + ".t'::regclass AND attname = 'd'"))
                    .isEqualTo("t");
            mySql(replica, "INSERT INTO t VALUES (2, '0000-00-00')");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> replica.admin("show-status").all().contains("a zero, partial or impossible date"));

            replica.configure("");
            replica.succeed("start-replica");
            replica.awaitCaughtUp();
            assertThat(Lines.of(replica, "SELECT concat_ws('|', id, d) FROM <schema>.t ORDER BY id"))
                    .containsExactly("1|2020-01-01", "2");
        }
    }

    @Test
    void rowsThatAnotherPolicyWroteStayUntilTheTableIsCopiedAgain() throws SQLException {
        try (Replica replica = Replica.create(stack, "changed")) {
            mySql(
                    replica,
                    "CREATE TABLE t (id INT PRIMARY KEY, d DATE)",
                    "CREATE TABLE bag (id INT, d DATE)",
                    "INSERT INTO t VALUES (1, '0000-00-00'), (2, '0000-00-00'), (3, '2020-01-01')",
                    "INSERT INTO bag VALUES (1, '0000-00-00'), (2, '0000-00-00')");
            replica.initialise();
            replica.configure("    bad_values: {zero_date: discard_row}\n");
            assertThat(replica.admin("start-replica").all()).contains("keeps what it was copied with", "sync-tables");

            mySql(
                    replica,
                    "DELETE FROM t WHERE id = 1",
                    "UPDATE t SET d = '2020-01-02' WHERE id = 2",
                    "UPDATE t SET d = '0000-00-00' WHERE id = 3",
                    "DELETE FROM bag WHERE id = 1",
                    "UPDATE bag SET d = '2020-01-02' WHERE id = 2");
            replica.awaitCaughtUp();
            assertThat(Lines.of(replica, "SELECT concat_ws('|', id, d) FROM <schema>.t ORDER BY id"))
                    .containsExactly("2|2020-01-02", "3");
            assertThat(Lines.of(replica, "SELECT concat_ws('|', id, d) FROM <schema>.bag"))
                    .containsExactly("2|2020-01-02");
            assertThat(replica.drifted()).isZero();

            replica.succeed("sync-tables", "--tables", replica.name() + ".t");
            assertThat(ids(replica)).containsExactly("2");
        }
    }

    @Test
    void theCopyFailsNamingColumnAndRemedy() throws SQLException {
        try (Replica replica = Replica.create(stack, "refused", "    bad_values: {time_out_of_range: fail}\n")) {
            mySql(replica, "CREATE TABLE t (id INT PRIMARY KEY, ti TIME)", "INSERT INTO t VALUES (1, '100:00:00')");
            replica.register();
            ReplicaAdmin.Result copy = replica.admin("init-replica");
            assertThat(copy.exitCode()).isNotZero();
            assertThat(copy.all())
                    .contains("column ti (time) holds a time outside of a day")
                    .contains("bad_values: {time_out_of_range: ...}");
        }
    }
}
