package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
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
            replica.succeed("create-replica-schema");
            replica.succeed("add-source");

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
            replica.succeed("create-replica-schema");
            replica.succeed("add-source");

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
