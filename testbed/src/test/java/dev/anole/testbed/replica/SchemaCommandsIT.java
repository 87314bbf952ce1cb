package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** {@code copy-schema} and {@code update-schema-mappings}. */
class SchemaCommandsIT {

    private static final int PRECONDITION = 5;

    private final Stack stack = Stack.shared();

    private static String value(Replica replica, String sql) throws SQLException {
        return replica.postgresValue(sql.replace("<s>", replica.schema()));
    }

    @Test
    void copySchemaMakesTablesWithoutRows() throws Exception {
        try (Replica replica = Replica.create(stack, "bare", "    skip_tables: [<name>.skipped]\n")) {
            replica.mySql(
                    "CREATE TABLE skipped (id INT PRIMARY KEY)",
                    "CREATE TABLE a (id INT AUTO_INCREMENT PRIMARY KEY, b INT, kind ENUM('x', 'y') NOT NULL DEFAULT 'y',"
                            + " name VARCHAR(20) COMMENT 'a name', KEY by_name (name))",
                    "CREATE TABLE b (id INT PRIMARY KEY, a INT, s INT, CONSTRAINT b_a FOREIGN KEY (a) REFERENCES a (id)"
                            + " ON DELETE CASCADE, CONSTRAINT b_s FOREIGN KEY (s) REFERENCES skipped (id))",
                    "ALTER TABLE a ADD CONSTRAINT a_b FOREIGN KEY (b) REFERENCES b (id)",
                    "INSERT INTO a (name) VALUES ('one')");
            replica.succeed("create-replica-schema");
            ReplicaAdmin.Result unregistered = replica.admin("copy-schema");
            assertThat(unregistered.exitCode()).isEqualTo(PRECONDITION);
            assertThat(unregistered.all()).contains("not registered");
            replica.succeed("add-source");

            ReplicaAdmin.Result copied = replica.adminProcess("copy_schema");
            assertThat(copied.exitCode()).as(copied.all()).isZero();
            assertThat(copied.all()).contains("2 tables", "2 foreign keys", "b_s", "skipped, which is not copied");
            assertThat(replica.postgresRows("a")).isEmpty();
            assertThat(value(replica, "INSERT INTO <s>.a (name) VALUES ('mine') RETURNING id || ' ' || kind"))
                    .isEqualTo("1 y");
            assertThat(value(
                            replica,
                            "SELECT string_agg(conname, ' ' ORDER BY conname) FROM pg_constraint"
                                    + " WHERE contype = 'f' AND convalidated AND connamespace = '<s>'::regnamespace"))
                    .isEqualTo("a_b b_a");
            assertThat(value(replica, "SELECT count(*) FROM pg_indexes WHERE schemaname = '<s>'"))
                    .isEqualTo("6");

            ReplicaAdmin.Result started = replica.admin("start-replica");
            assertThat(started.exitCode()).isEqualTo(PRECONDITION);
            assertThat(started.all()).contains("copy-schema has made the tables", "init-replica");

            for (String command : new String[] {"copy-schema", "init-replica"}) {
                ReplicaAdmin.Result filled = replica.admin(command);
                assertThat(filled.exitCode()).isEqualTo(PRECONDITION);
                assertThat(filled.all()).contains("have rows now: " + replica.schema() + ".a.");
            }
            replica.postgres("DELETE FROM " + replica.schema() + ".a");
            replica.succeed("copy-schema");
            replica.succeed("init-replica", "--start");
            replica.assertEqual("a", "b");
            replica.assertNothingLeft();
            assertThat(value(
                            replica,
                            "SELECT count(*) FROM pg_indexes WHERE schemaname = '<s>' AND indexname LIKE '%by_name%'"))
                    .isEqualTo("1");

            ReplicaAdmin.Result replicated = replica.admin("copy-schema");
            assertThat(replicated.exitCode()).isEqualTo(PRECONDITION);
            assertThat(replicated.all()).contains("is a replica already, status running");
        }
    }

    private static String mappings(String name, String... pairs) {
        StringBuilder yaml = new StringBuilder();
        for (String pair : pairs) {
            yaml.append("      ").append(pair.replace("<n>", name)).append('\n');
        }
        return yaml.toString();
    }

