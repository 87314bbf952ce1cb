package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import dev.anole.testbed.compare.RowReader;
import dev.anole.testbed.compare.TableDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/**
 * A transaction of MySQL's that is much larger than a worker's memory passes through it, and readers see all of it or
 * nothing; a worker that is killed in its middle begins it again.
 */
class HugeTransactionIT {

    private static final int MILLIONS = Integer.getInteger("anole.millions", Boolean.getBoolean("anole.full") ? 10 : 1);
    private static final long ROWS = MILLIONS * 1_000_000L;
    private static final Duration PATIENCE = Duration.ofSeconds(90L + 120 * MILLIONS);
    /** PostgreSQL needs at least so much for a row of the table. */
    private static final int ROW_BYTES = 40;

    @Test
    void comesAsOneToReadersThoughTheWorkerIsKilledInItsMiddle() throws Exception {
        assertThat(ConnectWorkerOptions.defaults().heapMegabytes()).isLessThanOrEqualTo(512);
        Stack stack = Stack.shared();
        try (Replica replica = Replica.create(stack, "huge")) {
            replica.mySql(
                    "CREATE TABLE digits (d INT PRIMARY KEY)",
                    "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                    "CREATE TABLE readings (id INT PRIMARY KEY, sensor INT NOT NULL, value VARCHAR(20))",
                    "CREATE TABLE sums (sensor INT PRIMARY KEY, readings BIGINT NOT NULL)",
                    "INSERT INTO sums SELECT d, 0 FROM digits");
            replica.initialise();

            Set<String> seen = ConcurrentHashMap.newKeySet();
            AtomicBoolean open = new AtomicBoolean(true);
            Thread reader = new Thread(() -> read(replica, seen, open), "huge-reader");
            reader.start();
            try {
                write(replica);
                long begun = System.nanoTime();
                awaitWritten(replica, ROWS / 3);
                stack.worker().kill();
                assertThat(replica.postgresValue("SELECT count(*) FROM " + replica.name() + ".readings"))
                        .isEqualTo("0");
                stack.worker().start();
                long worker = stack.worker().pid();
                long restarted = System.nanoTime();
                replica.awaitCaughtUp(PATIENCE);
                System.out.printf(
                        "HugeTransactionIT: %,d rows, the first third in %.1f s, all in %.1f s after the restart%n",
                        ROWS, seconds(begun, restarted), seconds(restarted, System.nanoTime()));
                assertThat(stack.worker().pid()).as("the worker lives on").isEqualTo(worker);
            } finally {
                open.set(false);
                reader.join();
            }

            assertThat(seen).containsExactlyInAnyOrder("0 0", expected(replica));
            for (String table : new String[] {"readings", "sums"}) {
                assertThat(digest(replica, table, false)).isEqualTo(digest(replica, table, true));
            }
            assertThat(replica.drifted()).isZero();
        }
    }

