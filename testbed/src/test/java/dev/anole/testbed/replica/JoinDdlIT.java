package dev.anole.testbed.replica;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** DDL on a table while it joins, several at once: its copy is thrown away and begun again, and the others go on. */
class JoinDdlIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String CONTINUE = "    on_error_replay: continue\n";
    private static final int ROWS = 2_000;
    private static final int FAILURE = 6;

    /** Where each table's join is stopped, and what is done to the table then. */
    private record Ddl(String state, String... statements) {
        /** The sink ends the copy of a table that replicates, for which it waits at the gate. */
        boolean endsJoin() {
            return Stream.of(statements).anyMatch(sql -> sql.matches("(RENAME|DROP) TABLE .*"));
        }
    }

    private static final Map<String, Ddl> DDL = Map.of(
            "altered", new Ddl(JoinGate.FIRST_RANGE, "ALTER TABLE altered ADD COLUMN more INT NOT NULL DEFAULT 7"),
            "altered_late", new Ddl(JoinGate.CAUGHT_UP, "ALTER TABLE altered_late ADD COLUMN more INT DEFAULT 8 FIRST"),
            "emptied", new Ddl(JoinGate.FIRST_RANGE, "TRUNCATE emptied"),
            "emptied_late", new Ddl(JoinGate.KEY_BUILT, "TRUNCATE TABLE emptied_late"),
            "dropped", new Ddl(JoinGate.FIRST_RANGE, "DROP TABLE dropped"),
            "renamed", new Ddl(JoinGate.CAUGHT_UP, "RENAME TABLE renamed TO renamed_away"),
            "swapped", new Ddl(JoinGate.FIRST_RANGE, ghostSwap("swapped")),
            "swapped_late", new Ddl(JoinGate.CAUGHT_UP, ghostSwap("swapped_late")));

    /** In an order of their own, so that a seed repeats what it did. */
    private static final List<String> TABLES =
            Stream.concat(DDL.keySet().stream().sorted(), Stream.of("calm")).toList();

    @Test
    void tablesThatAreChangedWhileTheyJoinAreRightInTheEnd() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "ddl", CONTINUE)) {
            for (String table : DDL.keySet()) {
                create(replica, table);
            }
            create(replica, "calm");
            replica.register();
            try (JoinGate gate = new JoinGate(replica);
                    TableLoad load = new TableLoad(replica, 2, 11, random -> change(random, TABLES))) {
                for (Map.Entry<String, Ddl> ddl : DDL.entrySet()) {
                    gate.shut(ddl.getKey(), ddl.getValue().state());
                }
                try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start", "--debug")) {
                    changeAsTheyArrive(replica, gate, admin, DDL);

                    ReplicaAdmin.Result result = admin.await(PATIENCE);

                    assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILURE);
                    assertThat(result.output())
                            .contains(replica.name() + ".dropped is disabled", "MySQL has no such table any more")
                            .contains(replica.name() + ".renamed is disabled");
                    assertThat(result.output().lines().filter(line -> line.contains("begins anew")))
                            .as("copies that were begun again")
                            .hasSizeGreaterThanOrEqualTo(DDL.size());
                }
                assertThat(load.statements()).isPositive();
            }

            replica.assertEqual(
                    "altered", "altered_late", "emptied", "emptied_late", "swapped", "swapped_late", "calm");
            assertThat(replica.drifted()).isZero();
            assertThat(replica.postgresValue(
                            "SELECT string_agg(mysql_table, ' ' ORDER BY mysql_table) FROM anole.tables"
                                    + " WHERE mysql_table IN ('dropped', 'renamed') OR state <> 'replicating'"))
                    .as("tables that are gone, or wait for their copies since they were renamed before they had joined")
                    .isEqualTo("_swapped_del _swapped_late_del renamed_away");
            assertThat(replica.postgresValue("SELECT (SELECT count(*) FROM anole.joins)"
                            + " + (SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_loading%')"))
                    .as("joins and loading schemas left")
                    .isEqualTo("0");
        }
    }

    private static final Map<String, Ddl> DDL_ON_OLD_TABLES = Map.of(
            "early",
                    new Ddl(JoinGate.FIRST_RANGE, "ALTER TABLE early ADD COLUMN more INT DEFAULT 7, ADD KEY (more, v)"),
            "late", new Ddl(JoinGate.CAUGHT_UP, "ALTER TABLE late ADD COLUMN more INT DEFAULT 8 FIRST, DROP KEY v"),
            "emptied", new Ddl(JoinGate.CAUGHT_UP, "TRUNCATE emptied"),
            "swapped", new Ddl(JoinGate.FIRST_RANGE, ghostSwap("swapped")),
            "moved", new Ddl(JoinGate.FIRST_RANGE, "RENAME TABLE moved TO moved_away"),
            "gone", new Ddl(JoinGate.FIRST_RANGE, "DROP TABLE gone"));

    /** The sink meets the statement too: at the old table, which follows it. */
    @Test
    void theOldTableFollowsWhatChangesItWhileItIsCopiedAnew() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "ddlsync")) {
            List<String> tables = DDL_ON_OLD_TABLES.keySet().stream().sorted().toList();
            for (String table : tables) {
                create(replica, table);
            }
            replica.initialise();
            try (JoinGate gate = new JoinGate(replica);
                    TableLoad load = new TableLoad(
                            replica, 1, 12, random -> change(random, List.of("early", "late", "emptied", "swapped")))) {
                for (Map.Entry<String, Ddl> ddl : DDL_ON_OLD_TABLES.entrySet()) {
                    gate.shut(ddl.getKey(), ddl.getValue().state());
                }
                String names = tables.stream()
                        .map(table -> replica.name() + "." + table)
                        .collect(joining(","));
                try (RunningAdmin admin = replica.adminInBackground("sync-tables", "--debug", "--tables", names)) {
                    changeAsTheyArrive(replica, gate, admin, DDL_ON_OLD_TABLES);

                    ReplicaAdmin.Result result = admin.await(PATIENCE);

                    assertThat(result.exitCode()).as(result.output()).isEqualTo(FAILURE);
                    assertThat(result.output()).contains("MySQL has no such table any more");
                    for (String table : tables) {
                        assertThat(result.output())
                                .containsPattern("copy of " + replica.name() + "." + table + " begins (again|anew)");
                    }
                }
                assertThat(load.statements()).isPositive();
            }
            replica.assertEqual("early", "late", "emptied", "swapped", "_swapped_del", "moved_away");
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
            assertThat(replica.postgresValue(
                            "SELECT count(*) FROM anole.tables WHERE mysql_table IN ('moved', 'gone', '_swapped_gho')"))
                    .isEqualTo("0");
        }
    }

    private static void changeAsTheyArrive(
            Replica replica, JoinGate gate, RunningAdmin admin, Map<String, Ddl> statements) throws SQLException {
        Map<String, Ddl> waiting = new HashMap<>(statements);
        while (!waiting.isEmpty()) {
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !admin.isRunning() || waiting.keySet().stream().anyMatch(gate::isReached));
            assertThat(admin.isRunning())
                    .as("still running: %s", admin.output())
                    .isTrue();
            for (String table : List.copyOf(waiting.keySet())) {
                if (gate.isReached(table)) {
                    replica.mySql(waiting.get(table).statements());
                    if (statements == DDL || !waiting.get(table).endsJoin()) {
                        // Else the table might join before the stream comes to the statement.
                        replica.awaitCaughtUp();
                    }
                    gate.open(table);
                    waiting.remove(table);
                }
            }
        }
    }

    private static void create(Replica replica, String table) throws SQLException {
        replica.mySql(
                "CREATE TABLE " + table + " (id INT PRIMARY KEY, v INT NOT NULL, KEY (v))",
                "INSERT INTO " + table
                        + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                        + " SELECT i, i FROM n",
                "INSERT INTO " + table + " SELECT id + 1000, v FROM " + table);
    }

    /** What gh-ost does in the end: another table takes the name, of the same definition, with other rows. */
    private static String[] ghostSwap(String table) {
        return new String[] {
            "CREATE TABLE _" + table + "_gho LIKE " + table,
            "INSERT INTO _" + table + "_gho SELECT id, v + 1000000 FROM " + table + " WHERE id % 3 > 0",
            "RENAME TABLE " + table + " TO _" + table + "_del, _" + table + "_gho TO " + table
        };
    }

    private static String change(Random random, List<String> tables) {
        String table = tables.get(random.nextInt(tables.size()));
        int id = 1 + random.nextInt(ROWS + 100);
        return switch (random.nextInt(4)) {
            case 0 ->
                "INSERT INTO " + table + " (id, v) VALUES (" + id + ", " + random.nextInt() + ")"
                        + " ON DUPLICATE KEY UPDATE v = 3";
            case 1 -> "DELETE FROM " + table + " WHERE id = " + id;
            case 2 -> "UPDATE " + table + " SET id = id + 5000 WHERE id = " + id;
            default -> "UPDATE " + table + " SET v = v + 1 WHERE id BETWEEN " + id + " AND " + (id + 5);
        };
    }
}
