package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.admin.database.Reservation;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** {@code sync-tables} and {@code refresh-schema}: tables of a running replica are replaced while all others go on. */
class SyncIT {

    private static final int ROWS = Boolean.getBoolean("anole.full") ? 1_000_000 : 30_000;
    private static final int REFUSED = 5;
    private static final String CONTINUE = "    on_error_replay: continue\n";

    private final Stack stack = Stack.shared();

    @Test
    void tablesAreReplacedUnderLoadAndUsersNoticeNothing() throws Exception {
        try (Replica replica = Replica.create(stack, "sync")) {
            String schema = replica.name();
            createCoins(replica, "coins");
            createCoins(replica, "notes");
            replica.mySql("CREATE TABLE ticks (id INT PRIMARY KEY AUTO_INCREMENT)");
            replica.initialise();
            hangOn(replica, schema);
            String before = catalogueOf(replica, schema);
            // What a new copy mends; readers of the sum do not see it.
            replica.postgres("UPDATE " + schema + ".coins SET label = 'wrong' WHERE id % 100 = 0");
            String oldTable = replica.postgresValue("SELECT '" + schema + ".coins'::regclass::oid");

            AtomicBoolean open = new AtomicBoolean(true);
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                Future<?> coins = threads.submit(() -> transfer(replica, "coins", open));
                Future<?> notes = threads.submit(() -> transfer(replica, "notes", open));
                Future<Long> ofTable = threads.submit(() -> watch(replica, schema + ".coins", open));
                Future<Long> ofView = threads.submit(() -> watch(replica, schema + ".coins_of_users", open));
                ReplicaAdmin.Result result =
                        replica.admin("sync-tables", "--tables", schema + ".coins," + schema + ".notes", "--json");
                assertThat(result.exitCode()).as(result.all()).isZero();
                JsonNode report = new ObjectMapper().readTree(result.output());
                assertThat(report.at("/status").asText()).isEqualTo("running");
                assertThat(report.at("/published").asBoolean()).isFalse();
                assertThat(report.at("/tables")).hasSize(2);
                open.set(false);
                coins.get();
                notes.get();
                assertThat(ofTable.get()).as("polls of the table").isGreaterThan(10);
                assertThat(ofView.get()).as("polls of the view").isGreaterThan(10);
            } finally {
                open.set(false);
                threads.shutdown();
            }

            assertThat(replica.postgresValue("SELECT '" + schema + ".coins'::regclass::oid"))
                    .as("the table is another one")
                    .isNotEqualTo(oldTable);
            replica.assertEqual("coins", "notes", "ticks");
            assertThat(replica.drifted()).isZero();
            assertThat(catalogueOf(replica, schema)).isEqualTo(before);
            assertThat(statusOf(replica)).isEqualTo("running");
            replica.postgres("INSERT INTO " + schema + ".coins_view (id) VALUES (1)");
            assertThat(replica.postgresValue("SELECT count(*) FROM " + schema + ".log"))
                    .isEqualTo("1");
        }
    }

    /** What users make: views on views, grants, indexes, a comment, triggers, a policy, a publication. */
    private static void hangOn(Replica replica, String schema) throws SQLException {
        String reader = "reader_" + schema;
        replica.postgres(
                "CREATE ROLE " + reader,
                "CREATE TABLE " + schema + ".log (id int)",
                "CREATE VIEW " + schema + ".coins_view WITH (security_barrier) AS" + " SELECT id, amount, kind FROM "
                        + schema + ".coins",
                "CREATE VIEW " + schema + ".coins_of_users AS SELECT v.id, v.amount, v.kind FROM " + schema
                        + ".coins_view v WHERE v.kind IN ('gold', 'silver')",
                "CREATE VIEW " + schema + ".both_of_them AS SELECT c.id, n.label FROM " + schema
                        + ".coins_of_users c JOIN " + schema + ".notes n USING (id)",
                "ALTER VIEW " + schema + ".coins_view ALTER COLUMN amount SET DEFAULT 7",
                "COMMENT ON VIEW " + schema + ".coins_of_users IS 'for the users'",
                "COMMENT ON COLUMN " + schema + ".coins.label IS 'what it''s called'",
                "ALTER VIEW " + schema + ".coins_of_users OWNER TO " + reader,
                "GRANT SELECT ON " + schema + ".coins TO " + reader + " WITH GRANT OPTION",
                "GRANT UPDATE (label) ON " + schema + ".coins TO " + reader,
                "GRANT SELECT ON " + schema + ".coins_of_users TO PUBLIC",
                "GRANT SELECT, UPDATE (id) ON " + schema + ".coins_view TO " + reader,
                "CREATE INDEX \"by amount\" ON " + schema + ".coins (amount DESC, lower(label)) WHERE kind = 'gold'",
                "CREATE STATISTICS " + schema + ".correlated ON amount, kind FROM " + schema + ".coins",
                "ALTER TABLE " + schema + ".coins ALTER COLUMN label SET STATISTICS 500",
                "ALTER TABLE " + schema + ".coins SET (autovacuum_vacuum_scale_factor = 0.05)",
                "ALTER TABLE " + schema + ".coins REPLICA IDENTITY FULL",
                "CREATE POLICY all_of_them ON " + schema + ".coins FOR SELECT TO " + reader + " USING (amount > 0)",
                "ALTER TABLE " + schema + ".coins ENABLE ROW LEVEL SECURITY",
                "CREATE PUBLICATION p_" + schema + " FOR TABLE " + schema + ".coins",
                "CREATE FUNCTION " + schema + ".note() RETURNS trigger LANGUAGE plpgsql AS" + " 'BEGIN INSERT INTO "
                        + schema + ".log VALUES (NEW.id); RETURN NEW; END'",
                "CREATE TRIGGER instead INSTEAD OF INSERT ON " + schema + ".coins_view FOR EACH ROW EXECUTE FUNCTION "
                        + schema + ".note()",
                "CREATE TRIGGER later AFTER INSERT ON " + schema + ".coins FOR EACH ROW WHEN (NEW.id < 0)"
                        + " EXECUTE FUNCTION " + schema + ".note()",
                "ALTER TABLE " + schema + ".coins ENABLE ALWAYS TRIGGER later");
    }

    /** What PostgreSQL knows of the tables and all that hangs on them. */
    private static String catalogueOf(Replica replica, String schema) throws SQLException {
        return replica.postgresValue("""
                SELECT string_agg(what, E'\n' ORDER BY what COLLATE "C") FROM (
                  SELECT concat_ws(' ', 'relation', relname, relkind, pg_get_userbyid(relowner), reloptions, relreplident,
                    relrowsecurity, obj_description(oid),
                    (SELECT string_agg(a::text, ',' ORDER BY a::text)
                      FROM aclexplode(coalesce(relacl, acldefault('r', relowner))) a)) AS what
                  FROM pg_class WHERE relnamespace = '<schema>'::regnamespace AND relkind IN ('r', 'v')
                  UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod),
                    attnotnull, attacl, attstattarget, col_description(attrelid, attnum))
                  FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
                  WHERE relnamespace = '<schema>'::regnamespace AND relkind IN ('r', 'v') AND attnum > 0
                  UNION ALL SELECT concat_ws(' ', 'view', viewname, definition) FROM pg_views WHERE schemaname = '<schema>'
                  UNION ALL SELECT concat_ws(' ', 'index', indexdef) FROM pg_indexes WHERE schemaname = '<schema>'
                  UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(t.oid), tgenabled)
                  FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid WHERE relnamespace = '<schema>'::regnamespace
                  UNION ALL SELECT concat_ws(' ', 'policy', p::text) FROM pg_policies p WHERE schemaname = '<schema>'
                  UNION ALL SELECT concat_ws(' ', 'publication', p::text) FROM pg_publication_tables p
                  UNION ALL SELECT concat_ws(' ', 'statistics', pg_get_statisticsobjdef(oid)) FROM pg_statistic_ext
                  UNION ALL SELECT concat_ws(' ', 'default', adrelid::regclass, adnum, pg_get_expr(adbin, adrelid))
                  FROM pg_attrdef JOIN pg_class c ON c.oid = adrelid WHERE relnamespace = '<schema>'::regnamespace) all_of_it
                """.replace("<schema>", schema));
    }

    @Test
    void whatCannotGoOnIsRefusedBeforeAnythingIsCopied() throws Exception {
        try (Replica replica = Replica.create(stack, "refuse", CONTINUE)) {
            String schema = replica.name();
            replica.mySql(
                    "CREATE TABLE a (id INT PRIMARY KEY, kind ENUM('x', 'y'))",
                    "INSERT INTO a VALUES (1, 'x')",
                    "CREATE TABLE gone (id INT PRIMARY KEY)",
                    "CREATE VIEW seen AS SELECT id FROM a");
            replica.initialise();
            replica.postgres(
                    "CREATE VIEW " + schema + ".v AS SELECT id, kind FROM " + schema + ".a",
                    "CREATE MATERIALIZED VIEW " + schema + ".m AS SELECT count(*) FROM " + schema + ".v",
                    "CREATE TABLE " + schema + ".mine (id int REFERENCES " + schema + ".a)",
                    "CREATE FUNCTION " + schema + ".f() RETURNS bigint RETURN (SELECT count(*) FROM " + schema + ".a)",
                    "ALTER TABLE " + schema + ".a ADD COLUMN extra text");

            ReplicaAdmin.Result refused = replica.admin("sync-tables", "--tables", schema + ".a");
            assertThat(refused.exitCode()).as(refused.all()).isEqualTo(REFUSED);
            assertThat(refused.errors())
                    .contains("materialized view " + schema + ".m", "on table " + schema + ".mine")
                    .contains("function " + schema + ".f()", "column extra")
                    .doesNotContain("view " + schema + ".v ");
            assertThat(replica.admin("init-replica").errors()).contains("materialized view " + schema + ".m");
            assertThat(replica.postgresValue("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_%'"))
                    .isEqualTo("0");
            assertThat(statusOf(replica)).isEqualTo("running");
            assertThat(replica.admin("sync-tables", "--tables", schema + ".A," + schema + ".seen,x.y")
                            .errors())
                    .contains("Did you mean " + schema + ".a?")
                    .contains(schema + ".seen is a view", "schema of x.y is not among");
            assertThat(replica.admin("sync-tables", "--tables", "a").exitCode()).isEqualTo(2);
            assertThat(replica.admin("refresh-schema", "--schema", "nowhere").exitCode())
                    .isEqualTo(REFUSED);
            replica.postgres(
                    "DROP MATERIALIZED VIEW " + schema + ".m",
                    "DROP TABLE " + schema + ".mine",
                    "DROP FUNCTION " + schema + ".f()",
                    "ALTER TABLE " + schema + ".a DROP COLUMN extra");

            anotherCommandIsWaitedFor(replica);
            disabledTablesComeBack(replica, schema);
        }
    }

    private static void anotherCommandIsWaitedFor(Replica replica) throws SQLException {
        try (Connection other = replica.postgres();
                Statement statement = other.createStatement()) {
            statement.execute("SET application_name = 'replica-admin of somebody else'");
            // The second is that of a copy which goes on, though the session of its command was lost.
            for (String key : List.of(
                    "hashtextextended('anole " + replica.name() + "', 0)",
                    Reservation.JOIN_LOCK + ", " + replica.name().hashCode())) {
                statement.execute("SELECT pg_advisory_lock(" + key + ")");
                ReplicaAdmin.Result result = replica.admin("stop-replica");
                assertThat(result.exitCode()).as(result.all()).isEqualTo(REFUSED);
                assertThat(result.errors()).contains("replica-admin of somebody else", "pg_terminate_backend(");
                statement.execute("SELECT pg_advisory_unlock(" + key + ")");
            }
        }
    }

    private static void disabledTablesComeBack(Replica replica, String schema) throws SQLException {
        // As a command leaves it that was killed.
        replica.postgres("UPDATE anole.sources SET status = 'syncing', status_before_sync = 'running'");
        ReplicaAdmin.Result none = replica.admin("sync-tables", "--tables", "disabled");
        assertThat(none.exitCode()).as(none.all()).isZero();
        assertThat(none.output()).contains("no disabled table");
        assertThat(statusOf(replica)).isEqualTo("running");

        replica.mySql(
                "ALTER TABLE a ADD COLUMN more INT AS (id + 5) STORED",
                "INSERT INTO a (id) VALUES (2)",
                "INSERT INTO gone (id) VALUES (1)",
                "ALTER TABLE gone ADD COLUMN more INT AS (id) STORED",
                "DROP TABLE gone");
        replica.awaitCaughtUp();
        assertThat(replica.postgresValue("SELECT string_agg(mysql_table || ' ' || state, ',') FROM anole.tables"
                        + " WHERE mysql_table IN ('a', 'gone')"))
                .as("one that is disabled goes when MySQL drops it")
                .isEqualTo("a disabled");
        replica.succeed("stop-replica");
        ReplicaAdmin.Result back = replica.admin("sync-tables", "--tables", "disabled");
        assertThat(back.exitCode()).as(back.all()).isZero();
        assertThat(statusOf(replica)).isEqualTo("synced");
        replica.mySql("INSERT INTO a (id) VALUES (3)");
        replica.succeed("start-replica");
        replica.assertEqual("a");
        assertThat(replica.postgresValue("SELECT count(*) FROM " + schema + ".v"))
                .isEqualTo("3");
    }

    @Test
    void theConfigurationMayLetMoreTablesThroughButNotSilentlyFewer() throws Exception {
        String limit = "    limit_tables: [wide.a, wide.b]\n";
        try (Replica replica = Replica.named(stack, "wide", "wide", "wide_copy", CONTINUE + limit)) {
            replica.mySql(
                    "CREATE TABLE a (id INT PRIMARY KEY)",
                    "CREATE TABLE b (id INT PRIMARY KEY)",
                    "CREATE TABLE c (id INT PRIMARY KEY AUTO_INCREMENT, n INT)",
                    "INSERT INTO c (n) VALUES (1), (2)");
            replica.initialise();
            ReplicaAdmin.Result left = replica.admin("sync-tables", "--tables", "wide.c");
            assertThat(left.exitCode()).isEqualTo(REFUSED);
            assertThat(left.errors()).contains("limit_tables");

            replica.configure(CONTINUE + "    limit_tables: [wide.a, wide.c]\n");
            ReplicaAdmin.Result fewer = replica.admin("sync-tables", "--tables", "wide.c");
            assertThat(fewer.exitCode()).isEqualTo(REFUSED);
            assertThat(fewer.errors()).contains("wide.b", "refresh-schema --schema wide");
            assertThat(replica.admin("start-replica").errors()).contains("wide.b");

            replica.configure(CONTINUE + "    limit_tables: [wide.a, wide.b, wide.c]\n");
            AtomicBoolean open = new AtomicBoolean(true);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<?> writer = thread.submit(() -> insert(replica, "c", open));
                ReplicaAdmin.Result wider = replica.admin("sync-tables", "--tables", "wide.c", "--json");
                assertThat(wider.exitCode()).as(wider.all()).isZero();
                assertThat(new ObjectMapper()
                                .readTree(wider.output())
                                .at("/published")
                                .asBoolean())
                        .isTrue();
                open.set(false);
                writer.get();
            } finally {
                open.set(false);
                thread.shutdown();
            }
            replica.mySql("INSERT INTO a VALUES (1)", "INSERT INTO c (n) VALUES (9)");
            replica.assertEqual("a", "b", "c");

            aSchemaBecomesWhatMySqlHas(replica);
        }
    }

    private static void aSchemaBecomesWhatMySqlHas(Replica replica) throws Exception {
        replica.configure(CONTINUE + "    skip_tables: [wide.b]\n");
        replica.mySql("CREATE TABLE d (id INT PRIMARY KEY)", "INSERT INTO d VALUES (1)", "DROP TABLE a");
        replica.postgres("CREATE VIEW public.on_b AS SELECT * FROM wide_copy.b");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.postgresValue("SELECT count(*) FROM anole.tables WHERE mysql_table = 'a'")
                        .equals("0"));
        ReplicaAdmin.Result refused = replica.admin("refresh-schema", "--schema", "wide");
        assertThat(refused.exitCode()).isEqualTo(REFUSED);
        assertThat(refused.errors()).contains("on_b");
        replica.postgres("DROP VIEW public.on_b");

        ReplicaAdmin.Result result = replica.adminProcess("refresh-schema", "--schema", "wide");
        assertThat(result.exitCode()).as(result.all()).isZero();
        assertThat(result.output()).contains("Dropped", "wide.b");
        assertThat(replica.postgresValue("SELECT string_agg(tablename, ',' ORDER BY tablename) FROM pg_tables"
                        + " WHERE schemaname = 'wide_copy'"))
                .isEqualTo("c,d");
        assertThat(replica.postgresValue("SELECT string_agg(mysql_table, ',' ORDER BY mysql_table) FROM anole.tables"))
                .isEqualTo("c,d");
        replica.mySql("INSERT INTO d VALUES (2)");
        replica.assertEqual("c", "d");
        assertThat(statusOf(replica)).isEqualTo("running");
    }

    private static String statusOf(Replica replica) throws SQLException {
        return replica.postgresValue("SELECT status FROM anole.sources");
    }

    private static void createCoins(Replica replica, String table) throws SQLException {
        replica.mySql("CREATE TABLE " + table + " (id INT PRIMARY KEY, amount BIGINT NOT NULL,"
                + " kind ENUM('gold', 'silver') NOT NULL, label VARCHAR(40) NOT NULL, KEY (label))");
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.execute("SET SESSION cte_max_recursion_depth = 3000000");
            statement.execute("INSERT INTO " + table
                    + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n" + " WHERE i < " + ROWS
                    + ") SELECT i, 100, IF(i % 2, 'gold', 'silver'), CONCAT('row ', i) FROM n");
        }
    }

    /** Transactions that leave the sum of all amounts as it was. */
    private static Void transfer(Replica replica, String table, AtomicBoolean open) throws SQLException {
        Random random = new Random(table.hashCode());
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            mySql.setAutoCommit(false);
            while (open.get()) {
                statement.execute(
                        "UPDATE " + table + " SET amount = amount - 1 WHERE id = " + (1 + random.nextInt(ROWS)));
                statement.execute(
                        "UPDATE " + table + " SET amount = amount + 1 WHERE id = " + (1 + random.nextInt(ROWS)));
                statement.execute("INSERT INTO ticks VALUES ()");
                mySql.commit();
            }
        }
        return null;
    }

    private static Void insert(Replica replica, String table, AtomicBoolean open) throws SQLException {
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            while (open.get()) {
                statement.execute("INSERT INTO " + table + " (n) VALUES (1)");
            }
        }
        return null;
    }

    /** The sum must be right whenever it is read, and reading must never fail. Returns how often it was read. */
    private static long watch(Replica replica, String relation, AtomicBoolean open) throws SQLException {
        long polls = 0;
        try (Connection postgres = replica.postgres();
                Statement statement = postgres.createStatement()) {
            while (open.get()) {
                try (ResultSet row = statement.executeQuery("SELECT sum(amount) FROM " + relation)) {
                    row.next();
                    assertThat(row.getLong(1)).as("sum at poll %d", polls).isEqualTo(100L * ROWS);
                }
                polls++;
            }
        }
        return polls;
    }
}