    @Test
    void mappingsAreRenamedSwappedRemovedAndAdded() throws Exception {
        String two = mappings("<name>", "<n>_two: <n>_second", "<n>_three: <n>_third");
        try (Replica replica = Replica.create(stack, "remapped", two)) {
            String name = replica.name();
            for (String database : new String[] {name, name + "_two", name + "_three", name + "_four"}) {
                replica.mySql(
                        "CREATE DATABASE IF NOT EXISTS " + database,
                        "CREATE TABLE " + database + ".t (id INT PRIMARY KEY, kind ENUM('a', 'b'))",
                        "INSERT INTO " + database + ".t VALUES (1, 'a')");
            }
            replica.initialise();
            replica.postgres("CREATE VIEW public.v AS SELECT * FROM " + name + ".t", "CREATE SCHEMA taken");

            ReplicaAdmin.Result same = replica.admin("update-schema-mappings");
            assertThat(same.exitCode()).as(same.all()).isZero();
            assertThat(same.all()).contains("are as they were registered");

            replica.configure(mappings(name, "<n>_two: taken", "<n>_three: <n>_third"));
            ReplicaAdmin.Result unregistered = replica.admin("start-replica");
            assertThat(unregistered.exitCode()).isEqualTo(PRECONDITION);
            assertThat(unregistered.all()).contains("update-schema-mappings");
            ReplicaAdmin.Result taken = replica.admin("update-schema-mappings");
            assertThat(taken.exitCode()).isEqualTo(PRECONDITION);
            assertThat(taken.all()).contains("has a schema taken already");
            replica.configure(mappings(name, "<n>_two: " + name, "<n>_three: <n>_third"));
            ReplicaAdmin.Result twice = replica.admin("update-schema-mappings");
            assertThat(twice.exitCode()).isEqualTo(PRECONDITION);
            assertThat(twice.all()).contains("duplicate destination schema");

            // One goes to a new name, two others exchange theirs in the second step.
            replica.configure(mappings(name, "<n>_two: <n>_renamed", "<n>_three: <n>_third"));
            replica.mySql("INSERT INTO t VALUES (9, 'a')", "DELETE FROM t WHERE id = 9");
            replica.assertEqual("t");
            ReplicaAdmin.Result renamed = replica.adminProcess("update_schema_mappings", "--json");
            assertThat(renamed.exitCode()).as(renamed.all()).isZero();
            assertThat(renamed.output()).contains("schema renamed, it was " + name + "_second");
            replica.configure(mappings(name, "<n>_two: <n>_third", "<n>_three: <n>_renamed"));
            replica.mySql("UPDATE " + name + "_two.t SET kind = 'b'");
            replica.succeed("update-schema-mappings");
            replica.mySql(
                    "INSERT INTO " + name + "_two.t VALUES (2, 'b')",
                    "INSERT INTO " + name + "_three.t VALUES (3, 'a')",
                    "CREATE TABLE " + name + "_two.made (id INT PRIMARY KEY, kind ENUM('c'))",
                    "INSERT INTO " + name + "_two.made VALUES (1, 'c')",
                    "ALTER TABLE " + name + "_three.t ADD COLUMN more INT DEFAULT 5");
            replica.awaitCaughtUp();
            assertThat(value(replica, "SELECT string_agg(id || kind::text, ' ' ORDER BY id) FROM <s>_third.t"))
                    .isEqualTo("1b 2b");
            assertThat(value(
                            replica, "SELECT string_agg(id || kind::text || more, ' ' ORDER BY id) FROM <s>_renamed.t"))
                    .isEqualTo("1a5 3a5");
            assertThat(value(replica, "SELECT kind FROM <s>_third.made")).isEqualTo("c");

            // The third is not mapped any more, a fourth comes.
            replica.configure(mappings(name, "<n>_two: <n>_third", "<n>_four: <n>_fourth"));
            ReplicaAdmin.Result changed = replica.admin("update-schema-mappings");
            assertThat(changed.exitCode()).as(changed.all()).isZero();
            assertThat(changed.all()).contains("removed; its tables stay", "refresh-schema", name + "_four");
            replica.mySql("INSERT INTO " + name + "_three.t VALUES (4, 'a', 1)", "INSERT INTO t VALUES (4, 'b')");
            replica.assertEqual("t");
            assertThat(value(replica, "SELECT count(*) FROM <s>_renamed.t")).isEqualTo("2");
            replica.succeed("refresh-schema", "--schema", name + "_four");
            replica.mySql("INSERT INTO " + name + "_four.t VALUES (2, 'b')");
            replica.awaitCaughtUp();
            assertThat(value(replica, "SELECT count(*) FROM <s>_fourth.t")).isEqualTo("2");
            replica.assertNothingLeft();
        }
    }
}
