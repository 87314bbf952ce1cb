package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What foreign keys do to other rows arrives, whether the server logs it or not, and just once. */
class CascadesIT {

    private static final String[] TABLES = {
        "grand", "parent", "child", "line", "leaf", "both_of_them", "badge", "tagged", "tree", "plain"
    };

    /** Each statement may cost the replica a dozen of its own. */
    private static final int PACE_MS = 50;

    private final AtomicInteger mark = new AtomicInteger();

    @Test
    void arriveOnceFromAServerThatLogsThem() throws Exception {
        arrive(Stack.shared(), true);
    }

    @Test
    void arriveFromMySqlWithNativeForeignKeys() throws Exception {
        MySqlOptions options = MySqlOptions.defaults().with("--innodb_native_foreign_keys=ON");
        try (Stack stack = Stack.start("CascadesIT-native", options, ConnectWorkerOptions.defaults())) {
            arrive(stack, false);
            joinUnderLoad(stack);
            refuseWhatCannotBeExact(stack);
        }
    }

    @Test
    void arriveFromMariaDb() throws Exception {
        MySqlOptions options = MySqlOptions.defaults().withFlavour(MySqlOptions.Flavour.MARIADB);
        try (Stack stack = Stack.start("CascadesIT-mariadb", options, ConnectWorkerOptions.defaults())) {
            arrive(stack, false);
            joinUnderLoad(stack);
            try (Replica replica = Replica.create(stack, "mariadetach")) {
                DetachIT.detachAmongOthers(replica);
            }
        }
    }

    private void arrive(Stack stack, boolean logged) throws Exception {
        try (Replica replica = Replica.create(stack, "cascades")) {
            create(replica);
            fill(replica, 1);
            replica.initialise();
            assertEqual(replica);

            // As they come, then all of them waiting, so that many share a batch.
            change(replica, 1, logged);
            changePrepared(replica, 1, logged);
            assertEqual(replica);
            replica.succeed("stop-replica");
            fill(replica, 100_000);
            change(replica, 100_000, logged);
            changePrepared(replica, 100_000, logged);
            replica.succeed("start-replica");
            assertEqual(replica);

            Connectors connectors = new Connectors(stack.worker());
            connectors.change(replica.name() + "-postgres-sink", Map.of("batch.bytes", "20000"));
            fill(replica, 200_000);
            replica.mySqlTransaction(
                    "UPDATE parent SET " + (logged ? "v = v + 1" : "id = id + 50000") + " WHERE id > 200000",
                    "UPDATE line SET v = v + 1 WHERE parent_id > 250000",
                    "INSERT INTO plain SELECT id, REPEAT('x', 200) FROM grand WHERE id > 200000",
                    "DELETE FROM grand WHERE id BETWEEN 200001 AND 200300",
                    "UPDATE child SET v = v + 1 WHERE id > 200000",
                    "INSERT INTO plain SELECT id + 1000000, REPEAT('x', 200) FROM grand WHERE id > 200000",
                    "DELETE FROM grand WHERE id BETWEEN 200301 AND 200500");
            changePrepared(replica, 200_400, logged);
            assertEqual(replica);

            assertThat(replica.postgresValue("SELECT count(*) FROM anole.tables WHERE state <> 'replicating'"))
                    .isEqualTo("0");
            assertThat(replica.drifted()).isZero();
            assertThat(replica.mySqlValue("SELECT COUNT(*) FROM child WHERE parent_id IS NULL"))
                    .as("children that a cascade has set to NULL")
                    .isNotEqualTo("0");
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.prepared_transactions"))
                    .as("transactions that are parked")
                    .isEqualTo("0");
            if (!logged) {
                assertThat(replica.postgresValue("SELECT deleted > 0 FROM anole.tables WHERE mysql_table = 'leaf'"))
                        .as("leaves that were deleted by the sink alone")
                        .isEqualTo("t");
            }
        }
    }

