package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tables in which nothing but all its values tells a row from others. On servers of its own, since it kills the worker. */
class KeylessIT {

    private static final int ROWS = Boolean.getBoolean("anole.full") ? 500_000 : 6_000;

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.start("keyless", MySqlOptions.defaults(), ConnectWorkerOptions.defaults());
    }

    @AfterAll
    static void end() {
        stack.close();
    }

    @Test
    void everyRowIsFoundByAllItsValues() throws Exception {
        try (Replica replica = Replica.create(stack, "bag")) {
            replica.mySql(
                    """
                    CREATE TABLE bag (i INT, t VARCHAR(10), c CHAR(5), n DECIMAL(10, 2), d DOUBLE, f FLOAT, j JSON,
                      s SET('x', 'y', 'z'), e ENUM('one', 'two'), b BIT(5), bl BLOB, ts TIMESTAMP(3) NULL,
                      dt DATETIME(6), da DATE, ti TIME(2), v VECTOR(3), g POINT, UNIQUE (i, t))""",
                    row(1, "x"),
                    row(2, "y"),
                    "INSERT INTO bag (n) VALUES (1.10)",
                    "INSERT INTO bag (n) VALUES (1.10)",
                    "INSERT INTO bag () VALUES ()",
                    "INSERT INTO bag () VALUES ()",
                    "INSERT INTO bag () VALUES ()",
                    "INSERT INTO bag (t) VALUES (''), (NULL)");
            replica.initialise();

            replica.mySql(
                    row(3, "streamed"),
                    "UPDATE bag SET e = 'two' WHERE i = 1",
                    "DELETE FROM bag WHERE i = 2",
                    "UPDATE bag SET n = 2 WHERE n = 1.10 LIMIT 1",
                    "DELETE FROM bag WHERE i IS NULL AND t IS NULL AND n IS NULL AND s IS NULL LIMIT 2",
                    "UPDATE bag SET t = NULL, s = '' WHERE t = ''",
                    "INSERT INTO bag (j) VALUES ('{\"a\": [1.0, 1e3, \"\\u00e9\"]}'), ('{\"a\": [1.0, 1e3, \"\\u00e9\"]}')",
                    "DELETE FROM bag WHERE j->'$.a[0]' = 1.0 LIMIT 1",
                    "UPDATE bag SET f = 0.1, d = 0.1, b = b'101' WHERE i = 3",
                    "DELETE FROM bag WHERE i = 3",
                    "DELETE FROM bag WHERE i = 1");
            replica.mySqlTransaction(
                    "INSERT INTO bag (t, bl) VALUES ('same', x'00ff'), ('same', x'00ff'), ('same', x'00ff')",
                    "UPDATE bag SET t = 'other' WHERE t = 'same' LIMIT 1",
                    "UPDATE bag SET t = 'same' WHERE t = 'other'",
                    "DELETE FROM bag WHERE t = 'same' LIMIT 1");

            replica.assertEqual("bag");
            assertThat(replica.drifted()).isZero();
            assertThat(replica.postgresValue("SELECT count(*) FROM " + replica.name() + ".bag"))
                    .isNotEqualTo("0");
        }
    }

    private static String row(int i, String t) {
        return "INSERT INTO bag VALUES (" + i + ", '" + t + "', 'c  ', 12.30, 1e100, 1.1,"
                + " '{\"b\": 1, \"a\": [1.50, null, true]}', 'x,z', 'one', b'10001', x'00ff5c', '2024-02-29 12:00:00.125',"
                + " '2024-02-29 12:00:00.000001', '2024-02-29', '23:59:59.99', STRING_TO_VECTOR('[1,2.5,-3]'),"
                + " ST_GeomFromText('POINT(1 2)'))";
    }

    /** Two values of MySQL's that are one in PostgreSQL: each row still leaves with its own. */
    @Test
    void rowsThatBecomeEqualLeaveOneByOne() throws Exception {
        try (Replica replica = Replica.create(stack, "equal")) {
            replica.mySql(
                    "CREATE TABLE bag (t VARCHAR(10), n INT)",
                    "INSERT INTO bag VALUES ('a\\0', 1), ('a', 1), ('\\0a', 1)");
            replica.initialise();
            String count = "SELECT count(*) FROM " + replica.name() + ".bag WHERE t = 'a'";
            assertThat(replica.postgresValue(count)).isEqualTo("3");

            replica.mySqlTransaction(
                    "DELETE FROM bag WHERE HEX(t) = '6100'",
                    "INSERT INTO bag VALUES ('a', 1)",
                    "UPDATE bag SET n = 2 WHERE HEX(t) = '0061'",
                    "DELETE FROM bag WHERE n = 2");

            replica.assertEqual("bag");
            assertThat(replica.drifted()).isZero();
        }
    }

    @Test
    void manyRowsInOneTransaction() throws Exception {
        try (Replica replica = Replica.create(stack, "many")) {
            replica.mySql(
                    "CREATE TABLE plain (a INT, b VARCHAR(20))",
                    "CREATE TABLE indexed (a INT NOT NULL, b VARCHAR(20), KEY (a), KEY (b))");
            replica.initialise();
            for (String table : List.of("plain", "indexed")) {
                fill(replica, table);
                replica.mySqlTransaction(
                        "UPDATE " + table + " SET b = 'changed' WHERE a % 2 = 0",
                        "DELETE FROM " + table + " WHERE a % 3 = 0",
                        "INSERT INTO " + table + " SELECT * FROM " + table + " WHERE a % 5 = 0",
                        "DELETE FROM " + table + " WHERE b = 'changed' LIMIT 1000");
            }

            replica.assertEqual("plain", "indexed");
            assertThat(replica.drifted()).isZero();
        }
    }

    private static void fill(Replica replica, String table) throws SQLException {
        replica.mySql(
                "SET SESSION cte_max_recursion_depth = 1000000",
                "INSERT INTO " + table + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + ROWS + ") SELECT i % 500, IF(i % 7 = 0, NULL, CONCAT('row ', i % 11)) FROM n");
    }

    @Test
    void copiesUnderLoadAndAKilledWorkerLeaveEachRowOnce() throws Exception {
        try (Replica replica = Replica.create(stack, "load")) {
            underLoad(replica, () -> {
                replica.succeed("sync-tables", "--tables", names(replica));
                for (int kill = 0; kill < 2; kill++) {
                    replica.mySql("INSERT INTO plain SELECT * FROM plain LIMIT 2000");
                    stack.worker().kill();
                    stack.worker().start();
                    replica.awaitCaughtUp(Duration.ofMinutes(2));
                }
            });
        }
    }

    @Test
    void copiesUnderLoadAreExactWithoutGtidsToo() throws Exception {
        try (Replica replica = Replica.create(stack, "nogtids", "    gtid_enable: false\n")) {
            underLoad(replica, () -> replica.succeed("sync-tables", "--tables", names(replica)));
        }
    }

    private static String names(Replica replica) {
        return replica.name() + ".plain," + replica.name() + ".indexed";
    }

    private interface Work {
        void run() throws Exception;
    }

    /** The replica is initialised under load too. */
    private static void underLoad(Replica replica, Work work) throws Exception {
        replica.mySql(
                "CREATE TABLE plain (a INT, b VARCHAR(20))",
                "CREATE TABLE indexed (a INT NOT NULL, b VARCHAR(20), KEY (a))");
        fill(replica, "plain");
        fill(replica, "indexed");
        AtomicBoolean open = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Integer>> writers = new ArrayList<>();
        try {
            for (int i = 0; i < 2; i++) {
                Random random = new Random(i);
                writers.add(threads.submit(() -> write(replica, random, open)));
            }
            replica.initialise();
            work.run();
        } finally {
            open.set(false);
            threads.shutdown();
        }
        for (Future<Integer> writer : writers) {
            assertThat(writer.get()).as("transactions of a writer").isGreaterThan(10);
        }
        replica.awaitCaughtUp(Duration.ofMinutes(2));
        replica.assertEqual("plain", "indexed");
        assertThat(replica.drifted()).isZero();
    }

    /** Few values, so that most rows have equals; returns how many transactions it committed. */
    private static int write(Replica replica, Random random, AtomicBoolean open) throws SQLException {
        int committed = 0;
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            mySql.setAutoCommit(false);
            while (open.get()) {
                String table = random.nextBoolean() ? "plain" : "indexed";
                int a = random.nextInt(500);
                try {
                    for (int change = 0; change < 3; change++) {
                        statement.execute(
                                switch (random.nextInt(4)) {
                                    case 0 ->
                                        "INSERT INTO " + table + " VALUES (" + a + ", 'new'), (" + a + ", 'new'), (" + a
                                                + ", NULL)";
                                    case 1 -> "UPDATE " + table + " SET b = 'changed' WHERE a = " + a + " LIMIT 1";
                                    case 2 ->
                                        "UPDATE " + table + " SET a = a + 1, b = NULL WHERE a = " + a + " LIMIT 2";
                                    default -> "DELETE FROM " + table + " WHERE a = " + a + " LIMIT 2";
                                });
                    }
                    if (random.nextInt(5) == 0) {
                        mySql.rollback();
                    } else {
                        mySql.commit();
                        committed++;
                    }
                } catch (SQLTransactionRollbackException e) {
                    // The other writer holds the rows.
                    mySql.rollback();
                }
            }
        }
        return committed;
    }

    @Test
    void aGeneratedInvisiblePrimaryKeyIsTheKey() throws Exception {
        try (Replica replica = Replica.create(stack, "gipk")) {
            replica.mySql(
                    "SET SESSION sql_generate_invisible_primary_key = ON",
                    "CREATE TABLE t (a INT, b VARCHAR(20))",
                    "INSERT INTO t (a, b) VALUES (1, 'x'), (1, 'x'), (NULL, NULL)");
            replica.initialise();

            replica.mySql(
                    "UPDATE t SET b = 'y' WHERE a = 1 LIMIT 1",
                    "INSERT INTO t (a, b) VALUES (1, 'x')",
                    "DELETE FROM t WHERE b = 'x' LIMIT 1");

            replica.assertEqual("t");
            assertThat(replica.drifted()).isZero();
            assertThat(replica.postgresValue("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'p'"
                            + " AND conrelid = '" + replica.name() + ".t'::regclass"))
                    .isEqualTo("PRIMARY KEY (my_row_id)");
        }
    }

    @Test
    void aRowThatIsNotThereIsDrift() throws Exception {
        try (Replica replica = Replica.create(stack, "drifting")) {
            replica.mySql("CREATE TABLE bag (a INT)", "INSERT INTO bag VALUES (1), (1), (2), (2)");
            replica.initialise();
            String bag = replica.name() + ".bag";
            replica.postgres(
                    "DELETE FROM " + bag + " WHERE ctid = (SELECT min(ctid) FROM " + bag + " WHERE a = 1)",
                    "UPDATE " + bag + " SET a = 3 WHERE a = 2");

            replica.mySqlTransaction("DELETE FROM bag WHERE a = 1", "UPDATE bag SET a = 4 WHERE a = 2 LIMIT 1");
            replica.awaitCaughtUp();

            assertThat(replica.postgresRows("bag")).containsExactly("3\u0001", "3\u0001", "4\u0001");
            assertThat(replica.drifted()).isEqualTo(2);
        }
    }

    @Test
    void saysWhichPrivilegeIsMissing() throws Exception {
        try (Replica replica = Replica.create(stack, "nolock")) {
            replica.mySql(
                    "CREATE TABLE bag (a INT)",
                    "CREATE USER nolock IDENTIFIED BY 'secret'",
                    "GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO nolock",
                    "GRANT SELECT ON " + replica.name() + ".* TO nolock");
            Path file = replica.configure("");
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace(
                                    "      user: " + stack.mySql().user() + "\n      password: '"
                                            + stack.mySql().password() + "'",
                                    "      user: nolock\n      password: 'secret'"));
            replica.register();

            ReplicaAdmin.Result result = replica.admin("init-replica");

            assertThat(result.exitCode()).isNotZero();
            assertThat(result.all())
                    .contains("may not lock the table (LOCK TABLES … READ)")
                    .contains("GRANT LOCK TABLES ON `" + replica.name() + "`.*");
        }
    }
}
