package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What users hang on the replica's tables in PostgreSQL, when MySQL changes these. */
class DdlUserObjectsIT {

    private static String viewed(Replica replica, String view) throws SQLException {
        return replica.postgresValue(
                "SELECT coalesce(string_agg(v::text, ' ' ORDER BY id), '') FROM " + replica.schema() + "." + view);
    }

    private static String type(Replica replica, String view, String column) throws SQLException {
        return replica.postgresValue("SELECT data_type FROM information_schema.columns WHERE table_schema = '"
                + replica.schema() + "' AND table_name = '" + view + "' AND column_name = '" + column + "'");
    }

    @Test
    void viewsAreMadeAnewAroundChangesOfTheirColumns() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "views", "    on_error_replay: continue\n")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, v INT, e ENUM('a','b'), w INT)",
                    "INSERT INTO t VALUES (1, 10, 'a', 1), (2, 20, 'b', 2)");
            replica.initialise();
            String schema = replica.schema();
            String reader = "reader_of_" + schema;
            replica.postgres(
                    "CREATE ROLE " + reader,
                    "SET search_path = " + schema,
                    "CREATE VIEW seen WITH (security_barrier) AS SELECT id, v, e FROM t WHERE v > 10",
                    "CREATE VIEW above AS SELECT s.id, s.v FROM seen s JOIN t ON t.id = s.id",
                    "GRANT SELECT ON above TO " + reader,
                    "COMMENT ON VIEW above IS 'of views'");
            try {
                replica.mySql(
                        "ALTER TABLE t MODIFY v BIGINT, MODIFY e ENUM('b','a','c')",
                        "INSERT INTO t VALUES (3, 3000000000, 'c', 3)");
                replica.assertEqual("t");

                assertThat(viewed(replica, "above")).isEqualTo("20 3000000000");
                assertThat(type(replica, "above", "v")).isEqualTo("bigint");
                assertThat(replica.postgresValue("SELECT has_table_privilege('" + reader + "', '" + schema
                                + ".above', 'SELECT') AND obj_description('" + schema
                                + ".above'::regclass) = 'of views' AND EXISTS (SELECT FROM pg_class WHERE oid = '"
                                + schema + ".seen'::regclass AND 'security_barrier=true' = ANY (reloptions))"))
                        .isEqualTo("t");
                assertThat(replica.postgresValue("SELECT outcome FROM anole.schema_changes"))
                        .isEqualTo("applied; made anew the views " + schema + ".seen, " + schema + ".above");

                replica.mySql("ALTER TABLE t DROP COLUMN w, DROP COLUMN e");
                replica.awaitCaughtUp();
                assertThat(replica.postgresValue("SELECT state || ': ' || reason FROM anole.tables"))
                        .contains("disabled", "CREATE VIEW " + schema + ".seen");
                assertThat(viewed(replica, "above")).isEqualTo("20 3000000000");
            } finally {
                replica.postgres("DROP OWNED BY " + reader, "DROP ROLE " + reader);
            }
        }
    }

    @Test
    void viewsGoByTheNamesOfTables() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "viewnames")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
                    "INSERT INTO t VALUES (1, 1)",
                    "CREATE TABLE u (id INT PRIMARY KEY, v INT, more INT)",
                    "INSERT INTO u VALUES (2, 2, 2)");
            replica.initialise();
            replica.postgres(
                    "SET search_path = " + replica.schema(),
                    "CREATE VIEW of_t AS SELECT id, v FROM t",
                    "CREATE VIEW of_u AS SELECT id, v FROM u",
                    "CREATE VIEW of_both AS SELECT of_u.id, of_u.v + 10 * t.v AS v FROM of_u CROSS JOIN t");

            replica.mySql("RENAME TABLE t TO tmp, u TO t, tmp TO u", "UPDATE t SET v = 7", "UPDATE u SET v = 5");
            replica.assertEqual("t", "u");
            assertThat(viewed(replica, "of_t")).isEqualTo("7");
            assertThat(viewed(replica, "of_u")).isEqualTo("5");
            assertThat(viewed(replica, "of_both")).isEqualTo("75");

            // What cannot go over stays with the old table, and stops nothing.
            replica.mySql("CREATE TABLE w (id INT PRIMARY KEY)");
            replica.awaitCaughtUp();
            replica.postgres("CREATE MATERIALIZED VIEW " + replica.schema() + ".kept AS SELECT id, v FROM "
                    + replica.schema() + ".of_u");
            replica.mySql("RENAME TABLE u TO u_before, w TO u", "INSERT INTO u VALUES (1)");
            replica.assertEqual("u", "u_before");
            assertThat(viewed(replica, "of_u")).isEqualTo("5");
            assertThat(replica.postgresValue(
                            "SELECT outcome FROM anole.schema_changes" + " WHERE statement LIKE 'RENAME TABLE u TO%'"))
                    .contains("stays with the old table", "materialized view", "uses the column v");

            // Where no other table takes the name, PostgreSQL's way is the better one.
            replica.mySql("RENAME TABLE t TO elsewhere", "UPDATE elsewhere SET v = 8");
            replica.assertEqual("elsewhere");
            assertThat(viewed(replica, "of_t")).isEqualTo("8");
        }
    }

    @Test
    void theTableOfAnOnlineSchemaChangeGetsWhatTheOldOneHad() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "succession")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, v INT, gone INT)",
                    "INSERT INTO t VALUES (1, 1, 1), (2, 2, 2)",
                    "CREATE TABLE _t_gho (id INT PRIMARY KEY, v BIGINT)",
                    "INSERT INTO _t_gho SELECT id, v FROM t");
            replica.initialise();
            String table = replica.schema() + ".t";
            String reader = "reader_of_" + replica.schema();
            replica.postgres(
                    "CREATE ROLE " + reader,
                    "GRANT SELECT ON " + table + " TO " + reader,
                    "GRANT UPDATE (gone) ON " + table + " TO " + reader,
                    "CREATE POLICY few ON " + table + " USING (id < 2)",
                    "ALTER TABLE " + table + " ENABLE ROW LEVEL SECURITY",
                    "CREATE PUBLICATION p FOR TABLE " + table,
                    "CREATE PUBLICATION part FOR TABLE " + table + " (id) WHERE (id > 1)",
                    "CREATE STATISTICS " + replica.schema() + ".st ON id, v FROM " + table,
                    "CREATE VIEW public.seen AS SELECT id, v FROM " + table);
            try {
                replica.mySql("RENAME TABLE t TO _t_del, _t_gho TO t", "DROP TABLE _t_del", "UPDATE t SET v = v + 10");
                replica.assertEqual("t");

                assertThat(replica.postgresValue("SELECT concat_ws(' ', has_table_privilege('" + reader + "', '" + table
                                + "', 'SELECT'), relrowsecurity, (SELECT string_agg(polname, ',') FROM pg_policy"
                                + " WHERE polrelid = c.oid), (SELECT count(*) FROM pg_publication_rel"
                                + " WHERE prrelid = c.oid), (SELECT count(*) FROM pg_statistic_ext WHERE stxrelid = c.oid)) FROM pg_class c WHERE oid = '"
                                + table + "'::regclass"))
                        .isEqualTo("t t few 1 1");
                assertThat(replica.postgresValue("SELECT string_agg(v::text, ' ' ORDER BY id) FROM public.seen"))
                        .isEqualTo("11 12");
                assertThat(replica.postgresValue(
                                "SELECT outcome FROM anole.schema_changes WHERE statement LIKE 'RENAME%'"))
                        .isEqualTo("applied; made anew the views public.seen");
            } finally {
                replica.postgres("DROP OWNED BY " + reader, "DROP ROLE " + reader);
            }
        }
    }
}