    private static void create(Replica replica) throws SQLException {
        replica.mySql(
                """
                CREATE TABLE grand (id INT PRIMARY KEY, code CHAR(12) COLLATE utf8mb4_bin NOT NULL UNIQUE,
                  tag VARBINARY(12) NULL UNIQUE, v INT) CHARSET utf8mb4""",
                """
                CREATE TABLE parent (id INT PRIMARY KEY, grand_id INT, v INT, FOREIGN KEY (grand_id)
                  REFERENCES grand (id) ON DELETE CASCADE ON UPDATE CASCADE)""",
                """
                CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, v INT, FOREIGN KEY (parent_id)
                  REFERENCES parent (id) ON DELETE SET NULL ON UPDATE CASCADE)""",
                """
                CREATE TABLE line (parent_id INT, no DECIMAL(5,2), v INT, PRIMARY KEY (parent_id, no), FOREIGN KEY (parent_id)
                  REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE)""",
                """
                CREATE TABLE leaf (id INT PRIMARY KEY, parent_id INT, no DECIMAL(5,2), v INT, FOREIGN KEY (parent_id, no)
                  REFERENCES line (parent_id, no) ON DELETE CASCADE ON UPDATE CASCADE)""",
                """
                CREATE TABLE both_of_them (id INT PRIMARY KEY, grand_id INT, parent_id INT,
                  FOREIGN KEY (grand_id) REFERENCES grand (id) ON DELETE CASCADE ON UPDATE SET NULL,
                  FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE SET NULL ON UPDATE CASCADE)""",
                """
                CREATE TABLE badge (id INT PRIMARY KEY, code CHAR(12) COLLATE utf8mb4_bin, FOREIGN KEY (code)
                  REFERENCES grand (code) ON DELETE SET NULL ON UPDATE CASCADE) CHARSET utf8mb4""",
                """
                CREATE TABLE tagged (id INT PRIMARY KEY, tag VARBINARY(12), FOREIGN KEY (tag)
                  REFERENCES grand (tag) ON DELETE CASCADE ON UPDATE SET NULL)""",
                """
                CREATE TABLE tree (id INT PRIMARY KEY, up INT, v INT, FOREIGN KEY (up) REFERENCES tree (id)
                  ON DELETE CASCADE)""",
                "CREATE TABLE plain (id INT PRIMARY KEY, v VARCHAR(300))",
                "CREATE TABLE marks (id INT PRIMARY KEY)");
    }

    /** 600 families from that number on. */
    private static void fill(Replica replica, int from) throws SQLException {
        String numbers = "(SELECT a.n * 25 + b.n + " + from + " AS n FROM (WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL"
                + " SELECT n + 1 FROM s WHERE n < 23) SELECT n FROM s) a, (WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL"
                + " SELECT n + 1 FROM s WHERE n < 24) SELECT n FROM s) b) f";
        replica.mySql(
                "INSERT INTO grand SELECT n, CONCAT('c', n), IF(n % 7 = 0, NULL, CONCAT('t', n)), 0 FROM " + numbers,
                "INSERT INTO parent SELECT n, IF(n % 11 = 0, NULL, n), 0 FROM " + numbers,
                "INSERT INTO child SELECT n, n, 0 FROM " + numbers,
                "INSERT INTO line SELECT n, 1, 0 FROM " + numbers,
                "INSERT INTO line SELECT n, 2.5, 0 FROM " + numbers,
                "INSERT INTO leaf SELECT n, n, IF(n % 5 = 0, NULL, 2.5), 0 FROM " + numbers,
                "INSERT INTO both_of_them SELECT n, n, n FROM " + numbers,
                "INSERT INTO badge SELECT n, CONCAT('c', n) FROM " + numbers,
                "INSERT INTO tagged SELECT n, IF(n % 7 = 0, NULL, CONCAT('t', n)) FROM " + numbers,
                "INSERT INTO tree SELECT n, IF(n = " + from + ", NULL, GREATEST(" + from + ", n - 60)), 0 FROM "
                        + numbers + " ORDER BY n");
    }

