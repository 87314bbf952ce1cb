package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** DDL that the operator does not want, or not without being asked: {@code ddl_policy} and {@code approve-ddl}. */
class DdlPolicyIT {

    private static final int PRECONDITION = 5;
    private static final int FAILURE = 6;

    /** Rows that are more than one batch. */
    private static final int MANY = 60_000;

    private final Stack stack = Stack.shared();

    private static String state(Replica replica, String table) throws SQLException {
        return replica.postgresValue(
                "SELECT coalesce(max(state), 'none') FROM anole.tables WHERE mysql_table = '" + table + "'");
    }

    private static String value(Replica replica, String query) throws SQLException {
        return replica.postgresValue(query.replace("<schema>", replica.schema()));
    }

    private static String columns(Replica replica, String table) throws SQLException {
        return replica.postgresValue("SELECT string_agg(column_name, ' ' ORDER BY column_name)"
                + " FROM information_schema.columns WHERE table_schema = '" + replica.schema()
                + "' AND table_name = '" + table + "'");
    }

    private static void create(Replica replica, String... tables) throws SQLException {
        for (String table : tables) {
            replica.mySql(
                    "CREATE TABLE " + table + " (id INT PRIMARY KEY, a INT, b VARCHAR(20))",
                    "INSERT INTO " + table + " VALUES (1, 1, 'one'), (2, 2, 'two')");
        }
    }

    @Test
    void whatIsHeldStandsStillUntilItIsApproved() throws Exception {
        String policy = "    ddl_policy: {alter_destructive: hold, drop: hold, rename: hold, create: hold}\n";
        try (Replica replica = Replica.create(stack, "held", policy)) {
            create(replica, "h", "other", "d", "again", "r", "s", "lost");
            replica.initialise();
            String before = replica.postgresRows("h").toString();

            replica.mySql(
                    "ALTER TABLE h DROP COLUMN b",
                    "INSERT INTO h (id, a) VALUES (3, 3)",
                    "UPDATE other SET a = 10",
                    "ALTER TABLE h ADD COLUMN c INT NOT NULL DEFAULT 5",
                    "UPDATE h SET c = id, id = id + 10 WHERE id = 1",
                    "ALTER TABLE h MODIFY a TINYINT",
                    "INSERT INTO h VALUES (4, 4, 4)",
                    "CREATE TABLE made (id INT PRIMARY KEY, v INT)",
                    "INSERT INTO made VALUES (1, 1)",
                    "UPDATE made SET v = 2",
                    "DROP TABLE d",
                    "DROP TABLE again",
                    "CREATE TABLE again (id BIGINT PRIMARY KEY)",
                    "INSERT INTO again VALUES (7)",
                    "RENAME TABLE r TO tmp, s TO r, tmp TO s",
                    "UPDATE r SET b = 'was s'",
                    "INSERT INTO s VALUES (5, 5, 'was r')");
            replica.assertEqual("other");

            for (String table : new String[] {"h", "made", "d", "r", "s"}) {
                assertThat(state(replica, table)).as(table).isEqualTo("held");
            }
            assertThat(replica.postgresRows("h")).hasToString(before);
            assertThat(state(replica, "again")).isEqualTo("disabled");
            assertThat(replica.admin("show-status", "--json").all())
                    .contains("ALTER TABLE h DROP COLUMN b", "approve-ddl");
            ReplicaAdmin.Result notHeld = replica.admin("approve-ddl", "--tables", replica.name() + ".other");
            assertThat(notHeld.exitCode()).isEqualTo(PRECONDITION);
            assertThat(notHeld.all()).contains("is not held", replica.name() + ".h");

            ReplicaAdmin.Result first = replica.adminProcess("approve-ddl", "--tables", replica.name() + ".h");
            assertThat(first.all()).contains("Applied ALTER TABLE h DROP COLUMN b", "a later statement");
            assertThat(columns(replica, "h")).isEqualTo("a c id");
            assertThat(state(replica, "h")).isEqualTo("held");
            try (TableLoad load = new TableLoad(
                    replica,
                    1,
                    3,
                    random -> "INSERT INTO h VALUES (" + (100 + random.nextInt(200))
                            + ", 1, 2) ON DUPLICATE KEY UPDATE c = c + 1")) {
                replica.succeed("approve-ddl");
                assertThat(load.statements()).isPositive();
            }
            replica.assertEqual("h", "made", "r", "s");
            assertThat(state(replica, "d")).isEqualTo("none");
            assertThat(value(replica, "SELECT to_regclass('<schema>.d') IS NULL"))
                    .isEqualTo("t");
            replica.succeed("sync-tables", "--tables", "disabled");
            replica.assertEqual("again");
            assertThat(replica.drifted()).isZero();

            replica.mySql("ALTER TABLE lost DROP COLUMN b", "INSERT INTO lost VALUES (9, 9)");
            replica.awaitCaughtUp();
            forget(replica);
            ReplicaAdmin.Result lost = replica.admin("approve-ddl");
            assertThat(lost.exitCode()).isEqualTo(FAILURE);
            assertThat(lost.all()).contains("has lost the changes", "sync-tables");
            replica.succeed("sync-tables", "--tables", replica.name() + ".lost");
            replica.assertEqual("lost");
        }
    }

