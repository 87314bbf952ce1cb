package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The source moves to a replica of MySQL's that was promoted: by the configuration and {@code start-replica}, and nothing
 * is lost or comes twice. Where it cannot go on, it says why and what to do.
 */
class FailoverIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SEED = 4;
    private static final int LARGE_ROWS = 16_000;
    private static final int PART_BYTES = 1 << 20;
    private static final String DEEP = "SET SESSION cte_max_recursion_depth = 100000";

    @Test
    void goesOnByGtidsAndRefusesWhatWouldLoseChanges() throws Exception {
        try (Stack stack = Stack.start("FailoverIT", MySqlOptions.defaults(), ConnectWorkerOptions.defaults())) {
            MySqlServer first = stack.mySql();
            MySqlServer second = MySqlServer.create(
                    stack.workspace(), MySqlOptions.defaults().with("--server-id=2"));
            second.start();
            ServerPair.follow(second, first);
            try (Replica onFirst = create(stack, "moved", "");
                    Replica byFile = create(stack, "byfile", "    gtid_enable: false\n")) {
                Replica onSecond = onFirst.on(second);

                loseFirstServer(stack, onFirst, onSecond);
                onSecond.succeed("start-replica");
                writeFor(onSecond, 200);
                assertEqual(onSecond);

                byFile.on(second).admin("start-replica");
                awaitFailure(stack, byFile, "means nothing without GTIDs", "the former server", "init-replica");
                // The new server's position is behind the former one's, and so looks as if it was reached.
                assertThat(byFile.on(second).admin("detach-replica", "--yes").all())
                        .contains("means nothing without GTIDs");

                first.start();
                ReplicaAdmin.Result refused = onFirst.admin("start-replica");
                assertThat(refused.exitCode()).isNotZero();
                assertThat(refused.errors())
                        .contains("has not executed the transactions", "Name a server that has them");

                ServerPair.follow(first, second);
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

    @Test
    void aJoinUnderWayBeginsAnewOnThePromotedServer() throws Exception {
        Stack stack = Stack.shared();
        try (ServerPair pair = ServerPair.start(stack);
                Replica replica = Replica.create(stack, pair, "movedjoin")) {
            JoinResumeIT.createCoins(replica, JoinResumeIT.FEW_ROWS);
            replica.initialise();
            String[] oneReader = {"--readers", "1", "--tables", replica.name() + ".coins"};
            try (JoinGate gate = new JoinGate(replica)) {
                gate.killAt("coins", JoinGate.SECOND_RANGE, "sync-tables", oneReader);
                pair.awaitReplicated();
                pair.promote();
                Replica promoted = replica.on(pair);
                joinAheadOfTheSource(pair, promoted, oneReader);
                pair.rejoin();
                moveWhileCopying(pair, promoted, gate, oneReader);
            }
            assertThat(replica.drifted()).isZero();
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.joins"))
                    .isEqualTo("0");
        }
    }

    /** The command that was killed reaches the promoted server before the source connector does. */
    private static void joinAheadOfTheSource(ServerPair pair, Replica promoted, String... arguments)
            throws SQLException {
        promoted.mySql("UPDATE coins SET v = v + 1 WHERE id % 3 = 0", "DELETE FROM coins WHERE id % 100 = 1");
        String recorded = "SELECT j::text FROM anole.joins j";
        String before = promoted.postgresValue(recorded);
        String begun = promoted.postgresValue("SELECT now()");
        try (RunningAdmin join = promoted.on(pair.primary()).adminInBackground("sync-tables", arguments)) {
            await().atMost(PATIENCE).until(() -> !promoted.postgresValue(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'replica-admin join%'"
                                    + " AND backend_start > '" + begun + "'")
                    .equals("0"));
            // A while in which a copy would have begun.
            await().during(Duration.ofSeconds(2))
                    .atMost(Duration.ofSeconds(3))
                    .until(() ->
                            join.isRunning() && promoted.postgresValue(recorded).equals(before));
            pair.leadToPrimary();

            ReplicaAdmin.Result result = join.await(PATIENCE);
            assertThat(result.exitCode()).as(result.all()).isZero();
        }
        promoted.assertEqual("coins");
    }

    /** The copy that runs has read what is lost with the server. */
    private static void moveWhileCopying(ServerPair pair, Replica replica, JoinGate gate, String... arguments)
            throws Exception {
        Set<MySqlProxy.Link> source = pair.proxy().links();
        gate.shut("coins", JoinGate.FIRST_RANGE);
        try (RunningAdmin join = replica.adminInBackground("sync-tables", arguments)) {
            gate.awaitArrival("coins");
            pair.stopReplication();
            source.forEach(link -> link.holdBehind(0));
            replica.mySql(
                    "UPDATE coins SET v = -1 WHERE id > 3000",
                    "DELETE FROM coins WHERE id > 5900",
                    "INSERT INTO coins VALUES (7000, -1, 'lost')");
            gate.moveTo("coins", JoinGate.COPIED);
            gate.awaitArrival("coins");
            String name = replica.name();
            String loading = "_anole_loading_" + name.length() + "_" + name + "_" + name;
            assertThat(replica.postgresValue("SELECT count(*) > 100 FROM " + loading + ".coins WHERE v = -1"))
                    .as("rows that will be lost are copied")
                    .isEqualTo("t");

            pair.failOver();
            Replica promoted = replica.on(pair);
            promoted.mySql("UPDATE coins SET v = v + 1 WHERE id % 5 = 0");
            gate.open("coins");

            ReplicaAdmin.Result result = join.await(PATIENCE);
            assertThat(result.exitCode()).as(result.all()).isZero();
            promoted.assertEqual("coins");
        }
    }

    @Test
    void aLargeTransactionUnderWayComesWholeOrIsRolledBackWhereItIsLost() throws Exception {
        Stack stack = Stack.shared();
        try (ServerPair pair = ServerPair.start(stack);
                Replica first = Replica.create(stack, pair, "movedlarge")) {
            first.mySql(
                    "CREATE TABLE large (id INT PRIMARY KEY, v VARCHAR(300))",
                    "CREATE TABLE small (id INT PRIMARY KEY)");
            first.initialise();
            streamLargeTransactions(stack, first);

            hold(pair, first);
            first.mySqlTransaction(DEEP, large(1));
            awaitPart(pair, first, first.name() + ".large");
            pair.awaitReplicated();
            pair.failOver();
            Replica second = first.on(pair);
            second.mySql("INSERT INTO small VALUES (1)");
            assertThat(countsUntilCaughtUp(second)).containsExactlyInAnyOrder("0", "" + LARGE_ROWS);
            second.assertEqual("large", "small");

            pair.rejoin();
            pair.stopReplication();
            hold(pair, second);
            second.mySqlTransaction(DEEP, "UPDATE large SET v = 'lost'", large(100_000));
            awaitPart(pair, second, second.name() + ".large");
            pair.failOver();
            Replica third = second.on(pair);
            third.mySql("INSERT INTO small VALUES (2)");
            assertThat(countsUntilCaughtUp(third)).containsExactly("" + LARGE_ROWS);
            third.assertEqual("large", "small");
            third.mySqlTransaction(DEEP, large(100_000));
            third.assertEqual("large", "small");
            assertThat(third.drifted()).isZero();
        }
    }

    @Test
    void preparedTransactionsEndOnThePromotedServer() throws Exception {
        Stack stack = Stack.shared();
        try (ServerPair pair = ServerPair.start(stack);
                Replica first = Replica.create(stack, pair, "movedxa")) {
            first.mySql(
                    "CREATE TABLE accounts (id INT PRIMARY KEY, amount INT NOT NULL)",
                    "INSERT INTO accounts VALUES (1, 10), (2, 20), (3, 30), (4, 40)",
                    "CREATE TABLE large (id INT PRIMARY KEY, v VARCHAR(300))");
            first.initialise();
            streamLargeTransactions(stack, first);
            first.mySqlPrepared(
                    "'kept'",
                    "UPDATE accounts SET amount = 11 WHERE id = 1",
                    "DELETE FROM accounts WHERE id = 2",
                    "INSERT INTO accounts VALUES (5, 50)");
            first.mySqlPrepared("'undone'", "UPDATE accounts SET amount = 33 WHERE id = 3");
            first.awaitCaughtUp();
            assertThat(parked(first)).isEqualTo("2");
            pair.stopReplication();
            hold(pair, first);
            first.mySqlPrepared("'lost'", DEEP, large(1));
            awaitPart(pair, first, "anole.prepared_rows");

            pair.failOver();
            Replica second = first.on(pair);
            second.mySql("UPDATE accounts SET amount = 41 WHERE id = 4");
            second.assertEqual("accounts", "large");
            assertThat(parked(second)).isEqualTo("2");
            second.mySql(
                    "XA COMMIT 'kept'", "XA ROLLBACK 'undone'", "UPDATE accounts SET amount = amount + 1 WHERE id < 4");
            second.assertEqual("accounts", "large");
            assertThat(second.mySqlValue("SELECT GROUP_CONCAT(amount ORDER BY id) FROM accounts"))
                    .isEqualTo("12,31,41,50");
            assertThat(parked(second)).isEqualTo("0");

            second.mySqlPrepared("'lost'", "INSERT INTO large VALUES (1, 'found')");
            second.mySql("XA COMMIT 'lost'");
            second.assertEqual("accounts", "large");
            assertThat(second.postgresRows("large")).hasSize(1);
            assertThat(parked(second)).isEqualTo("0");
            assertThat(second.postgresValue("SELECT count(*) FROM anole.prepared_rows"))
                    .isEqualTo("0");
            assertThat(second.drifted()).isZero();
        }
    }

    private static String parked(Replica replica) throws SQLException {
        return replica.postgresValue("SELECT count(*) FROM anole.prepared_transactions");
    }

    /** The sink holds little of a transaction before it writes what it has. */
    private static void streamLargeTransactions(Stack stack, Replica replica) throws Exception {
        new Connectors(stack.worker()).change(replica.name() + "-postgres-sink", Map.of("batch.bytes", "65536"));
        replica.mySql("INSERT INTO large VALUES (0, 'first')", "DELETE FROM large");
        replica.awaitCaughtUp();
    }

    /** Rows of some 4 MB. */
    private static String large(int from) {
        return "INSERT INTO large WITH RECURSIVE s (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < "
                + (LARGE_ROWS - 1) + ") SELECT n + " + from + ", REPEAT('x', 250) FROM s";
    }

    /** The source gets a part of the next large transaction only. */
    private static void hold(ServerPair pair, Replica replica) throws SQLException {
        replica.awaitCaughtUp();
        pair.proxy().links().forEach(link -> link.holdBehind(PART_BYTES));
    }

    /** Waits until a part is written to that table, where nobody sees it, and no more comes. */
    private static void awaitPart(ServerPair pair, Replica replica, String table) {
        await().atMost(PATIENCE).until(() -> pair.proxy().links().stream().anyMatch(MySqlProxy.Link::isHolding));
        await().atMost(PATIENCE).until(() -> !replica.postgresValue("SELECT count(*) FROM pg_locks WHERE relation = '"
                        + table + "'::regclass AND mode = 'RowExclusiveLock' AND granted")
                .equals("0"));
    }

    /** What readers see of the table {@code large} until everything is applied. */
    private static Set<String> countsUntilCaughtUp(Replica replica) {
        Set<String> seen = new HashSet<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(() -> {
            boolean caughtUp = replica.isCaughtUp();
            seen.add(replica.postgresValue("SELECT count(*) FROM " + replica.name() + ".large WHERE v <> 'lost'"));
            return caughtUp;
        });
        return seen;
    }

    private static Replica create(Stack stack, String purpose, String more) throws SQLException {
        Replica replica = Replica.create(stack, purpose, more);
        try (Connection mySql = replica.mySql()) {
            FaultLoad.createTables(mySql);
        }
        return replica.initialise();
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