    /** What MySQL's SQL layer refuses by itself has no effect on either side. */
    private static void attempt(Replica replica, boolean mayRefuse, String... statements) throws SQLException {
        for (String sql : statements) {
            try {
                replica.mySql(sql);
            } catch (SQLIntegrityConstraintViolationException e) {
                assertThat(mayRefuse).as(sql + ": " + e.getMessage()).isTrue();
            }
        }
    }

    private static void change(Replica replica, int from, boolean logged) throws SQLException {
        attempt(
                replica,
                logged,
                "DELETE FROM grand WHERE id = " + (from + 1),
                "UPDATE grand SET id = id + 1000 WHERE id BETWEEN " + (from + 2) + " AND " + (from + 9),
                "UPDATE grand SET v = v + 1 WHERE id >= " + from,
                "UPDATE parent SET v = v + 1, id = id + 1000 WHERE id BETWEEN " + (from + 5) + " AND " + (from + 30),
                // Each takes the place of the next.
                "UPDATE parent SET id = id + 1 WHERE id BETWEEN " + (from + 560) + " AND " + (from + 599)
                        + " ORDER BY id DESC",
                "UPDATE grand SET code = CONCAT('d', id), tag = NULL WHERE id BETWEEN " + (from + 40) + " AND "
                        + (from + 60),
                // The same row twice in one statement.
                "INSERT INTO parent (id, v) VALUES (" + (from + 70) + ", 1), (" + (from + 2070)
                        + ", 1) ON DUPLICATE KEY UPDATE id = id + 2000",
                "REPLACE INTO parent VALUES (" + (from + 71) + ", NULL, 7)",
                "DELETE FROM tree WHERE id = " + (from + 61));
        replica.mySqlTransaction(
                "UPDATE child SET v = v + 1 WHERE id BETWEEN " + (from + 80) + " AND " + (from + 99),
                "UPDATE line SET v = v + 1 WHERE parent_id BETWEEN " + (from + 80) + " AND " + (from + 99),
                "DELETE FROM grand WHERE id BETWEEN " + (from + 80) + " AND " + (from + 85),
                "UPDATE child SET v = v + 1 WHERE id BETWEEN " + (from + 80) + " AND " + (from + 99),
                // Back again under the same keys.
                "INSERT INTO grand VALUES (" + (from + 80) + ", 'back" + from + "', NULL, 9)",
                "INSERT INTO parent VALUES (" + (from + 80) + ", " + (from + 80) + ", 9)",
                "INSERT INTO line VALUES (" + (from + 80) + ", 1, 9)",
                "UPDATE child SET parent_id = " + (from + 80) + " WHERE id = " + (from + 83),
                // Born and gone in one transaction, with children.
                "INSERT INTO grand VALUES (" + (from + 9000) + ", 'g" + from + "', NULL, 9)",
                "INSERT INTO parent VALUES (" + (from + 9000) + ", " + (from + 9000) + ", 9)",
                "INSERT INTO line VALUES (" + (from + 9000) + ", 1, 9)",
                "INSERT INTO child VALUES (" + (from + 9000) + ", " + (from + 9000) + ", 9)",
                "DELETE FROM grand WHERE id = " + (from + 9000));
        // Without checks nothing cascades: orphans stay, on both sides.
        replica.mySql(
                "SET SESSION foreign_key_checks = 0",
                "DELETE FROM grand WHERE id BETWEEN " + (from + 100) + " AND " + (from + 110),
                "UPDATE parent SET id = id + 5000 WHERE id BETWEEN " + (from + 111) + " AND " + (from + 120),
                "SET SESSION foreign_key_checks = 1",
                "UPDATE parent SET id = id - 5000 WHERE id BETWEEN " + (from + 5111) + " AND " + (from + 5115));
        replica.mySql(
                "DELETE parent, child FROM parent JOIN child ON child.parent_id = parent.id WHERE parent.id BETWEEN "
                        + (from + 130) + " AND " + (from + 135),
                "DELETE FROM grand WHERE id BETWEEN " + (from + 200) + " AND " + (from + 500));
        for (int i = 510; i < 540; i++) {
            replica.mySql(
                    "DELETE FROM grand WHERE id = " + (from + i),
                    "UPDATE child SET v = v + 1 WHERE id = " + (from + i));
        }
    }

