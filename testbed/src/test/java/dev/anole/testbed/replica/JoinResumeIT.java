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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A copy that is killed goes on with what is left, and leaves nothing behind. */
class JoinResumeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Some 50 MB, and so several ranges. */
    private static final int ROWS = 12_000;

    /** Some 24 MB, and so more than one range. */
    static final int FEW_ROWS = 6_000;

    /** No key is as great. */
    private static final int KEY_LIMIT = 4 * ROWS;

    private static final Pattern RANGE = Pattern.compile("(?: `id` > (-?\\d+))?(?: AND)?(?: `id` <= (-?\\d+))?");

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
                clearLog(replica);
                for (String state : List.of(JoinGate.CAUGHT_UP, JoinGate.SECOND_INDEX, JoinGate.SWAPPING)) {
                    gate.killAt("coins", state, "init-replica", "--start");
                }
                replica.succeed("init-replica", "--start");
                assertThat(copiesOf(replica, "coins"))
                        .as("ranges that were read again behind the copy's end")
                        .isEmpty();
                assertThat(load.statements()).isPositive();
            } finally {
                logStatements(replica, false);
            }

            replica.assertEqual("coins", "names", "small");
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
        }
    }

    @Test
    void aSynchronisationKilledInEachStateGoesOnAndTheOldTableIsFedMeanwhile() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "resync")) {
            createCoins(replica, FEW_ROWS);
            replica.mySql("CREATE TABLE leaving (id INT PRIMARY KEY)");
            replica.initialise();
            replica.postgres("CREATE VIEW " + replica.name() + ".seen AS SELECT id, v FROM " + replica.name()
                    + ".coins WHERE v IS NOT NULL");
            logStatements(replica, true);
            try (JoinGate gate = new JoinGate(replica)) {
                List<KillPoint> all = List.of(
                        new KillPoint(JoinGate.SECOND_RANGE, "copying", 1),
                        new KillPoint(JoinGate.KEY_BUILT, "building_key", 2),
                        new KillPoint(JoinGate.CAUGHT_UP, "catching_up", 3),
                        new KillPoint(JoinGate.SECOND_INDEX, "building_indexes", 4),
                        new KillPoint(JoinGate.SWAPPING, "swapping", 5));
                String[] command = {"sync-tables", "--tables", replica.name() + ".coins"};
                synchroniseWithKills(replica, gate, all, command);
                if (Boolean.getBoolean("anole.full")) {
                    for (KillPoint point : all) {
                        synchroniseWithKills(replica, gate, List.of(point), command);
                    }
                }
                refreshWithKills(replica, gate, List.of(all.get(0), all.get(all.size() - 1)));
            } finally {
                logStatements(replica, false);
            }
        }
    }

    /**
     * Where a command is killed.
     *
     * @param gate the state at which it is stopped
     * @param phase what the catalogue has then
     */
    private record KillPoint(String gate, String phase, int number) {}

    /** The same command, killed at each point, and then left alone. */
    private static void synchroniseWithKills(
            Replica replica, JoinGate gate, List<KillPoint> points, String... commandLine) throws SQLException {
        String command = commandLine[0];
        String[] arguments = Arrays.copyOfRange(commandLine, 1, commandLine.length);
        String schema = replica.name();
        String oid = "SELECT '" + schema + ".coins'::regclass::oid";
        String oldTable = replica.postgresValue(oid);
        try (TableLoad load = new TableLoad(replica, 1, points.size(), random -> changeOfCoins(random, FEW_ROWS))) {
            List<IdRange> left = new ArrayList<>();
            for (KillPoint point : points) {
                gate.killAt("coins", point.gate(), command, arguments);
                assertThat(replica.postgresValue("SELECT phase FROM anole.joins WHERE mysql_table = 'coins'"))
                        .isEqualTo(point.phase());
                assertThat(statusOf(replica)).isEqualTo("syncing");
                if (point.equals(points.get(0))) {
                    assertThat(replica.admin("show-status").output())
                            .contains("no command works on the source", "--tables " + schema + ".coins,");
                    left.addAll(rangesLeft(replica));
                    clearLog(replica);
                }
                if (point.gate().equals(JoinGate.SWAPPING)) {
                    // Its session holds the old table, and finds that its client is gone as soon as it may go on.
                    gate.open("coins");
                }
                assertOldTableIsFed(replica, point.number());
                assertThat(replica.postgresValue(oid)).as("still the old table").isEqualTo(oldTable);
            }

            replica.succeed(command, arguments);

            assertReadAgain(replica, left);
            assertThat(replica.postgresValue(oid)).as("the new table").isNotEqualTo(oldTable);
            assertThat(load.statements()).isPositive();
        }
        replica.assertEqual("coins");
        assertThat(replica.postgresValue("SELECT count(*) || ' ' || sum(v) FROM " + schema + ".seen"))
                .isEqualTo(replica.mySqlValue("SELECT CONCAT(COUNT(*), ' ', SUM(v)) FROM coins"));
        assertThat(replica.drifted()).isZero();
        assertThat(statusOf(replica)).isEqualTo("running");
        replica.assertNothingLeft();
    }

    /** The schema becomes what MySQL and the configuration have, beyond the table that is copied anew. */
    private static void refreshWithKills(Replica replica, JoinGate gate, List<KillPoint> points) throws SQLException {
        String schema = replica.name();
        replica.mySql("CREATE TABLE coming (id INT PRIMARY KEY)", "INSERT INTO coming VALUES (1)");
        replica.configure("    skip_tables: [" + schema + ".leaving]\n");

        synchroniseWithKills(replica, gate, points, "refresh-schema", "--schema", schema);

        replica.mySql("INSERT INTO coming VALUES (2)");
        replica.assertEqual("coming");
        assertThat(replica.postgresValue("SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables"
                        + " WHERE schemaname = '" + schema + "'"))
                .isEqualTo("coins coming");
    }

    /** A change that is made now can be read from the old table, and from the view on it. */
    private static void assertOldTableIsFed(Replica replica, int number) throws SQLException {
        int id = 3 * FEW_ROWS + number;
        replica.mySql("INSERT INTO coins VALUES (" + id + ", 1, 'new') ON DUPLICATE KEY UPDATE v = v + 1");
        String value = replica.mySqlValue("SELECT v FROM coins WHERE id = " + id);
        for (String relation : List.of("coins", "seen")) {
            String count = "SELECT count(*) FROM " + replica.name() + "." + relation + " WHERE id = " + id + " AND v = "
                    + value;
            await().atMost(PATIENCE).until(() -> replica.postgresValue(count).equals("1"));
        }
    }

    private static String statusOf(Replica replica) throws SQLException {
        return replica.postgresValue("SELECT status FROM anole.sources");
    }

    @Test
    void preparedRowsAreThereOnceThoughTheCommandIsKilled() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "resumexa")) {
            createCoins(replica, FEW_ROWS);
            replica.initialise();
            // Of both ranges, so that one part of each was copied before it is committed, and the other behind.
            replica.mySqlPrepared(
                    "'kept'",
                    "UPDATE coins SET v = -1 WHERE id IN (10, 5990)",
                    "DELETE FROM coins WHERE id IN (20, 5980)",
                    "INSERT INTO coins VALUES (7000, 1, 'new')");
            replica.mySqlPrepared("'undone'", "UPDATE coins SET v = -2 WHERE id IN (30, 5970)");
            replica.mySqlPrepared("'late'", "UPDATE coins SET v = -3 WHERE id IN (40, 5960)");
            replica.awaitCaughtUp();
            String[] oneReader = {"--readers", "1", "--tables", replica.name() + ".coins"};
            try (JoinGate gate = new JoinGate(replica)) {
                gate.killAt("coins", JoinGate.SECOND_RANGE, "sync-tables", oneReader);
                replica.mySql("XA COMMIT 'kept'", "XA ROLLBACK 'undone'", "UPDATE coins SET v = -4 WHERE id = 10");
                replica.awaitCaughtUp();
                assertThat(replica.postgresValue("SELECT count(*) FROM anole.prepared_transactions"))
                        .as("one waits, one is kept for the join")
                        .isEqualTo("2");
                gate.killAt("coins", JoinGate.CAUGHT_UP, "sync-tables", oneReader);
                replica.mySql("XA COMMIT 'late'", "UPDATE coins SET v = -5 WHERE id = 40");

                replica.succeed("sync-tables", oneReader);
            }
            replica.assertEqual("coins");
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
            assertThat(replica.postgresValue("SELECT (SELECT count(*) FROM anole.prepared_transactions)"
                            + " + (SELECT count(*) FROM anole.prepared_rows)"))
                    .as("what is parked")
                    .isEqualTo("0");
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
                List<IdRange> left = rangesLeft(replica);
                assertThat(left).as("ranges left").isNotEmpty().doesNotContain(IdRange.WHOLE);
                logStatements(replica, true);

                ReplicaAdmin.Result again = replica.admin("init-replica", "--restart", "--start");

                logStatements(replica, false);
                assertThat(again.exitCode()).as(again.all()).isZero();
                assertThat(again.all()).contains("--restart was given");
                assertThat(keys(copiesOf(replica, "coins"))).as("copied keys").isEqualTo(keys(List.of(IdRange.WHOLE)));
            }
            replica.assertEqual("coins", "names", "small");
            replica.assertNothingLeft();
        }
    }

    @Test
    void aChangedConfigurationBeginsAnewAndDroppingTheCatalogueTakesLoadingTablesAlong() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "dropped")) {
            replica.mySql("CREATE TABLE small (id INT PRIMARY KEY, v INT, KEY a (v), KEY b (v, id))");
            replica.mySql("INSERT INTO small VALUES (1, 1), (2, 2)");
            register(replica);
            try (JoinGate gate = new JoinGate(replica)) {
                gate.killAt("small", JoinGate.SECOND_INDEX, "init-replica", "--start");
            }
            assertThat(replica.postgresValue(
                            "SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_loading%'"))
                    .isEqualTo("1");
            replica.postgres("UPDATE anole.sources SET initialisation ="
                    + " jsonb_set(initialisation, '{settings,skip_tables}', '\"[other]\"')");

            ReplicaAdmin.Result again = replica.admin("init-replica");

            assertThat(again.exitCode()).as(again.all()).isZero();
            assertThat(again.all()).contains("the configuration has changed (skip_tables)");
            replica.assertNothingLeft();
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
            replica.assertNothingLeft();
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
        gate.killAt("coins", JoinGate.SECOND_RANGE, "init-replica", "--start");
        BitSet finished = keys(List.of(IdRange.WHOLE));
        List<IdRange> left = rangesLeft(replica);
        finished.andNot(keys(left));
        BitSet unread = (BitSet) finished.clone();
        unread.andNot(keys(copiesOf(replica, "coins")));
        assertThat(unread.cardinality())
                .as("keys that count as finished, but were not read")
                .isZero();
        clearLog(replica);

        gate.killAt("coins", JoinGate.KEY_BUILT, "init-replica", "--start");

        assertThat(copiesOf(replica, "coins")).as("ranges read after the kill").isNotEmpty();
        assertReadAgain(replica, left);
    }

    /** The ranges left were read since the log was cleared, all of them and nothing else. */
    private static void assertReadAgain(Replica replica, List<IdRange> left) throws SQLException {
        BitSet leftOut = keys(List.of(IdRange.WHOLE));
        leftOut.andNot(keys(left));
        assertThat(leftOut.get(1, FEW_ROWS).cardinality())
                .as("keys left out, since they were finished")
                .isPositive();
        List<IdRange> again = copiesOf(replica, "coins");
        assertThat(again)
                .as("ranges read, each within one of those left: %s", left)
                .allMatch(range -> left.stream().anyMatch(part -> part.contains(range)));
        assertThat(keys(again)).as("keys read of those left: %s", left).isEqualTo(keys(left));
    }

    private static BitSet keys(List<IdRange> ranges) {
        return IdRange.keys(ranges, KEY_LIMIT);
    }

    private static void register(Replica replica) {
        replica.register();
    }

    private static void createTables(Replica replica) throws SQLException {
        createCoins(replica, ROWS);
        replica.mySql(
                "CREATE TABLE names (name VARCHAR(60) COLLATE utf8mb4_0900_ai_ci, n SMALLINT, v INT NOT NULL,"
                        + " pad VARCHAR(8000) NOT NULL, PRIMARY KEY (name, n))",
                "CREATE TABLE small (id INT PRIMARY KEY, v INT NOT NULL)",
                "INSERT INTO small VALUES (1, 1), (2, 2)");
        // Names that differ by case and accents in neighbouring rows, so that the collation's order counts.
        fill(replica, "names", ROWS, "CONCAT(ELT(1 + i % 4, 'a', 'Á', 'B', 'ß'), i DIV 8), i, i, REPEAT('y', 4000)");
    }

    static void createCoins(Replica replica, int rows) throws SQLException {
        replica.mySql(
                "CREATE TABLE coins (id INT PRIMARY KEY, v INT NOT NULL, pad VARCHAR(8000) NOT NULL, KEY a (v), KEY b"
                        + " (v, id))");
        fill(replica, "coins", rows, "i, i, REPEAT('x', 4000)");
    }

    /** @param values of the row i */
    private static void fill(Replica replica, String table, int rows, String values) throws SQLException {
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.execute("SET SESSION cte_max_recursion_depth = 1000000");
            statement.execute("INSERT INTO " + table
                    + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows + ") SELECT "
                    + values + " FROM n");
            statement.execute("ANALYZE TABLE " + table);
        }
    }

    private static String change(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> "UPDATE names SET n = -n, v = v + 1 WHERE name LIKE '%" + random.nextInt(ROWS / 8) + "' LIMIT 2";
            case 1 -> "DELETE FROM names WHERE n = " + random.nextInt(ROWS) + " LIMIT 1";
            case 2 -> "UPDATE small SET v = " + random.nextInt(100);
            default -> changeOfCoins(random, ROWS);
        };
    }

    private static String changeOfCoins(Random random, int rows) {
        int id = 1 + random.nextInt(rows + 500);
        return switch (random.nextInt(4)) {
            case 0 -> "REPLACE INTO coins VALUES (" + id + ", " + random.nextInt() + ", 'again')";
            case 1 -> "DELETE FROM coins WHERE id = " + id;
            case 2 -> "UPDATE coins SET v = v + 1 WHERE id BETWEEN " + id + " AND " + (id + 3);
            default -> "UPDATE coins SET id = id + " + rows + " WHERE id = " + id;
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
    private static List<IdRange> copiesOf(Replica replica, String table) throws SQLException {
        List<IdRange> ranges = new ArrayList<>();
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
                ranges.add(new IdRange(bound(range.group(1), Long.MIN_VALUE), bound(range.group(2), Long.MAX_VALUE)));
            }
        }
        return ranges;
    }

    private static List<IdRange> rangesLeft(Replica replica) throws SQLException {
        try {
            JsonNode left = JSON.readTree(
                    replica.postgresValue("SELECT ranges_left FROM anole.joins WHERE mysql_table = 'coins'"));
            return StreamSupport.stream(left.spliterator(), false)
                    .map(range -> new IdRange(
                            bound(range.path(0).path(0).textValue(), Long.MIN_VALUE),
                            bound(range.path(1).path(0).textValue(), Long.MAX_VALUE)))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    private static long bound(@Nullable String bound, long open) {
        return bound == null ? open : Long.parseLong(bound);
    }
}
