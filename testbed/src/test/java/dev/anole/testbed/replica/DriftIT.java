package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What somebody else writes to the replica is noticed when a change of MySQL meets it, and nothing else is. */
class DriftIT {

    private final Stack stack = Stack.shared();

    @Test
    void noValueOfAnyTypeIsTakenForDrift() throws Exception {
        try (Replica replica = Replica.create(stack, "values")) {
            replica.mySql("""
                    CREATE TABLE t (id INT PRIMARY KEY, touched INT, f FLOAT, d DOUBLE, n DECIMAL(30, 10), b BIT(9),
                      flag BIT(1), c CHAR(10), v VARCHAR(50) CHARACTER SET latin1, bin BINARY(6), l LONGTEXT,
                      j JSON, dt DATETIME(6) NULL, ts TIMESTAMP(3) NULL, da DATE NULL, t TIME(2), y YEAR,
                      e ENUM('', 'a', 'ü'), s SET('x', 'y'), u BIGINT UNSIGNED)""");
            String values = """
                    0, 16777216.0, 1e-300, 12345.6789, b'101010101', b'1', 'a ', 'ü', x'610000', REPEAT('😀', 9),
                    '{"b": 1.10, "a": [12345678.9, 1e100, "x", null, true, -0.0]}', '2026-01-02 03:04:05.678901',
                    '2026-01-02 03:04:05.678', '2026-01-02', '23:59:59.99', 0, 'ü', 'x,y',
                    18446744073709551615""";
            replica.mySql(
                    "SET SESSION sql_mode = ''",
                    "INSERT INTO t VALUES (1, " + values + ")",
                    "INSERT INTO t (id, touched) VALUES (2, 0)");
            replica.initialise();
            replica.mySql("INSERT INTO t VALUES (3, " + values + ")", "INSERT INTO t (id, touched) VALUES (4, 0)");
            replica.awaitCaughtUp();

            replica.mySql("UPDATE t SET touched = 1", "UPDATE t SET f = f * 3, d = d / 7, n = n + 1");
            replica.mySql("UPDATE t SET touched = 2", "DELETE FROM t WHERE id IN (1, 4)");

            replica.awaitCaughtUp();
            assertThat(replica.postgresValue(
                            "SELECT string_agg(id || ':' || touched, ',' ORDER BY id) FROM " + replica.name() + ".t"))
                    .isEqualTo("2:2,3:2");
            assertThat(replica.drifted()).isZero();
        }
    }

    @Test
    void driftIsAnErrorWhereSoConfigured() throws Exception {
        String settings = "    on_drift: error\n    on_error_replay: continue\n";
        try (Replica replica = Replica.create(stack, "drift", settings)) {
            replica.mySql(
                    "CREATE TABLE touched (a INT, b VARCHAR(9), v INT, PRIMARY KEY (a, b))",
                    "CREATE TABLE untouched (id INT PRIMARY KEY)",
                    "INSERT INTO touched VALUES (1, 'x', 1), (2, 'y', 2)");
            replica.initialise();
            replica.postgres("UPDATE " + replica.name() + ".touched SET v = 9 WHERE a = 2");

            replica.mySqlTransaction("UPDATE touched SET v = v + 1 ORDER BY a", "INSERT INTO untouched VALUES (1)");

            replica.assertEqual("untouched");
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                            replica.postgresValue("SELECT reason FROM anole.tables WHERE state = 'disabled'"))
                    .contains(replica.name() + ".touched", "(a=2, b=y)", "GTID"));
            assertThat(replica.postgresRows("touched"))
                    .as("what somebody else wrote, for the operator to look at")
                    .anyMatch(row -> row.contains("9"));
        }
    }
}