    /** Prepared transactions with cascades end behind other changes; families from 140 to 169 are needed. */
    private static void changePrepared(Replica replica, int from, boolean logged) throws SQLException {
        replica.mySqlPrepared(
                "'cascades'",
                "UPDATE child SET v = v + 1 WHERE id = " + (from + 140),
                "DELETE FROM grand WHERE id = " + (from + 140),
                logged
                        ? "UPDATE grand SET v = v + 1 WHERE id = " + (from + 142)
                        : "UPDATE grand SET id = id + 3000 WHERE id = " + (from + 142),
                // More than the smallest batch.
                "INSERT INTO plain WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 200)"
                        + " SELECT n + "
                        + (2_000_000 + from) + ", REPEAT('x', 200) FROM s",
                // Born and gone, with children.
                "INSERT INTO grand VALUES (" + (from + 9300) + ", 'x" + from + "', NULL, 9)",
                "INSERT INTO parent VALUES (" + (from + 9300) + ", " + (from + 9300) + ", 9)",
                "INSERT INTO line VALUES (" + (from + 9300) + ", 1, 9)",
                "DELETE FROM grand WHERE id = " + (from + 9300),
                "SET SESSION foreign_key_checks = 0",
                "DELETE FROM grand WHERE id = " + (from + 144),
                "SET SESSION foreign_key_checks = 1",
                "DELETE FROM grand WHERE id = " + (from + 146));
        replica.mySqlPrepared("'cascades, undone'", "DELETE FROM grand WHERE id = " + (from + 150));
        replica.mySql(
                "UPDATE child SET v = v + 1 WHERE id = " + (from + 160),
                "DELETE FROM grand WHERE id = " + (from + 162),
                "UPDATE line SET v = v + 1 WHERE parent_id = " + (from + 164),
                "XA COMMIT 'cascades'",
                "XA ROLLBACK 'cascades, undone'",
                "UPDATE child SET v = v + 1 WHERE id BETWEEN " + (from + 140) + " AND " + (from + 151),
                "DELETE FROM grand WHERE id = " + (from + 151));
    }

