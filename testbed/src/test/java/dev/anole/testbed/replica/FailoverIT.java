package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The source moves to a replica of MySQL's that was promoted: by the configuration and {@code start-replica}, and nothing
 * is lost or comes twice. Where it cannot go on, it says why and what to do.
 */
class FailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEED = 4;

    @Test
    void goesOnByGtidsAndRefusesWhatWouldLoseChanges() throws Exception {
        try (Stack stack = Stack.start("FailoverIT", MySqlOptions.defaults(), ConnectWorkerOptions.defaults())) {
            MySqlServer first = stack.mySql();
            MySqlServer second = MySqlServer.create(
                    stack.workspace(), MySqlOptions.defaults().with("--server-id=2"));
            second.start();
            follow(second, first);
            try (Replica onFirst = create(stack, "moved", "");
                    Replica byFile = create(stack, "byfile", "    gtid_enable: false\n")) {
                Replica onSecond = onFirst.on(second);

                loseFirstServer(stack, onFirst, onSecond);
                onSecond.succeed("start-replica");
                writeFor(onSecond, 200);
                assertEqual(onSecond);

                byFile.on(second).admin("start-replica");
                awaitFailure(stack, byFile, "means nothing without GTIDs", "the former server", "init-replica");

                first.start();
                ReplicaAdmin.Result refused = onFirst.admin("start-replica");
                assertThat(refused.exitCode()).isNotZero();
                assertThat(refused.errors())
                        .contains("has not executed the transactions", "Name a server that has them");

                follow(first, second);
                awaitReplicated(onSecond.committed(), onFirst);
                onFirst.succeed("start-replica");
                writeFor(onSecond, 100);
                awaitReplicated(onSecond.committed(), onFirst);
                assertEqual(onFirst);

                onFirst.succeed("stop-replica");
                writeFor(onSecond, 10);
                awaitReplicated(onSecond.committed(), onFirst);
                first.execute("FLUSH BINARY LOGS", "PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
                onFirst.admin("start-replica");
                awaitFailure(stack, onFirst, "has purged", "with the transactions", "init-replica");
                onSecond.succeed("start-replica");
                assertEqual(onSecond);
            }
        }
    }

    private static Replica create(Stack stack, String purpose, String more) throws SQLException {
        Replica replica = Replica.create(stack, purpose, more);
        try (Connection mySql = replica.mySql()) {
            FaultLoad.createTables(mySql);
        }
        return replica.initialise();
    }

    private static void follow(MySqlServer replica, MySqlServer source) throws SQLException {
        replica.execute(
                "CHANGE REPLICATION SOURCE TO SOURCE_HOST = '" + source.host() + "', SOURCE_PORT = " + source.port()
                        + ", SOURCE_USER = '" + source.user() + "', SOURCE_PASSWORD = '" + source.password()
                        + "', SOURCE_AUTO_POSITION = 1, GET_SOURCE_PUBLIC_KEY = 1, SOURCE_CONNECT_RETRY = 1",
                "START REPLICA");
    }

    /** The first server dies while the replica, which Connect's worker holds up, is behind; the second one has it all. */
    private static void loseFirstServer(Stack stack, Replica onFirst, Replica onSecond) throws Exception {
        writeFor(onFirst, 100);
        stack.worker().suspend();
        writeFor(onFirst, 200);
        SourcePosition committed = onFirst.committed();
        awaitReplicated(committed, onSecond);
        assertThat(onFirst.hasApplied(committed)).isFalse();
        stack.mySql().kill();
        stack.worker().resume();
        try (Connection mySql = onSecond.mySql();
                var statement = mySql.createStatement()) {
            statement.execute("STOP REPLICA");
            statement.execute("RESET REPLICA ALL");
        }
    }

    private static void writeFor(Replica replica, int transactions) {
        try (FaultLoad load = new FaultLoad(SEED, replica::mySql)) {
            await().atMost(PATIENCE).until(() -> load.transactions() >= transactions);
        }
    }

    /** Waits until the server of the replica's configuration has executed all that. */
    private static void awaitReplicated(SourcePosition committed, Replica on) {
        GtidSet wanted = committed.gtids();
        assertThat(wanted).isNotNull();
        await().atMost(PATIENCE).until(() -> {
            GtidSet executed = on.committed().gtids();
            return executed != null && executed.containsAll(wanted);
        });
    }

    private static void assertEqual(Replica replica) throws SQLException {
        replica.assertEqual(FaultLoad.TABLES);
        assertThat(replica.drifted()).as("changes applied twice or left out").isZero();
    }

    private static void awaitFailure(Stack stack, Replica replica, String... words) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(new Connectors(stack.worker())
                        .send("GET", "/connectors/" + replica.name() + "-mysql-source/status", null)
                        .body()
                        .at("/tasks/0/trace")
                        .asText())
                .contains(words));
    }
}
