package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What happens to whole servers: what time or a person heals there goes on without a failed task, and lost binlogs are
 * told. On servers of its own, since others would suffer.
 */
class HealingIT {

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.start("healing", MySqlOptions.defaults(), ConnectWorkerOptions.defaults());
    }

    @AfterAll
    static void end() {
        stack.close();
    }

    private static OperatorView view(Replica replica) {
        return new OperatorView(replica, stack.worker());
    }

    @Test
    void restartsAndLostSessionsAndAFullDiskNeedNoRestartOfTheReplica() throws Exception {
        try (Replica replica = Replica.create(stack, "heal")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v TEXT)");
            replica.initialise();
            try (StateWatch watch = new StateWatch(replica, stack.worker())) {
                stack.postgres().restart();
                replica.mySql("INSERT INTO t (id) VALUES (5001)");
                replica.assertEqual("t");

                stack.mySql().restart();
                replica.mySql("INSERT INTO t (id) VALUES (5002)");
                replica.assertEqual("t");

                replica.postgres("SELECT pg_terminate_backend(backend_pid) FROM anole.positions");
                replica.mySql("INSERT INTO t (id) VALUES (5003)");
                replica.assertEqual("t");

                deadlockTheSink(replica);
                replica.assertEqual("t");

                assertThat(watch.seen()).containsExactly("RUNNING");
                aFullDiskOfPostgresIsToldAndWaitedFor(replica, watch);
            }
        }
    }

    /** The sink waits first, so that PostgreSQL ends its transaction, not this one. */
    private static void deadlockTheSink(Replica replica) throws SQLException {
        try (Connection other = replica.postgres();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT 1 FROM " + replica.name() + ".t WHERE id = 5001 FOR UPDATE");
            replica.mySql("UPDATE t SET v = 'changed' WHERE id = 5001");
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> replica.postgresValue("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE application_name LIKE 'anole sink%' AND wait_event_type = 'Lock'")
                            .equals("1"));

            statement.execute("SELECT 1 FROM anole.positions FOR UPDATE");
            other.rollback();
        }
    }

    private void aFullDiskOfPostgresIsToldAndWaitedFor(Replica replica, StateWatch watch) throws Exception {
        OperatorView view = view(replica);
        try (SmallDisk disk = SmallDisk.mount(4)) {
            replica.postgres(
                    "CREATE TABLESPACE small LOCATION '" + disk.folder() + "'",
                    "ALTER TABLE " + replica.name() + ".t SET TABLESPACE small");
            for (int part = 0; part < 4; part++) {
                replica.mySql(
                        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 999)"
                                + " SELECT i + 1000 * " + part + ", HEX(RANDOM_BYTES(1000)) FROM n");
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> isWaiting(replica));
            view.showsProblem("No space left on device", "SQLSTATE 53100", "since ", "Free disk space");
            assertThat(replica.admin("show-errors", "--json").all())
                    .contains("No space left on device", "\"sqlstate\" : \"53100\"", "binlog.", "Free disk space");
            disk.grow(64);

            replica.assertEqual("t");
            assertThat(watch.seen()).containsExactly("RUNNING");
            assertThat(isWaiting(replica)).isFalse();
            assertThat(replica.admin("show-status").all()).contains("running well");
            replica.postgres("ALTER TABLE " + replica.name() + ".t SET TABLESPACE pg_default", "DROP TABLESPACE small");
        }
    }

    private static boolean isWaiting(Replica replica) throws SQLException {
        return replica.postgresValue("SELECT count(waiting_for) FROM anole.positions")
                .equals("1");
    }

    @Test
    void purgedBinlogsAndAServerThatWasReset() throws Exception {
        try (Replica replica = Replica.create(stack, "purged")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
            replica.initialise();
            replica.succeed("stop-replica");
            replica.mySql("INSERT INTO t VALUES (1)", "FLUSH BINARY LOGS");
            replica.mySql("PURGE BINARY LOGS TO '" + lastBinlog(replica) + "'");

            replica.admin("start-replica");

            OperatorView view = view(replica);
            view.showsFailure(
                    view.source(),
                    "The source stands at GTIDs ",
                    "binlog.",
                    "has purged the binlog files",
                    "init-replica");

            replica.mySql("RESET BINARY LOGS AND GTIDS", "INSERT INTO t VALUES (2)");
            replica.admin("start-replica");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> view.failure(view.source()).contains("has not executed"));
            view.showsFailure(
                    view.source(),
                    "The source stands at GTIDs ",
                    "binlog.",
                    "has not executed the transactions",
                    "Connect to a server that has them",
                    "init-replica");

            replica.succeed("init-replica", "--start");
            replica.mySql("INSERT INTO t VALUES (3)");
            replica.assertEqual("t");
        }
    }

    private static String lastBinlog(Replica replica) throws SQLException {
        return replica.mySqlValue("SELECT JSON_UNQUOTE(JSON_EXTRACT(local, '$.binary_log_file'))"
                + " FROM performance_schema.log_status");
    }
}
