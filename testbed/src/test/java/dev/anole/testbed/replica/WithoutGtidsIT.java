package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Server;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * A server without GTIDs and with compressed transactions, a worker in Connect's exactly-once mode, and every server
 * killed once under load.
 */
class WithoutGtidsIT {

    @Test
    void everyServerMayBeKilledOnce() throws Exception {
        MySqlOptions mySql = MySqlOptions.defaults().withoutGtids().with("--binlog-transaction-compression=ON");
        ConnectWorkerOptions worker = ConnectWorkerOptions.defaults().with("exactly.once.source.support", "enabled");
        try (Stack stack = Stack.start("WithoutGtidsIT", mySql, worker);
                Replica replica = Replica.create(stack, "files")) {
            replica.mySql("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(100), KEY (v))");
            replica.mySql("INSERT INTO t (v) VALUES ('copied')");
            initialiseWithAKill(replica);
            assertThat(replica.postgresValue("SELECT gtids IS NULL FROM anole.positions"))
                    .isEqualTo("t");

            for (Server server : List.of(stack.worker(), stack.postgres(), stack.kafka(), stack.mySql())) {
                killUnderLoad(replica, server, server != stack.mySql());
                awaitEqual(replica);
            }

            assertThat(replica.drifted())
                    .as("changes applied twice or left out")
                    .isZero();
        }
    }

    /** The copy goes on in a snapshot that is younger than the lock under which it was begun. */
    private static void initialiseWithAKill(Replica replica) throws SQLException {
        replica.succeed("create-replica-schema");
        replica.succeed("add-source");
        try (JoinGate gate = new JoinGate(replica)) {
            gate.shut("t", JoinGate.FIRST_RANGE);
            try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
                gate.awaitArrival("t");
                admin.kill();
            }
            gate.removeFor("t");
            String begun = "SELECT low_file || low_position FROM anole.joins";
            String low = replica.postgresValue(begun);
            replica.mySql("UPDATE t SET v = 'changed'", "INSERT INTO t (v) VALUES ('new')", "FLUSH BINARY LOGS");
            gate.shut("t", JoinGate.CAUGHT_UP);
            try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
                gate.awaitArrival("t");
                assertThat(replica.postgresValue(begun)).isEqualTo(low);
                gate.open("t");
                ReplicaAdmin.Result result = admin.await(Duration.ofSeconds(60));
                assertThat(result.exitCode()).as(result.output()).isZero();
            }
        }
    }

    /** Writes in large and small transactions while the server is killed, and for a while after its restart. */
    private static void killUnderLoad(Replica replica, Server server, boolean whileWriting) throws Exception {
        AtomicBoolean open = new AtomicBoolean(true);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = thread.submit(() -> {
                try (Connection mySql = replica.mySql()) {
                    mySql.setAutoCommit(false);
                    for (int transaction = 0; open.get(); transaction++) {
                        write(mySql, transaction % 10 == 0 ? 2_000 : 3);
                    }
                }
                return null;
            });
            String before = replica.postgresValue("SELECT file || ':' || position FROM anole.positions");
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !replica.postgresValue("SELECT file || ':' || position FROM anole.positions")
                            .equals(before));
            if (!whileWriting) {
                open.set(false);
                writer.get();
            }
            server.kill();
            server.start();
            open.set(false);
            writer.get();
        } finally {
            open.set(false);
            thread.shutdown();
        }
    }

    private static void write(Connection mySql, int rows) throws SQLException {
        try (PreparedStatement insert = mySql.prepareStatement("INSERT INTO t (v) VALUES (?)");
                PreparedStatement update =
                        mySql.prepareStatement("UPDATE t SET v = CONCAT(v, '+') WHERE v = ? LIMIT 5");
                PreparedStatement delete = mySql.prepareStatement("DELETE FROM t WHERE v = ? LIMIT 2")) {
            for (int i = 0; i < rows; i++) {
                insert.setString(1, "row " + i);
                insert.executeUpdate();
            }
            update.setString(1, "row 1");
            update.executeUpdate();
            delete.setString(1, "row 2");
            delete.executeUpdate();
            mySql.commit();
        }
    }

    private static void awaitEqual(Replica replica) {
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(replica.postgresRows("t")).isEqualTo(replica.mySqlRows("t")));
    }
}