    /** Families are torn apart while their tables are copied, by commands that are killed and run again. */
    private void joinUnderLoad(Stack stack) throws Exception {
        try (Replica replica = Replica.create(stack, "joining")) {
            create(replica);
            for (int from = 1; from < 12_000; from += 600) {
                fill(replica, from);
            }
            replica.register();
            try (JoinGate gate = new JoinGate(replica);
                    TableLoad load = new TableLoad(replica, 3, 1, CascadesIT::tear, PACE_MS)) {
                gate.killAt("leaf", JoinGate.GROUP_BEGUN, "init-replica", "--start");
                gate.shut("leaf", JoinGate.GROUP_COPIED);
                try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
                    gate.awaitArrival("leaf");
                    // The copies lack these: their snapshots are older.
                    long before = load.statements();
                    await().until(() -> load.statements() > before + 50);
                    gate.open("leaf");
                    ReplicaAdmin.Result result = admin.await(Duration.ofSeconds(90));
                    assertThat(result.exitCode()).as(result.all()).isZero();
                }
                copyAnew(replica, gate);
            }
            assertEqual(replica);
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
        }
    }

    /** With one table, those that only join together with it are copied too, or none. */
    private static void copyAnew(Replica replica, JoinGate gate) throws SQLException {
        String schema = replica.name();
        String[] tables = {"--tables", schema + ".grand"};
        replica.postgres("CREATE MATERIALIZED VIEW " + schema + ".m AS SELECT count(*) FROM " + schema + ".leaf");
        ReplicaAdmin.Result refused = replica.admin("sync-tables", tables);
        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(5);
        assertThat(refused.errors())
                .contains("Foreign keys connect", schema + ".leaf: materialized view " + schema + ".m");
        replica.postgres("DROP MATERIALIZED VIEW " + schema + ".m");

        String oid = "SELECT '" + schema + ".leaf'::regclass::oid";
        String oldTable = replica.postgresValue(oid);
        gate.killAt("leaf", JoinGate.SWAPPING, "sync-tables", tables);
        // Its session holds the old tables, and finds that its client is gone as soon as it may go on.
        gate.open("leaf");
        assertThat(replica.postgresValue(oid)).as("still the old table").isEqualTo(oldTable);

        replica.succeed("sync-tables", tables);

        assertThat(replica.postgresValue(oid)).as("the new table").isNotEqualTo(oldTable);
    }

    private static String tear(Random random) {
        int id = 1 + random.nextInt(12_000);
        int other = 1 + random.nextInt(12_000);
        return switch (random.nextInt(8)) {
            case 0 -> "DELETE FROM grand WHERE id = " + id;
            case 1 -> "INSERT INTO grand VALUES (" + id + ", 'x" + id + "', 't" + id + "', 1)";
            case 2 -> "UPDATE parent SET id = " + (40_000 + other) + " WHERE id = " + id;
            case 3 -> "UPDATE child SET parent_id = " + other + " WHERE id = " + id;
            case 4 -> "INSERT INTO parent VALUES (" + id + ", " + other + ", 1)";
            case 5 -> "INSERT INTO line VALUES (" + id + ", 3, 1)";
            case 6 -> "DELETE FROM tree WHERE id = " + (11_000 + random.nextInt(1_000));
            default -> "UPDATE grand SET code = 'y" + id + "', tag = 'u" + id + "' WHERE id = " + id;
        };
    }

    private static void refuseWhatCannotBeExact(Stack stack) throws SQLException {
        try (Replica replica = Replica.create(stack, "refused")) {
            replica.mySql(
                    "CREATE TABLE a (code VARCHAR(8) PRIMARY KEY) COLLATE utf8mb4_general_ci",
                    "CREATE TABLE b (id INT PRIMARY KEY, code VARCHAR(8), CONSTRAINT b_a FOREIGN KEY (code) REFERENCES"
                            + " a (code) ON DELETE CASCADE) COLLATE utf8mb4_general_ci");
            replica.register();

            assertThat(replica.admin("init-replica", "--start")).satisfies(result -> {
                assertThat(result.exitCode()).isNotZero();
                assertThat(result.all())
                        .contains("b_a of " + replica.name() + ".b: MySQL compares its column code (varchar(8) COLLATE"
                                + " utf8mb4_general_ci)")
                        .contains("skip_tables");
            });
        }
    }

    /** Waits for a row that is written now, and compares every table. */
    private void assertEqual(Replica replica) throws SQLException {
        int id = mark.incrementAndGet();
        replica.mySql("INSERT INTO marks VALUES (" + id + ")");
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .failFast("a table is disabled", () -> replica.postgresValue(
                                "SELECT count(*) FROM anole.tables WHERE state = 'disabled'")
                        .equals("1"))
                .until(() -> replica.postgresValue("SELECT count(*) FROM " + replica.name() + ".marks WHERE id = " + id)
                        .equals("1"));
        for (String table : List.of(TABLES)) {
            assertThat(replica.postgresRows(table))
                    .as("rows of %s in PostgreSQL", table)
                    .isEqualTo(replica.mySqlRows(table));
        }
    }
}
