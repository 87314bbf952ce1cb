package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Server;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** A copy that is killed goes on with what is left, and leaves nothing behind. */
class JoinResumeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Some 50 MB, and so several ranges. */
    private static final int ROWS = 12_000;

    private static final Pattern RANGE = Pattern.compile("(?: `id` > (\\d+))?(?: AND)?(?: `id` <= (\\d+))?");

    @Test
    void aCommandKilledInEachStateGoesOnWhenItIsRunAgain() throws Exception {
        long seed = ThreadLocalRandom.current().nextLong();
        System.out.println("seed " + seed);
        try (Replica replica = Replica.create(Stack.shared(), "resume")) {
            createTables(replica);
            register(replica);
            logStatements(replica, true);
            try (JoinGate gate = new JoinGate(replica);
                    TableLoad load = new TableLoad(replica, 2, seed, JoinResumeIT::change)) {
                killWhileCopying(replica, gate);
                for (String state : List.of(JoinGate.CAUGHT_UP, JoinGate.SECOND_INDEX, JoinGate.SWAPPING)) {
                    killAt(replica, gate, "coins", state);
                }
                clearLog(replica);
                replica.succeed("init-replica", "--start");
                assertThat(copiesOf(replica, "coins"))
                        .as("ranges that the last run read again")
                        .isEmpty();
                assertThat(load.statements()).isPositive();
            } finally {
                logStatements(replica, false);
            }

            replica.assertEqual("coins", "names", "small");
            assertThat(replica.drifted()).isZero();
            assertNothingLeft(replica);
        }
    }

    @Test
    void restartBeginsAnewAndAnInterruptedCommandGoesOn() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "restart")) {
            createTables(replica);
            register(replica);
            try (JoinGate gate = new JoinGate(replica)) {
                gate.shut("coins", JoinGate.SECOND_RANGE);
                try (RunningAdmin admin = replica.adminInBackground("init-replica")) {
                    gate.awaitArrival("coins");
                    ReplicaAdmin.Result interrupted = admin.interrupt();
                    assertThat(interrupted.exitCode()).as(interrupted.output()).isEqualTo(130);
                    assertThat(interrupted.output()).contains("goes on with what is left");
                }
                gate.removeFor("coins");
                Set<String> left = rangesLeft(replica);
                assertThat(left).as("ranges left").isNotEmpty().doesNotContain("null..null");
                logStatements(replica, true);

                ReplicaAdmin.Result again = replica.admin("init-replica", "--restart", "--start");

                logStatements(replica, false);
                assertThat(again.exitCode()).as(again.all()).isZero();
                assertThat(again.all()).contains("--restart was given");
                assertThat(copiesOf(replica, "coins")).as("copied ranges").hasSizeGreaterThan(left.size());
            }
            replica.assertEqual("coins", "names", "small");
            assertNothingLeft(replica);
        }
    }

    @Test
    void aChangedConfigurationBeginsAnewAndDroppingTheCatalogueTakesLoadingTablesAlong() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "dropped")) {
            replica.mySql("CREATE TABLE small (id INT PRIMARY KEY, v INT, KEY a (v), KEY b (v, id))");
            replica.mySql("INSERT INTO small VALUES (1, 1), (2, 2)");
            register(replica);
            try (JoinGate gate = new JoinGate(replica)) {
                killAt(replica, gate, "small", JoinGate.SECOND_INDEX);
            }
            assertThat(replica.postgresValue(
                            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_loading%'"))
                    .isEqualTo("1");
            replica.postgres("UPDATE anole.sources SET initialisation ="
                    + " jsonb_set(initialisation, '{settings,skip_tables}', '\"[other]\"')");

            ReplicaAdmin.Result again = replica.admin("init-replica");

            assertThat(again.exitCode()).as(again.all()).isZero();
            assertThat(again.all()).contains("the configuration has changed (skip_tables)");
            assertNothingLeft(replica);
            replica.postgres("CREATE SCHEMA _anole_loading_left_behind");
            replica.succeed("drop-replica-schema", "--yes");
            assertThat(replica.postgresValue(
                            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_loading%'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void aServerKilledMeanwhileIsWaitedForAndTheCopyGoesOn() throws Exception {
        Stack stack = Stack.shared();
        try (Replica replica = Replica.create(stack, "servers")) {
            createTables(replica);
            register(replica);
            try (JoinGate gate = new JoinGate(replica);
                    TableLoad load = new TableLoad(replica, 1, 7, JoinResumeIT::change)) {
                gate.shut("coins", JoinGate.SECOND_RANGE);
                gate.shut("names", JoinGate.KEY_BUILT);
                try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
                    gate.awaitArrival("coins");
                    restart(stack.mySql());
                    gate.open("coins");
                    gate.awaitArrival("names");
                    // With the holder's session its locks end.
                    restart(stack.postgres());
                    awaitState(replica, "names", "catching_up", "replicating");
                    restart(stack.worker());

                    ReplicaAdmin.Result result = admin.await(PATIENCE);

                    assertThat(result.exitCode()).as(result.all()).isZero();
                }
                assertThat(load.statements()).isPositive();
            }
            replica.assertEqual("coins", "names", "small");
            assertThat(replica.drifted()).isZero();
            assertNothingLeft(replica);
        }
    }

    private static void restart(Server server) {
        server.kill();
        server.start();
    }

    private static void awaitState(Replica replica, String table, String... states) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SQLException.class).until(() -> List.of(states)
                .contains(replica.postgresValue("SELECT state FROM anole.tables WHERE mysql_table = '" + table + "'")));
    }

    /** Finished ranges are not read again, those under way are. */
    private static void killWhileCopying(Replica replica, JoinGate gate) throws SQLException {
        killAt(replica, gate, "coins", JoinGate.SECOND_RANGE);
        Set<String> before = copiesOf(replica, "coins");
        Set<String> left = rangesLeft(replica);
        assertThat(before).as("ranges read before the kill").hasSizeGreaterThan(1);
        clearLog(replica);

        killAt(replica, gate, "coins", JoinGate.KEY_BUILT);

        Set<String> again = copiesOf(replica, "coins");
        assertThat(again).as("ranges read after the kill").isNotEmpty();
        before.retainAll(again);
        assertThat(left).as("ranges left, of which some were read again").containsAll(before);
    }

    private static void killAt(Replica replica, JoinGate gate, String table, String state) throws SQLException {
        gate.shut(table, state);
        try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
            try {
                gate.awaitArrival(table);
            } catch (RuntimeException e) {
                throw new AssertionError("It did not come to " + state + ": " + admin.output(), e);
            }
            admin.kill();
        }
        // The killed command's session hangs at the gate, and holds its locks, until the next one ends it.
        gate.removeFor(table);
    }

    private static void register(Replica replica) {
        replica.succeed("create-replica-schema");
        replica.succeed("add-source");
    }

    private static void createTables(Replica replica) throws SQLException {
        replica.mySql(
                "CREATE TABLE coins (id INT PRIMARY KEY, v INT NOT NULL, pad VARCHAR(8000) NOT NULL, KEY a (v), KEY b (v, id))",
                "CREATE TABLE names (name VARCHAR(60) COLLATE utf8mb4_0900_ai_ci, n SMALLINT, v INT NOT NULL,"
                        + " pad VARCHAR(8000) NOT NULL, PRIMARY KEY (name, n))",
                "CREATE TABLE small (id INT PRIMARY KEY, v INT NOT NULL)",
                "INSERT INTO small VALUES (1, 1), (2, 2)");
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.execute("SET SESSION cte_max_recursion_depth = 1000000");
            String numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ROWS + ")";
            statement.execute("INSERT INTO coins " + numbers + " SELECT i, i, REPEAT('x', 4000) FROM n");
            // Names that differ by case and accents in neighbouring rows, so that the collation's order counts.
            statement.execute("INSERT INTO names " + numbers
                    + " SELECT CONCAT(ELT(1 + i % 4, 'a', 'Á', 'B', 'ß'), i DIV 8), i, i, REPEAT('y', 4000) FROM n");
            statement.execute("ANALYZE TABLE coins, names");
        }
    }

    private static String change(Random random) {
        int id = 1 + random.nextInt(ROWS + 500);
        return switch (random.nextInt(7)) {
            case 0 -> "REPLACE INTO coins VALUES (" + id + ", " + random.nextInt() + ", 'again')";
            case 1 -> "DELETE FROM coins WHERE id = " + id;
            case 2 -> "UPDATE coins SET v = v + 1 WHERE id BETWEEN " + id + " AND " + (id + 3);
            case 3 -> "UPDATE coins SET id = id + " + ROWS + " WHERE id = " + id;
            case 4 -> "UPDATE names SET n = -n, v = v + 1 WHERE name LIKE '%" + random.nextInt(ROWS / 8) + "' LIMIT 2";
            case 5 -> "DELETE FROM names WHERE n = " + random.nextInt(ROWS) + " LIMIT 1";
            default -> "UPDATE small SET v = " + random.nextInt(100);
        };
    }

    private static void logStatements(Replica replica, boolean on) throws SQLException {
        if (on) {
            replica.mySql("SET GLOBAL log_output = 'TABLE'");
            clearLog(replica);
        }
        replica.mySql("SET GLOBAL general_log = " + (on ? 1 : 0));
    }

    private static void clearLog(Replica replica) throws SQLException {
        replica.mySql("TRUNCATE mysql.general_log");
    }

    /** The ranges that were read, as MySQL's general log has them. */
    private static Set<String> copiesOf(Replica replica, String table) throws SQLException {
        Set<String> ranges = new TreeSet<>();
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CONVERT(argument USING utf8mb4) FROM mysql.general_log"
                        + " WHERE CONVERT(argument USING utf8mb4) LIKE 'SELECT `id`, `v`, `pad` FROM %`" + table
                        + "`%'")) {
            while (rows.next()) {
                String sql = rows.getString(1);
                int where = sql.indexOf(" WHERE");
                Matcher range = RANGE.matcher(where < 0 ? "" : sql.substring(where + " WHERE".length()));
                assertThat(range.matches()).as(sql).isTrue();
                ranges.add(range.group(1) + ".." + range.group(2));
            }
        }
        return ranges;
    }

    private static Set<String> rangesLeft(Replica replica) throws SQLException {
        try {
            JsonNode left = JSON.readTree(
                    replica.postgresValue("SELECT ranges_left FROM anole.joins WHERE mysql_table = 'coins'"));
            return StreamSupport.stream(left.spliterator(), false)
                    .map(range -> bound(range.get(0)) + ".." + bound(range.get(1)))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static String bound(JsonNode bound) {
        return bound.isNull() ? "null" : bound.get(0).asText();
    }

    private static void assertNothingLeft(Replica replica) throws SQLException {
        assertThat(replica.postgresValue("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_loading%'"))
                .as("loading schemas")
                .isEqualTo("0");
        assertThat(replica.postgresValue("SELECT count(*) FROM anole.joins")).isEqualTo("0");
        assertThat(replica.postgresValue("SELECT count(*) FROM anole.tables WHERE state <> 'replicating'"))
                .isEqualTo("0");
        assertThat(replica.postgresValue("SELECT count(*) FROM anole.sources WHERE initialisation IS NOT NULL"))
                .isEqualTo("0");
        assertThat(replica.postgresValue(
                        "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'replica-admin%'"))
                .as("sessions")
                .isEqualTo("0");
        assertThat(replica.postgresValue(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid <> 4711"))
                .as("advisory locks")
                .isEqualTo("0");
    }
}