    @Test
    void whatIsHeldTwiceIsApprovedTwice() throws Exception {
        String policy = "    ddl_policy: {alter_destructive: hold, drop: hold, rename: hold, create: hold}\n";
        try (Replica replica = Replica.create(stack, "heldtwice", policy)) {
            create(replica, "p", "q", "gone");
            replica.mySql("CREATE TABLE parent (id INT PRIMARY KEY)", "INSERT INTO parent VALUES (1), (2), (3)");
            replica.mySql("CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, v INT,"
                    + " FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE)");
            replica.mySql("INSERT INTO child VALUES (1, 1, 1), (2, 2, 2), (3, 3, 3)");
            replica.initialise();

            String swap = "RENAME TABLE p TO tmp, q TO p, tmp TO q";
            replica.mySql(
                    swap,
                    "INSERT INTO p VALUES (3, 3, 'was q')",
                    swap,
                    "UPDATE p SET b = 'was p' WHERE id = 1",
                    "ALTER TABLE gone DROP COLUMN b",
                    "INSERT INTO gone VALUES (3, 3)",
                    "DROP TABLE gone",
                    "ALTER TABLE child DROP COLUMN v",
                    "DELETE FROM parent WHERE id = 2",
                    "UPDATE child SET id = 30 WHERE id = 3");
            try (Connection connection = replica.mySql();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET cte_max_recursion_depth = 1000000");
                statement.execute("CREATE TABLE large (KEY (i)) AS WITH RECURSIVE n (i) AS"
                        + " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + MANY
                        + ") SELECT i, REPEAT('x', 200) AS v FROM n");
            }
            replica.mySql("UPDATE large SET v = 'y' WHERE i <= 3");
            replica.awaitCaughtUp();
            for (String table : new String[] {"p", "q", "gone", "child", "large"}) {
                assertThat(state(replica, table)).as(table).isEqualTo("held");
            }

            ReplicaAdmin.Result first = replica.admin("approve-ddl");
            assertThat(first.exitCode()).as(first.all()).isZero();
            for (String table : new String[] {"p", "q", "gone"}) {
                assertThat(state(replica, table)).as(table).isEqualTo("held");
            }
            assertThat(replica.postgresRows("p")).hasSize(3);
            replica.succeed("approve-ddl");

            replica.assertEqual("p", "q", "child", "parent", "large");
            assertThat(replica.mySqlRows("large")).hasSize(MANY);
            assertThat(state(replica, "gone")).isEqualTo("none");
            assertThat(value(replica, "SELECT to_regclass('<schema>.gone') IS NULL"))
                    .isEqualTo("t");
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
        }
    }

    @Test
    void whatComesBehindAHeldStatement() throws Exception {
        try (Replica replica = Replica.create(stack, "heldchild", "    ddl_policy: {alter_destructive: hold}\n")) {
            replica.mySql(
                    "CREATE TABLE parent (id INT PRIMARY KEY)",
                    "INSERT INTO parent VALUES (1), (2)",
                    "CREATE TABLE child (id INT PRIMARY KEY, parent_id INT, v INT,"
                            + " FOREIGN KEY (parent_id) REFERENCES parent (id) ON DELETE CASCADE)",
                    "INSERT INTO child VALUES (1, 1, 1), (2, 2, 2)",
                    "CREATE TABLE labelled (id INT PRIMARY KEY, e ENUM('a','b'), v INT)",
                    "INSERT INTO labelled VALUES (1, 'a', 1)");
            replica.initialise();

            // An online schema change is not held, but for its swap.
            replica.mySql(
                    "CREATE TABLE _parent_gho LIKE parent",
                    "ALTER TABLE _parent_gho ADD COLUMN v INT, DROP PRIMARY KEY, ADD PRIMARY KEY (id)",
                    "ALTER TABLE _parent_gho DROP COLUMN v, ADD COLUMN w INT DEFAULT 4",
                    "INSERT INTO _parent_gho SELECT id, 4 FROM parent");
            replica.assertEqual("_parent_gho");
            replica.mySql("DROP TABLE _parent_gho");

            // PostgreSQL has a label only after the transaction that has added it.
            replica.mySql(
                    "ALTER TABLE labelled DROP COLUMN v",
                    "ALTER TABLE labelled MODIFY e ENUM('a','b','c')",
                    "INSERT INTO labelled VALUES (2, 'c')");
            replica.awaitCaughtUp();
            replica.succeed("approve-ddl");
            replica.assertEqual("labelled");

            replica.mySql(
                    "ALTER TABLE child DROP COLUMN v",
                    "DELETE FROM parent WHERE id = 1",
                    "RENAME TABLE parent TO ancestor",
                    "DELETE FROM ancestor WHERE id = 2");
            replica.assertEqual("ancestor");

            assertThat(replica.postgresValue(
                            "SELECT state || ': ' || reason FROM anole.tables" + " WHERE mysql_table = 'child'"))
                    .contains("disabled", "MySQL renamed", replica.name() + ".parent", "awaited approval");
            replica.succeed("sync-tables", "--tables", "disabled");
            replica.assertEqual("child");
            replica.assertNothingLeft();
        }
    }

