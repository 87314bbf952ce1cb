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
import org.junit.jupiter.api.Test;

/** SIGTERM and SIGKILL of a worker and of replica-admin, while their sessions on PostgreSQL are busy. */
class GracefulEndIT {

    private final Stack stack = Stack.shared();

    private static String sessions(Replica replica, String name) throws SQLException {
        return replica.postgresValue("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND application_name LIKE '" + name + "%'");
    }

    private static void awaitWaiting(Replica replica, String name) {
        await().until(() -> replica.postgresValue("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                        + " AND datname = current_database() AND application_name LIKE '" + name + "%'")
                .equals("1"));
    }

    @Test
    void aWorkerThatEndsLeavesNothingLockedAndAnotherGoesOn() throws Exception {
        try (Replica replica = Replica.create(stack, "ended")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1), (2, 2)");
            replica.initialise();
            try (Connection reader = replica.postgres();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement.execute("SELECT * FROM " + replica.schema() + ".t WHERE id = 2 FOR UPDATE");
                replica.mySqlTransaction("UPDATE t SET v = 10 WHERE id = 1", "UPDATE t SET v = 20 WHERE id = 2");
                awaitWaiting(replica, "anole sink");

                stack.worker().stop();
                // The sink's session waited for the lock; nothing of it is left, though the reader goes on.
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> sessions(replica, "anole sink").equals("0"));
                statement.execute("LOCK TABLE anole.positions IN ACCESS EXCLUSIVE MODE NOWAIT");
                assertThat(replica.postgresValue("SELECT sum(v) FROM " + replica.schema() + ".t"))
                        .isEqualTo("3");
                reader.rollback();
                assertThat(replica.admin("show-status").all()).contains("Kafka Connect");
            } finally {
                stack.worker().start();
            }
            replica.assertEqual("t");
            assertThat(replica.admin("show-status", "--json").output()).contains("\"problem\" : null");
        }
    }

    @Test
    void aCommandThatEndsLeavesTheReplicaAsItWas() throws Exception {
        try (Replica replica = Replica.create(stack, "left")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1), (2, 2)");
            replica.initialise();
            try (Connection reader = replica.postgres();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement.execute("SELECT * FROM " + replica.schema() + ".t");
                try (RunningAdmin sync = replica.adminInBackground("sync-tables", "--tables", replica.name() + ".t")) {
                    awaitWaiting(replica, "replica-admin");
                    ReplicaAdmin.Result ended = sync.terminate();
                    assertThat(ended.exitCode()).isEqualTo(143);
                    assertThat(ended.all()).contains("sync-tables");
                }
                await().until(() -> sessions(replica, "replica-admin").equals("0"));
                assertThat(replica.postgresValue("SELECT status FROM anole.sources"))
                        .isEqualTo("running");
            }
            replica.mySql("INSERT INTO t VALUES (3, 3)");
            replica.assertEqual("t");
            replica.succeed("sync-tables", "--tables", replica.name() + ".t");
            replica.assertEqual("t");
            replica.assertNothingLeft();
        }
    }
}
