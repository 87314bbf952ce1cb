package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import dev.anole.testbed.shop.ShopDatabase;
import dev.anole.testbed.shop.ShopWorkload;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@code detach-replica}: PostgreSQL takes MySQL's place. */
class DetachIT {

    private static final int PRECONDITION = 5;
    private static final int FAILURE = 6;

    private static final String FOREIGN_KEY_VIOLATION = "23503";

    private final Stack stack = Stack.shared();

    private static void refuses(Replica replica, String sqlState, String sql) {
        assertThatThrownBy(() -> replica.postgres(sql.replace("<s>", replica.schema())))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(sqlState));
    }

    private static String value(Replica replica, String sql) throws SQLException {
        return replica.postgresValue(sql.replace("<s>", replica.schema()));
    }

    private static JsonNode document(ReplicaAdmin.Result result) throws Exception {
        return new ObjectMapper().readTree(result.output());
    }

    @Test
    void theShopLivesOnInPostgres() throws Exception {
        try (Replica replica = Replica.create(stack, "shopdetach")) {
            try (Connection mySql = replica.mySql()) {
                ShopDatabase.create(mySql);
            }
            replica.initialise();
            try (ShopWorkload workload = new ShopWorkload(2, 1, replica::mySql)) {
                await().until(() -> workload.transactions() > 200);
            }
            try (Writer writer = new Writer(
                    2_000,
                    () -> replica.mySql(
                            "SET SESSION binlog_transaction_compression = ON",
                            "UPDATE customers SET balance = balance + 1 WHERE id = 5"))) {
                await().until(() -> writer.changes() > 0);
                ReplicaAdmin.Result busy = replica.admin("detach-replica", "--yes");
                assertThat(busy.exitCode()).as(busy.all()).isEqualTo(PRECONDITION);
                assertThat(busy.all()).contains("still written to", "that MySQL has compressed at binlog.", "--now");
            }
            String orders = replica.mySqlValue("SELECT max(id) FROM orders");

            ReplicaAdmin.Result result =
                    replica.adminProcess("detach-replica", "--yes", "--json", "--on-update-triggers");

            assertThat(result.exitCode()).as(result.all()).isZero();
            JsonNode report = document(result);
            assertThat(report.get("foreign_keys")).hasSize(4);
            assertThat(report.get("failures")).isEmpty();
            assertThat(report.get("still_seconds").asDouble()).isPositive();
            for (String table : ShopDatabase.TABLES) {
                assertThat(replica.postgresRows(table)).isEqualTo(replica.mySqlRows(table));
            }
            assertThat(value(replica, "INSERT INTO <s>.orders (customer_id, placed_at) VALUES (1, now()) RETURNING id"))
                    .isEqualTo(Long.toString(Long.parseLong(orders) + 1));
            assertThat(value(
                            replica,
                            "INSERT INTO <s>.customers (email, name, joined_on) VALUES ('n', 'n', now()) RETURNING id"))
                    .isEqualTo("20001");
            refuses(
                    replica,
                    FOREIGN_KEY_VIOLATION,
                    "INSERT INTO <s>.orders (customer_id, placed_at) VALUES (99999, now())");
            refuses(replica, FOREIGN_KEY_VIOLATION, "INSERT INTO <s>.order_lines VALUES (1, 99, 99999, 1, 1)");
            refuses(replica, FOREIGN_KEY_VIOLATION, "INSERT INTO <s>.order_lines VALUES (99999999, 1, 1, 1, 1)");
            refuses(
                    replica,
                    FOREIGN_KEY_VIOLATION,
                    "INSERT INTO <s>.payments (order_id, method, amount) VALUES (99999999, 'card', 1)");
            refuses(replica, FOREIGN_KEY_VIOLATION, "DELETE FROM <s>.customers WHERE id = 1");
            assertThat(
                            value(
                                    replica,
                                    "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated AND connamespace = '<s>'::regnamespace"))
                    .isEqualTo("4");
            String before = value(replica, "SELECT updated_at FROM <s>.customers WHERE id = 7");
            assertThat(value(replica, "UPDATE <s>.customers SET city = city WHERE id = 7 RETURNING updated_at"))
                    .as("nothing changed")
                    .isEqualTo(before);
            assertThat(value(replica, "UPDATE <s>.customers SET city = 'Oslo' WHERE id = 7 RETURNING updated_at"))
                    .isGreaterThan(before);
            assertThat(value(
                            replica,
                            "UPDATE <s>.customers SET city = 'Bergen', updated_at = '2001-01-01 00:00:00+00'"
                                    + " WHERE id = 7 RETURNING updated_at = '2001-01-01 00:00:00+00'"))
                    .isEqualTo("t");
            assertThat(value(replica, "SELECT count(*) FROM anole.sources")).isEqualTo("0");
            ReplicaAdmin.Result again = replica.admin("detach-replica", "--yes");
            assertThat(again.exitCode()).isEqualTo(PRECONDITION);
            assertThat(again.all()).contains("is not registered");
        }
    }

    @Test
    void withoutGtidsItWaitsByFilePosition() throws Exception {
        try (Replica replica = Replica.create(stack, "filedetach", "    gtid_enable: false\n")) {
            detachAmongOthers(replica);
        }
    }

    /** Of a server whose binlog has no GTIDs that are used, and maybe is another vendor's. */
    static void detachAmongOthers(Replica replica) throws Exception {
        replica.mySql(
                "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT NOT NULL)", "INSERT INTO t VALUES (1, 1)");
        replica.initialise();
        replica.mySql(
                "INSERT INTO t VALUES (2, 2)",
                "CREATE DATABASE filedetach_other",
                "CREATE TABLE filedetach_other.t (id INT)");
        Map<String, String> changes = Map.of(
                "ALTER TABLE t COMMENT = 'x'", "a statement on the database " + replica.name(),
                "UPDATE t SET v = v + 1", "a change of " + replica.name() + ".t");
        for (String statement : changes.keySet()) {
            try (Writer writer = new Writer(1_000, () -> replica.mySql(statement, "FLUSH BINARY LOGS"))) {
                await().until(() -> writer.changes() > 0);
                ReplicaAdmin.Result busy = replica.admin("detach-replica", "--yes");
                assertThat(busy.exitCode()).as(busy.all()).isEqualTo(PRECONDITION);
                assertThat(busy.all()).contains("still written to", String.valueOf(changes.get(statement)));
            }
        }
        // Writers to other databases are no matter, though XA is published of them too.
        try (Writer others = new Writer(50, () -> {
            replica.mySqlPrepared("'other'", "INSERT INTO filedetach_other.t VALUES (1)");
            replica.mySql("XA COMMIT 'other'");
        })) {
            await().until(() -> others.changes() > 0);
            replica.succeed("detach-replica", "--yes");
        }
        assertThat(value(replica, "INSERT INTO <s>.t (v) VALUES (3) RETURNING id"))
                .isEqualTo("3");
    }

    @Test
    void whatCannotBeDoneIsSaidAndTheRestIsDone() throws Exception {
        try (Replica replica = Replica.create(
                stack, "partly", "    skip_tables: [<name>.skipped]\n    bad_values: {zero_date: discard_row}\n")) {
            replica.mySql(
                    "CREATE TABLE skipped (id INT PRIMARY KEY)",
                    "CREATE TABLE parents (a INT, b INT, tag ENUM('x', 'y'), PRIMARY KEY (a, b), KEY (tag))",
                    "CREATE TABLE children (id SMALLINT AUTO_INCREMENT PRIMARY KEY, a INT, b INT, parent SMALLINT, skipped INT,"
                            + " CONSTRAINT by_pair FOREIGN KEY (a, b) REFERENCES parents (a, b) ON DELETE CASCADE ON UPDATE"
                            + " CASCADE, CONSTRAINT tree FOREIGN KEY (parent) REFERENCES children (id) ON DELETE SET NULL,"
                            + " CONSTRAINT lost FOREIGN KEY (skipped) REFERENCES skipped (id))",
                    "CREATE TABLE orphans (id INT PRIMARY KEY, a INT, b INT,"
                            + " CONSTRAINT orphaned FOREIGN KEY (a, b) REFERENCES parents (a, b))",
                    "CREATE TABLE counted (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY)",
                    "CREATE TABLE nothing (id INT AUTO_INCREMENT PRIMARY KEY)",
                    "INSERT INTO parents VALUES (1, 1, 'x'), (2, 2, 'y')",
                    "INSERT INTO children (a, b) VALUES (1, 1), (2, NULL)",
                    "INSERT INTO children (a, b, parent) VALUES (1, 1, 1)",
                    "INSERT INTO children VALUES (32767, 1, 1, NULL, NULL)",
                    "INSERT INTO counted VALUES (5), (1000)",
                    "DELETE FROM counted WHERE id = 1000",
                    "CREATE TABLE grouped (g INT, n INT AUTO_INCREMENT, PRIMARY KEY (g, n)) ENGINE = MyISAM",
                    "CREATE TABLE dated (id INT PRIMARY KEY, d DATE)",
                    "SET sql_mode = '', foreign_key_checks = 0",
                    "INSERT INTO dated VALUES (1, '2020-01-01'), (2, '0000-00-00')",
                    "INSERT INTO orphans VALUES (1, 9, 9)");
            replica.initialise();

            ReplicaAdmin.Result result = replica.admin("detach-replica", "--yes", "--json");

            assertThat(result.exitCode()).as(result.all()).isEqualTo(FAILURE);
            String failures = document(result).get("failures").toString();
            assertThat(failures)
                    .contains("lost", "skipped, which is not replicated")
                    .contains("orphaned", "VALIDATE CONSTRAINT")
                    .contains("numbering of " + replica.schema() + ".children.id")
                    .contains("numbering of " + replica.schema() + ".grouped.n", "in each group")
                    .contains("Rows of " + replica.name() + ".dated", "Up to 1 were left out", "--limit 1 ");
            assertThat(document(result).get("failures")).hasSize(5);
            assertThat(document(result).at("/bad_values/0/action").asText()).isEqualTo("discard_row");
            ReplicaAdmin.Result discarded = replica.admin("show-errors", "--discarded");
            assertThat(discarded.exitCode()).as(discarded.all()).isZero();
            assertThat(discarded.output()).contains("0000-00-00");
            ReplicaAdmin.Result dropped = replica.admin("drop-source", "--yes");
            assertThat(dropped.exitCode()).as(dropped.all()).isZero();
            assertThat(dropped.output()).contains("1 rows that were left out");
            assertThat(replica.admin("show-errors", "--discarded").exitCode()).isEqualTo(PRECONDITION);
            replica.postgres("INSERT INTO anole.discarded_rows"
                    + " (source, mysql_database, mysql_table, joining, mysql_column, kind, row) VALUES ('"
                    + replica.name() + "', 'd', 't', false, 'c', 'zero_date', '{}')");
            ReplicaAdmin.Result again = replica.admin("add-source");
            assertThat(again.exitCode()).as(again.all()).isZero();
            assertThat(again.all()).contains("1 rows that were left out of a former source");
            replica.succeed("drop-source", "--yes");
            assertThat(value(replica, "SELECT count(*) FROM anole.discarded_rows"))
                    .isEqualTo("0");
            // Behind the row that MySQL numbered and deleted.
            assertThat(value(replica, "INSERT INTO <s>.counted DEFAULT VALUES RETURNING id"))
                    .isEqualTo("1001");
            assertThat(value(replica, "INSERT INTO <s>.nothing DEFAULT VALUES RETURNING id"))
                    .isEqualTo("1");
            refuses(replica, FOREIGN_KEY_VIOLATION, "INSERT INTO <s>.orphans VALUES (2, 8, 8)");
            replica.postgres("UPDATE " + replica.schema() + ".parents SET a = 5 WHERE a = 1");
            assertThat(value(replica, "SELECT count(*) FROM <s>.children WHERE a = 5"))
                    .isEqualTo("3");
            replica.postgres("DELETE FROM " + replica.schema() + ".children WHERE id = 1");
            assertThat(value(replica, "SELECT count(*) FROM <s>.children WHERE parent IS NULL"))
                    .isEqualTo("3");
            replica.postgres("DELETE FROM " + replica.schema() + ".parents WHERE a = 5");
            assertThat(value(replica, "SELECT count(*) FROM <s>.children")).isEqualTo("1");
        }
    }

    @Test
    void oneThatWasKilledIsRunAgainOrTakenBack() throws Exception {
        try (Replica replica = Replica.create(stack, "killeddetach")) {
            replica.mySql(
                    "CREATE TABLE p (id INT AUTO_INCREMENT PRIMARY KEY)",
                    "CREATE TABLE c (id INT PRIMARY KEY, p INT, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id))",
                    "CREATE TABLE d (id INT PRIMARY KEY, p INT, CONSTRAINT d_p FOREIGN KEY (p) REFERENCES p (id))",
                    "CREATE TABLE e (id INT PRIMARY KEY, at DATETIME ON UPDATE CURRENT_TIMESTAMP)",
                    "CREATE TABLE f (id INT PRIMARY KEY, at DATETIME ON UPDATE CURRENT_TIMESTAMP)",
                    "INSERT INTO p VALUES (1), (2)",
                    "INSERT INTO c VALUES (1, 1)");
            replica.initialise();
            runWaitingFor(
                    "f",
                    replica,
                    "pg_trigger WHERE tgname = 'e_on_update'",
                    RunningAdmin::kill,
                    "--on-update-triggers");
            for (String command : new String[] {"start-replica", "init-replica", "approve-ddl"}) {
                ReplicaAdmin.Result refused = replica.admin(command);
                assertThat(refused.exitCode()).isEqualTo(PRECONDITION);
                assertThat(refused.all()).contains("detach-replica has begun", "--undo");
            }

            assertThat(replica.admin("show-status").all()).contains("detach-replica has begun");
            assertThat(undone(replica)).doesNotContain("0");
            replica.succeed("detach-replica", "--undo");
            assertThat(undone(replica)).containsExactly("0", "0", "0");
            replica.succeed("start-replica");
            replica.mySql("INSERT INTO c VALUES (2, 2)");
            replica.assertEqual("c");
            ReplicaAdmin.Result nothing = replica.admin("detach-replica", "--undo");
            assertThat(nothing.exitCode()).isEqualTo(PRECONDITION);
            assertThat(nothing.all()).contains("No detachment");

            ReplicaAdmin.Result ended =
                    runWaitingFor("d", replica, "pg_constraint WHERE conname = 'c_p'", RunningAdmin::terminate);
            assertThat(ended.exitCode()).isEqualTo(143);
            assertThat(ended.all()).contains("Interrupted", "Run the same command again to go on");
            // PostgreSQL may be written to by now: a number that was given is not given again.
            assertThat(value(replica, "SELECT nextval(pg_get_serial_sequence('<s>.p', 'id'))"))
                    .isEqualTo("3");
            deleteSink(replica);
            ReplicaAdmin.Result late = replica.admin("detach-replica", "--undo");
            assertThat(late.exitCode()).isEqualTo(PRECONDITION);
            assertThat(late.all()).contains("PostgreSQL's own now", "Run detach-replica --now");
            replica.succeed("detach_replica", "--yes");
            assertThat(value(
                            replica,
                            "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint"
                                    + " WHERE contype = 'f' AND convalidated AND connamespace = '<s>'::regnamespace"))
                    .isEqualTo("c_p d_p");
            assertThat(value(replica, "INSERT INTO <s>.p DEFAULT VALUES RETURNING id"))
                    .isEqualTo("4");
        }
    }

    /** As a run does it that has made the tables independent. */
    private void deleteSink(Replica replica) throws Exception {
        HttpRequest delete = HttpRequest.newBuilder(
                        URI.create(stack.worker().restUrl() + "/connectors/" + replica.name() + "-postgres-sink"))
                .DELETE()
                .build();
        await().until(() -> HttpClient.newHttpClient()
                        .send(delete, HttpResponse.BodyHandlers.discarding())
                        .statusCode()
                == 204);
    }

    /** What {@code --undo} has to drop: foreign keys, triggers, and their functions. */
    private static List<String> undone(Replica replica) throws SQLException {
        return List.of(
                value(
                        replica,
                        "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace = '<s>'::regnamespace"),
                value(replica, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%on_update'"),
                value(replica, "SELECT count(*) FROM pg_proc WHERE pronamespace = '<s>'::regnamespace"));
    }

    private interface Meanwhile {
        void run(RunningAdmin detach) throws SQLException;
    }

    /**
     * Runs it in the background, has it wait for a lock on the table, and gives the lock back; returns how it ended.
     *
     * @param there what it has made before it waits
     */
    private static ReplicaAdmin.Result runWaitingFor(
            String table, Replica replica, String there, Meanwhile meanwhile, String... options) throws SQLException {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--yes");
        ReplicaAdmin.Result result;
        try (Connection writer = replica.postgres();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("LOCK TABLE " + replica.schema() + "." + table + " IN ROW EXCLUSIVE MODE");
            try (RunningAdmin detach = replica.adminInBackground("detach-replica", all.toArray(String[]::new))) {
                await().until(() ->
                        value(replica, "SELECT count(*) FROM " + there).equals("1"));
                meanwhile.run(detach);
                writer.rollback();
                result = detach.await(Duration.ofSeconds(30));
            }
        }
        assertThat(value(replica, "SELECT count(*) FROM anole.sources")).isEqualTo("1");
        return result;
    }

    /** By a transaction that MySQL commits when the connectors stand. */
    @Test
    void whatMySqlCommitsMeanwhileIsNotLost() throws Exception {
        try (Replica replica = Replica.create(stack, "late")) {
            replica.mySql(
                    "CREATE TABLE p (id INT PRIMARY KEY)",
                    "CREATE TABLE c (id INT PRIMARY KEY, p INT, CONSTRAINT c_p FOREIGN KEY (p) REFERENCES p (id))",
                    "CREATE TABLE d (id INT PRIMARY KEY, p INT, CONSTRAINT d_p FOREIGN KEY (p) REFERENCES p (id))",
                    "INSERT INTO p VALUES (1)");
            replica.initialise();
            ReplicaAdmin.Result late = runWaitingFor(
                    "d",
                    replica,
                    "pg_constraint WHERE conname = 'c_p'",
                    detach -> replica.mySql("INSERT INTO c VALUES (1, 1)"));
            assertThat(late.exitCode()).as(late.all()).isEqualTo(PRECONDITION);
            assertThat(late.all())
                    .contains("were written to after", "a change of " + replica.name() + ".c at", "--undo", "--now")
                    .doesNotContain("can be written to");
            ReplicaAdmin.Result again = replica.admin("detach-replica", "--yes");
            assertThat(again.exitCode()).isEqualTo(PRECONDITION);
            assertThat(again.all()).contains("has gone on since", "--undo", "--now");

            replica.succeed("detach-replica", "--undo");
            replica.succeed("start-replica");
            replica.assertEqual("c");
            replica.succeed("detach-replica", "--yes");
            assertThat(replica.postgresRows("c")).hasSize(1);
        }
    }

    @Test
    void whatIsBehindIsNotDetachedUnlessItIsWanted() throws Exception {
        try (Replica replica = Replica.create(stack, "behind", "    ddl_policy: {alter_other: hold}\n")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)", "CREATE TABLE h (id INT PRIMARY KEY)");
            replica.register();
            ReplicaAdmin.Result early = replica.admin("detach-replica", "--yes");
            assertThat(early.exitCode()).isEqualTo(PRECONDITION);
            assertThat(early.all()).contains("not copied yet");
            replica.succeed("init-replica", "--start");

            replica.succeed("stop-replica");
            replica.mySql("INSERT INTO t VALUES (1)");
            ReplicaAdmin.Result stopped = replica.admin("detach-replica", "--yes");
            assertThat(stopped.exitCode()).isEqualTo(PRECONDITION);
            assertThat(stopped.all()).contains("is stopped, and lacks", "start-replica");

            replica.succeed("start-replica");
            replica.mySql("ALTER TABLE h ADD COLUMN v INT");
            replica.awaitCaughtUp();
            ReplicaAdmin.Result held = replica.admin("detach-replica", "--yes");
            assertThat(held.exitCode()).isEqualTo(PRECONDITION);
            assertThat(held.all()).contains(replica.name() + ".h (held)", "approve-ddl", "--now");

            replica.succeed("stop-replica");
            replica.mySql("INSERT INTO t VALUES (2)");
            ReplicaAdmin.Result now = replica.admin("detach-replica", "--yes", "--now");
            assertThat(now.exitCode()).isEqualTo(FAILURE);
            assertThat(now.all()).contains("The newest rows of " + replica.schema() + ".h", "was held", "is removed");
            assertThat(replica.postgresRows("t")).hasSize(1);
        }
    }

    /** Does something again and again, and rests in between. */
    private static final class Writer implements AutoCloseable {
        private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        private final AtomicInteger changes = new AtomicInteger();

        Writer(long restMs, Change change) {
            clock.scheduleWithFixedDelay(
                    () -> {
                        try {
                            change.make();
                            changes.incrementAndGet();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    0,
                    restMs,
                    TimeUnit.MILLISECONDS);
        }

        interface Change {
            void make() throws SQLException;
        }

        int changes() {
            return changes.get();
        }

        @Override
        public void close() {
            clock.shutdown();
            await().until(clock::isTerminated);
        }
    }
}