    /** As a short retention does. */
    private void forget(Replica replica) throws Exception {
        try (Admin kafka = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()))) {
            long end = Long.parseLong(replica.postgresValue("SELECT next_offset FROM anole.positions"));
            kafka.deleteRecords(Map.of(
                            new TopicPartition(replica.name() + ".changes", 0), RecordsToDelete.beforeOffset(end)))
                    .all()
                    .get();
        }
    }

    @Test
    void anApprovalThatIsKilledIsGoneOnWith() throws Exception {
        try (Replica replica = Replica.create(stack, "heldkill", "    ddl_policy: {alter_destructive: hold}\n")) {
            create(replica, "h");
            replica.initialise();
            replica.mySql("ALTER TABLE h DROP COLUMN b");
            for (int i = 0; i < 20; i++) {
                replica.mySql(
                        "INSERT INTO h WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
                                + " SELECT 1000 + " + i + " * 1000 + i, i FROM n");
            }
            replica.mySql("UPDATE h SET id = -id");
            replica.awaitCaughtUp();

            try (RunningAdmin admin = replica.adminInBackground("approve-ddl")) {
                await().atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(5))
                        .until(() -> columns(replica, "h").equals("a id") || !admin.isRunning());
                admin.kill();
            }
            ReplicaAdmin.Result result = replica.admin("approve-ddl");

            assertThat(result.exitCode()).as(result.all()).isZero();
            assertThat(state(replica, "h")).isEqualTo("replicating");
            replica.assertEqual("h");
            assertThat(replica.drifted()).isZero();
        }
    }

    @Test
    void whatIsIgnoredLeavesPostgresAsItIs() throws Exception {
        String policy = "    ddl_policy: {create: ignore, drop: ignore, rename: ignore, truncate: ignore,"
                + " alter_destructive: ignore, alter_other: ignore}\n";
        try (Replica replica = Replica.create(stack, "ignored", policy)) {
            create(replica, "emptied", "indexed", "narrowed", "moved", "dropped");
            replica.initialise();

            replica.mySql(
                    "TRUNCATE emptied",
                    "INSERT INTO emptied VALUES (3, 3, 'three')",
                    "ALTER TABLE indexed ADD KEY (a), COMMENT 'nobody reads this'",
                    "INSERT INTO indexed VALUES (3, 3, 'three')",
                    "ALTER TABLE narrowed DROP COLUMN b",
                    "INSERT INTO narrowed VALUES (3, 3)",
                    "RENAME TABLE moved TO moved_away",
                    "DROP TABLE dropped",
                    "CREATE TABLE made (id INT PRIMARY KEY)",
                    "INSERT INTO made VALUES (1)");
            replica.assertEqual("indexed");

            assertThat(value(replica, "SELECT count(*) FROM <schema>.emptied")).isEqualTo("3");
            assertThat(value(
                            replica,
                            "SELECT count(*) FROM pg_indexes WHERE schemaname = '<schema>' AND tablename ="
                                    + " 'indexed'"))
                    .isEqualTo("1");
            assertThat(state(replica, "narrowed")).isEqualTo("disabled");
            assertThat(state(replica, "moved")).isEqualTo("disabled");
            assertThat(state(replica, "dropped")).isEqualTo("none");
            for (String table : new String[] {"narrowed", "moved", "dropped"}) {
                assertThat(value(replica, "SELECT count(*) FROM <schema>." + table))
                        .as(table)
                        .isEqualTo("2");
            }
            assertThat(value(replica, "SELECT to_regclass('<schema>.made') IS NULL"))
                    .isEqualTo("t");
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.schema_changes WHERE outcome LIKE 'ignored%'"))
                    .isEqualTo("6");
            assertThat(replica.admin("show-status", "--json").all()).contains("ddl_policy ignores that");
        }
    }
}
