package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** {@code run-maintenance}, and the sink's own. */
class MaintenanceIT {

    private static final int CONFIGURATION = 3;
    private static final int PRECONDITION = 5;
    private static final int FAILURE = 6;

    private final Stack stack = Stack.shared();

    private static void create(Replica replica) throws SQLException {
        replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1), (2, 2)");
    }

    private static String count(Replica replica, String from) throws SQLException {
        return replica.postgresValue("SELECT count(*) FROM " + from);
    }

    /** It gives up what it has begun; else its last statement is COMMIT. */
    private static void awaitWaitingSink(Replica replica) {
        await().until(() -> count(
                        replica,
                        "pg_stat_activity WHERE application_name = 'anole sink " + replica.name()
                                + "' AND query = 'ROLLBACK'")
                .equals("1"));
    }

    @Test
    void deletesWhatIsOldAndGivesTheSpaceBack() throws Exception {
        try (Replica replica = Replica.create(stack, "maintained", "    ddl_policy: {alter_other: hold}\n")) {
            create(replica);
            replica.mySql("CREATE TABLE held (id INT PRIMARY KEY)");
            replica.initialise();
            replica.mySql(
                    "CREATE INDEX t_v ON held (id)",
                    "INSERT INTO t WITH RECURSIVE n AS (SELECT 3 i UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, i FROM n",
                    "UPDATE t SET v = 0");
            replica.awaitCaughtUp();
            replica.mySql("DELETE FROM t WHERE id > 2");
            replica.awaitCaughtUp();
            replica.postgres(
                    "INSERT INTO anole.errors (source, message, remedy, occurred_at) VALUES"
                            + " ('<s>', 'old', '-', now() - interval '31 days'), ('<s>', 'new', '-', now())"
                                    .replace("<s>", replica.name()),
                    "UPDATE anole.schema_changes SET applied_at = now() - interval '1 year'",
                    "INSERT INTO anole.schema_changes (source, mysql_database, statement, outcome, position, applied_at)"
                            + " VALUES ('<s>', 'd', 'CREATE TABLE old (i INT)', 'applied', '-', now() - interval '1 year')"
                                    .replace("<s>", replica.name()));

            ReplicaAdmin.Result result = replica.admin("run-maintenance", "--full", "--tables", "all", "--json");
            assertThat(result.exitCode()).as(result.all()).isZero();
            assertThat(result.output())
                    .contains("\"errors\" : 1", "\"schema_changes\" : 1", replica.schema() + ".t", "anole.positions");
            assertThat(count(replica, "anole.errors WHERE message IN ('old', 'new')"))
                    .isEqualTo("1");
            assertThat(replica.postgresValue("SELECT string_agg(statement, ',') FROM anole.schema_changes"))
                    .as("a statement that awaits approval stays")
                    .contains("CREATE INDEX t_v")
                    .doesNotContain("old");
            assertThat(replica.postgresValue("SELECT pg_relation_size('" + replica.schema() + ".t')"))
                    .as("after VACUUM FULL")
                    .isEqualTo("8192");
            assertThat(replica.admin("show-status").output()).contains("Last maintenance");
            replica.mySql("INSERT INTO t VALUES (3, 3)");
            replica.assertEqual("t");

            ReplicaAdmin.Result unknown = replica.admin("run_maintenance", "--tables", replica.schema() + ".nowhere");
            assertThat(unknown.exitCode()).isEqualTo(PRECONDITION);
            assertThat(unknown.all()).contains("has no table " + replica.schema() + ".nowhere");
            replica.configure("    batch_retention: some time\n");
            ReplicaAdmin.Result interval = replica.admin("run-maintenance");
            assertThat(interval.exitCode()).isEqualTo(CONFIGURATION);
            assertThat(interval.all()).contains("batch_retention", "some time", "1 day");
        }
    }

    @Test
    void theSinkWaitsMeanwhileAndGoesOnWhenTheCommandIsKilled() throws Exception {
        try (Replica replica = Replica.create(stack, "paused")) {
            create(replica);
            replica.initialise();
            try (Connection blocker = replica.postgres();
                    Statement statement = blocker.createStatement()) {
                blocker.setAutoCommit(false);
                statement.execute("LOCK TABLE anole.bad_values IN ACCESS EXCLUSIVE MODE");
                try (RunningAdmin maintenance = replica.adminInBackground("run-maintenance")) {
                    await().until(() -> maintenance.output().contains("Vacuuming anole.bad_values"));
                    replica.mySql("INSERT INTO t VALUES (3, 3)");
                    awaitWaitingSink(replica);
                    assertThat(count(replica, replica.schema() + ".t")).isEqualTo("2");
                    assertThat(replica.admin("stop-replica").all()).contains("run-maintenance");
                    maintenance.kill();
                }
                replica.assertEqual("t");
            }
        }
    }

    @Test
    void theSinkDoesItByItself() throws Exception {
        try (Replica replica =
                Replica.create(stack, "byitself", "    auto_maintenance: 1 second\n    batch_retention: 1 hour\n")) {
            create(replica);
            replica.initialise();
            replica.succeed("stop-replica");
            replica.postgres("INSERT INTO anole.errors (source, message, remedy, occurred_at) VALUES ('"
                    + replica.name() + "', 'old', '-', now() - interval '2 hours')");
            replica.postgres("UPDATE anole.sources SET maintained_at = now() - interval '2 seconds'");
            replica.succeed("start-replica");
            await().until(() ->
                    count(replica, "anole.errors WHERE message = 'old'").equals("0"));
            replica.mySql("INSERT INTO t VALUES (3, 3)");
            replica.assertEqual("t");
            assertThat(replica.admin("show-status").output()).contains("Last maintenance", "Next maintenance");

            replica.configure("    auto_maintenance: often\n");
            ReplicaAdmin.Result refused = replica.admin("start-replica");
            assertThat(refused.exitCode()).isNotZero();
            assertThat(refused.all()).contains("often", "interval");
        }
    }

    /** Both are of one PostgreSQL database; each sink looks after itself, too. */
    @Test
    void aTableInUseIsNamedAndAnotherSourceGoesOnMeanwhile() throws Exception {
        String auto = "    auto_maintenance: 1 millisecond\n";
        try (Replica replica = Replica.create(stack, "alone")) {
            String other = replica.name() + "_other";
            replica.configure(auto + another(other) + auto);
            create(replica);
            replica.mySql("CREATE DATABASE " + other, "CREATE TABLE " + other + ".t (id INT PRIMARY KEY)");
            replica.initialise();
            replica.succeedOf("add-source", "--source", other);
            replica.succeedOf("init-replica", "--start", "--source", other);
            await().until(() -> count(replica, "anole.sources WHERE maintained_at IS NOT NULL")
                    .equals("2"));

            try (Connection reader = replica.postgres();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement.execute("SELECT * FROM " + replica.schema() + ".t");
                try (RunningAdmin maintenance =
                        replica.adminInBackground("run-maintenance", "--full", "--tables", replica.schema() + ".t")) {
                    await().until(() -> maintenance.output().contains("Vacuuming " + replica.schema() + ".t"));
                    replica.mySql("INSERT INTO t VALUES (3, 3)", "INSERT INTO " + other + ".t VALUES (1)");
                    await().until(() -> count(replica, other + ".t").equals("1"));
                    assertThat(maintenance.isRunning()).as(maintenance.output()).isTrue();
                    ReplicaAdmin.Result result = maintenance.await(Duration.ofSeconds(30));
                    assertThat(result.exitCode()).isEqualTo(FAILURE);
                    assertThat(result.all())
                            .contains("The table " + replica.schema() + ".t was not vacuumed", "lock timeout");
                }
            }
            replica.assertEqual("t");
            replica.succeedOf("stop-replica", "--source", other);
        }
    }

    private String another(String name) {
        MySqlServer mySql = stack.mySql();
        return """
                  %1$s:
                    type: mysql
                    db_conn: {host: '%2$s', port: %3$d, user: '%4$s', password: '%5$s'}
                    schema_mappings: {%1$s: %1$s}
                """.formatted(name, mySql.host(), mySql.port(), mySql.user(), mySql.password());
    }
}
