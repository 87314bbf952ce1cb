package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the configuration says of tables in PostgreSQL, read from its catalogue; and which tables there are. */
class TargetKeysIT {

    @Test
    void readersAreGrantedThePresentAndTheFuture() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "grants")) {
            String reader = replica.name() + " \"reader\"";
            String late = replica.name() + "_late";
            replica.postgres("CREATE ROLE " + quoted(reader));
            String roles = "    grant_select_to: ['" + reader + "', " + late + "]\n";
            replica.configure(roles);
            replica.mySql(
                    "CREATE TABLE keyed (id INT PRIMARY KEY)",
                    "CREATE TABLE bag (a INT)",
                    "CREATE TABLE other (id INT PRIMARY KEY)");
            replica.register();

            ReplicaAdmin.Result init = replica.admin("init-replica", "--start");

            assertThat(init.exitCode()).as(init.all()).isZero();
            assertThat(init.all()).contains("no role " + late).doesNotContain("no role " + reader);
            assertThat(maySelect(replica, reader, "keyed", "bag", "other")).isTrue();
            assertThat(replica.postgresValue("SELECT has_schema_privilege('" + reader + "', '" + replica.name()
                            + "', 'USAGE') AND NOT has_schema_privilege('" + reader + "', 'anole', 'USAGE')"))
                    .isEqualTo("t");
            replica.postgres("CREATE TABLE " + replica.name() + ".made_later (a INT)");
            assertThat(maySelect(replica, reader, "made_later")).isTrue();

            // A role that is there by now reads what was copied before too; what users have granted stays.
            replica.postgres(
                    "CREATE ROLE " + quoted(late), "GRANT INSERT ON " + replica.name() + ".keyed TO " + quoted(late));
            replica.succeed("sync-tables", "--tables", replica.name() + ".keyed," + replica.name() + ".bag");

            assertThat(maySelect(replica, reader, "keyed", "bag", "other")).isTrue();
            assertThat(maySelect(replica, late, "keyed", "bag", "other")).isTrue();
            assertThat(replica.postgresValue("SELECT has_table_privilege('" + late + "', '" + replica.name()
                            + ".keyed', 'INSERT') AND NOT has_table_privilege('" + late + "', '" + replica.name()
                            + ".bag', 'INSERT')"))
                    .isEqualTo("t");
        }
    }

    private static String quoted(String role) {
        return '"' + role.replace("\"", "\"\"") + '"';
    }

    private static boolean maySelect(Replica replica, String role, String... tables) throws SQLException {
        for (String table : tables) {
            String question =
                    "SELECT has_table_privilege('" + role + "', '" + replica.name() + "." + table + "', 'SELECT')";
            if (!replica.postgresValue(question).equals("t")) {
                return false;
            }
        }
        return true;
    }

    @Test
    void fillfactorsAreSetBeforeTheRowsComeAndAfterEachCopy() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "fill")) {
            replica.mySql(
                    "CREATE TABLE half (id INT PRIMARY KEY, v CHAR(200))",
                    "CREATE TABLE `full` (id INT PRIMARY KEY, v CHAR(200))",
                    "CREATE TABLE bag (a INT)");
            for (String table : new String[] {"half", "full"}) {
                replica.mySql(
                        "INSERT INTO " + table + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                                + " WHERE i < 1000) SELECT i, REPEAT('x', 200) FROM n");
            }
            Path file = replica.configure("");
            Files.writeString(file, """
                    fillfactor:
                      "50": {tables: [%1$s.half, %1$s.bag]}
                      "70": {tables: [%1$s.bag]}
                    """.formatted(replica.name()), StandardOpenOption.APPEND);

            replica.initialise();

            assertThat(options(replica, "half")).isEqualTo("{fillfactor=50}");
            assertThat(options(replica, "bag")).isEqualTo("{fillfactor=70}");
            assertThat(options(replica, "full")).isEqualTo("none");
            assertThat(pages(replica, "half")).isGreaterThan(pages(replica, "full") * 3 / 2);

            replica.configure("");
            Files.writeString(file, "fillfactor: {\"40\": {tables: '*'}}\n", StandardOpenOption.APPEND);
            replica.postgres(
                    "ALTER TABLE " + replica.name() + ".full SET (fillfactor = 90, autovacuum_enabled = false)");
            replica.succeed("sync-tables", "--tables", replica.name() + ".full," + replica.name() + ".bag");

            assertThat(options(replica, "full")).contains("fillfactor=40", "autovacuum_enabled=false");
            assertThat(options(replica, "bag")).isEqualTo("{fillfactor=40}");
            assertThat(options(replica, "half")).isEqualTo("{fillfactor=50}");
        }
    }

    private static String options(Replica replica, String table) throws SQLException {
        return replica.postgresValue("SELECT coalesce(reloptions::text, 'none') FROM pg_class WHERE oid = '"
                + replica.name() + ".\"" + table + "\"'::regclass");
    }

    private static long pages(Replica replica, String table) throws SQLException {
        return Long.parseLong(
                replica.postgresValue("SELECT pg_relation_size('" + replica.name() + ".\"" + table + "\"') / 8192"));
    }

    @Test
    void skippedEventsAreNotAppliedAndTheOthersAreNoDrift() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "events")) {
            String db = replica.name();
            replica.configure("""
                        on_drift: error
                        skip_events:
                          delete: [%1$s.archive]
                          update: [%1$s.frozen]
                          insert: [%1$s.known, %1$s.bag]
                    """.formatted(db));
            replica.mySql(
                    "CREATE TABLE archive (id INT PRIMARY KEY, v VARCHAR(20))",
                    "CREATE TABLE frozen LIKE archive",
                    "CREATE TABLE known LIKE archive",
                    "CREATE TABLE bag (v VARCHAR(20))",
                    "CREATE TABLE others LIKE archive",
                    "INSERT INTO archive VALUES (1, 'a'), (2, 'b')",
                    "INSERT INTO frozen SELECT * FROM archive",
                    "INSERT INTO known SELECT * FROM archive",
                    "INSERT INTO bag VALUES ('a'), ('a')");
            replica.initialise();

            String[] changes = {
                "DELETE FROM archive WHERE id = 1",
                "INSERT INTO archive VALUES (1, 'again')",
                "UPDATE archive SET v = 'last' WHERE id = 2",
                "DELETE FROM archive WHERE id = 2",
                "INSERT INTO archive VALUES (3, 'moves')",
                "UPDATE archive SET id = 4 WHERE id = 3",
                "DELETE FROM archive WHERE id = 4",
                "UPDATE frozen SET v = 'changed'",
                "DELETE FROM frozen WHERE id = 1",
                "INSERT INTO frozen VALUES (3, 'new')",
                "UPDATE frozen SET v = 'changed' WHERE id = 3",
                "INSERT INTO known VALUES (3, 'unknown')",
                "UPDATE known SET v = 'unknown' WHERE id = 3",
                "UPDATE known SET id = 7 WHERE id = 3",
                "UPDATE known SET id = 5, v = 'moved' WHERE id = 1",
                "UPDATE known SET v = 'changed' WHERE id = 2",
                "INSERT INTO bag VALUES ('b')",
                "UPDATE bag SET v = 'c' WHERE v = 'b'",
                "UPDATE bag SET v = 'd' WHERE v = 'a' LIMIT 1",
                "DELETE FROM bag WHERE v = 'c'",
                "INSERT INTO others VALUES (1, 'a')",
                "UPDATE others SET v = 'b'"
            };
            replica.mySqlTransaction(changes);
            replica.assertEqual("others");
            assertSkipped(replica);

            // The same once more, each by itself, over what was left.
            replica.mySql(
                    "DELETE FROM others",
                    "UPDATE known SET id = 1, v = 'a' WHERE id = 5",
                    "INSERT INTO bag VALUES" + " ('a')",
                    "UPDATE bag SET v = 'a' WHERE v = 'd'",
                    "DELETE FROM known WHERE id = 7");
            replica.mySql("DELETE FROM frozen WHERE id = 3", "INSERT INTO frozen VALUES (1, 'a')");
            replica.mySql("INSERT INTO archive VALUES (2, 'b')");
            replica.mySql(changes);
            replica.assertEqual("others");
            assertSkipped(replica);
            assertThat(replica.drifted()).isZero();

            replica.mySql("TRUNCATE TABLE archive");
            replica.assertEqual("archive");
            replica.configure("");
            replica.succeed("stop-replica");
            replica.succeed("start-replica");
            replica.mySql("INSERT INTO archive VALUES (1, 'a'), (2, 'b')", "DELETE FROM archive WHERE id = 1");
            replica.assertEqual("archive");
        }
    }

    private static void assertSkipped(Replica replica) throws SQLException {
        assertThat(rows(replica, "archive")).containsExactly("1 again", "2 last", "4 moves");
        assertThat(rows(replica, "frozen")).containsExactly("2 b", "3 new");
        assertThat(rows(replica, "known")).containsExactly("2 changed", "5 moved");
        assertThat(rows(replica, "bag")).containsExactly("a", "d");
    }

    private static List<String> rows(Replica replica, String table) throws SQLException {
        return replica.postgresRows(table).stream()
                .map(row -> row.replace('\u0001', ' ').strip())
                .toList();
    }

    @Test
    void limitsAndSkipsNameTablesOrWholeSchemas() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "limits")) {
            String db = replica.name();
            replica.mySql(
                    "CREATE TABLE `a.b` (id INT PRIMARY KEY)",
                    "CREATE TABLE b (id INT PRIMARY KEY)",
                    "CREATE TABLE c (id INT PRIMARY KEY)",
                    "INSERT INTO `a.b` VALUES (1)");
            replica.configure(
                    "    limit_tables: [" + db + ", " + db + ".gone]\n    skip_tables: [" + db + ".b, " + db + ".c]\n");
            replica.register();

            ReplicaAdmin.Result init = replica.admin("init-replica", "--start");

            assertThat(init.exitCode()).as(init.all()).isZero();
            assertThat(init.all()).contains("limit_tables has " + db + ".gone, which names no table");
            assertThat(tables(replica)).isEqualTo("a.b");

            replica.configure("    limit_tables: ['" + db + ".a.b', " + db + ".b]\n");
            replica.succeed("refresh-schema", "--schema", db);
            replica.mySql("INSERT INTO `a.b` VALUES (2)", "INSERT INTO b VALUES (3)", "INSERT INTO c VALUES (4)");

            replica.assertEqual("a.b", "b");
            assertThat(tables(replica)).isEqualTo("a.b, b");
        }
    }

    private static String tables(Replica replica) throws SQLException {
        return replica.postgresValue(
                "SELECT string_agg(tablename, ', ' ORDER BY tablename) FROM pg_tables WHERE schemaname" + " = '"
                        + replica.name() + "'");
    }
}