    /** Once its unique indexes stand, a joining table takes whole transactions only, which the command cannot hold. */
    @Test
    void reachesAJoiningTableWithIndexesThoughTheCommandCannotHoldIt() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "hugejoin")) {
            replica.mySql(
                    "CREATE TABLE digits (d INT PRIMARY KEY)",
                    "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)",
                    "CREATE TABLE items (id INT PRIMARY KEY, u INT NOT NULL UNIQUE, pad VARCHAR(300), KEY again (u, id))",
                    "INSERT INTO items VALUES (-1, -1, 'a'), (-2, -2, 'b')");
            replica.initialise();
            ReplicaAdmin small = new ReplicaAdmin(replica.configure(""), Map.of("JAVA_OPTS", "-Xmx96m"));
            try (JoinGate gate = new JoinGate(replica)) {
                gate.shut("items", JoinGate.SECOND_INDEX);
                try (RunningAdmin sync = small.startInBackground(
                        "sync-tables", "--source", replica.name(), "--tables", replica.name() + ".items")) {
                    gate.awaitArrival("items");
                    String rows = "SELECT n, n, REPEAT('x', 300) FROM (SELECT %d + a.d * 10000 + b.d * 1000 + c.d * 100"
                            + " + d.d * 10 + e.d AS n FROM digits a, digits b, digits c, digits d, digits e) AS numbers";
                    replica.mySqlTransaction(
                            "INSERT INTO items " + rows.formatted(0),
                            "INSERT INTO items " + rows.formatted(100_000),
                            "UPDATE items SET u = -10 - u WHERE id BETWEEN 0 AND 99999",
                            "UPDATE items SET u = u - 100000 WHERE id >= 100000",
                            "DELETE FROM items WHERE id = -1");
                    try (Connection mySql = replica.mySql();
                            Statement statement = mySql.createStatement()) {
                        statement.execute("XA START 'huge'");
                        statement.execute(
                                "INSERT INTO items " + rows.replace("300", "1").formatted(200_000));
                        statement.execute("UPDATE items SET pad = 'c' WHERE id = -2");
                        statement.execute("XA END 'huge'");
                        statement.execute("XA PREPARE 'huge'");
                        statement.execute("XA COMMIT 'huge'");
                    }
                    replica.awaitCaughtUp(PATIENCE);
                    gate.open("items");
                    ReplicaAdmin.Result result = sync.await(PATIENCE);
                    assertThat(result.exitCode()).as(result.all()).isZero();
                }
            }
            replica.mySql("UPDATE items SET pad = 'd' WHERE id < 100");
            replica.awaitCaughtUp(PATIENCE);
            assertThat(digest(replica, "items", false)).isEqualTo(digest(replica, "items", true));
            assertThat(replica.drifted()).isZero();
        }
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }

    /** One transaction: new rows, some of them changed and deleted at once, and rows of another table. */
    private static void write(Replica replica) throws SQLException {
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            String million = "digits a, digits b, digits c, digits d, digits e, digits f";
            for (int i = 0; i < MILLIONS; i++) {
                statement.execute("INSERT INTO readings SELECT n, n % 10, CONCAT('reading ', n) FROM (SELECT " + i
                        + " * 1000000 + a.d * 100000 + b.d * 10000 + c.d * 1000 + d.d * 100 + e.d * 10 + f.d AS n FROM "
                        + million + ") AS numbers");
            }
            statement.execute("UPDATE readings SET value = CONCAT(value, '!') WHERE id % 20 = 3");
            statement.execute("UPDATE readings SET id = -id WHERE id % 1000 = 7");
            statement.execute("DELETE FROM readings WHERE id % 50 = 11");
            statement.execute(
                    "UPDATE sums SET readings = (SELECT count(*) FROM readings r WHERE r.sensor = sums.sensor)");
            connection.commit();
        }
    }

    private static String expected(Replica replica) throws SQLException {
        return replica.mySqlValue(
                "SELECT CONCAT((SELECT count(*) FROM readings), ' ', (SELECT sum(readings) FROM sums))");
    }

    /** Collects the states that a reader sees. */
    private static void read(Replica replica, Set<String> seen, AtomicBoolean open) {
        String query = "SELECT (SELECT count(*) FROM %1$s.readings) || ' ' || (SELECT sum(readings) FROM %1$s.sums)"
                .formatted(replica.name());
        boolean last = false;
        while (!last) {
            last = !open.get();
            try {
                seen.add(replica.postgresValue(query));
                TimeUnit.MILLISECONDS.sleep(200);
            } catch (SQLException | InterruptedException e) {
                seen.add(e.toString());
                return;
            }
        }
    }

    /** Waits until about so many rows are written, which nobody sees yet. */
    private static void awaitWritten(Replica replica, long rows) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Long.parseLong(
                                replica.postgresValue("SELECT pg_relation_size('" + replica.name() + ".readings')"))
                        > rows * ROW_BYTES);
    }

    private static TableDigest digest(Replica replica, String table, boolean mySql) throws SQLException {
        RowReader.Digest digest = new RowReader.Digest();
        try (Connection connection = mySql ? replica.mySql() : replica.postgres()) {
            if (mySql) {
                RowReader.mySql(connection, table, digest);
            } else {
                RowReader.postgres(connection, replica.name(), table, digest);
            }
        }
        return digest.result();
    }
}
