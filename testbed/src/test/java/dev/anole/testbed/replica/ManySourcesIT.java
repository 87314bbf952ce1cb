package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Several sources in one PostgreSQL database, each with a life of its own; the commands as their user's processes. */
class ManySourcesIT {

    private static final int USAGE = 2;
    private static final int PRECONDITION = 5;

    private final Stack stack = Stack.shared();

    private String second(String schema) {
        MySqlServer mySql = stack.mySql();
        return """
                  second:
                    type: mysql
                    db_conn: {host: '%s', port: %d, user: '%s', password: '%s'}
                    schema_mappings: {many_second: '%s'}
                """.formatted(mySql.host(), mySql.port(), mySql.user(), mySql.password(), schema);
    }

    private static String rowsOfSecond(Replica replica) throws SQLException {
        return replica.postgresValue("SELECT count(*) FROM many_second.t");
    }

    @Test
    void eachIsStartedStoppedSyncedAndDetachedAlone() throws Exception {
        try (Replica first = Replica.create(stack, "many")) {
            first.configure(second(first.schema()));
            first.mySql(
                    "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "CREATE DATABASE many_second",
                    "CREATE TABLE many_second.t (id INT AUTO_INCREMENT PRIMARY KEY)",
                    "INSERT INTO many_second.t VALUES (1)");
            first.processOf("create-replica-schema");
            first.processOf("add-source", "--source", first.name());
            ReplicaAdmin.Result conflict = first.adminOf("add-source", "--source", "second");
            assertThat(conflict.exitCode()).isEqualTo(PRECONDITION);
            assertThat(conflict.all()).contains("duplicate destination schema", first.schema());
            first.configure(second("many_second"));
            oneThatIsRegisteredAtTheSameMomentIsSeen(first);
            first.succeedOf("add-source", "--source", "second");
            assertThat(first.adminOf("start-replica").exitCode()).isEqualTo(USAGE);
            first.processOf("init-replica", "--source", first.name(), "--start");
            first.succeedOf("init-replica", "--source", "second", "--start");

            first.processOf("stop-replica", "--source", "second");
            first.mySql("INSERT INTO t VALUES (2)", "INSERT INTO many_second.t VALUES (2)");
            first.assertEqual("t");
            assertThat(rowsOfSecond(first)).isEqualTo("1");
            first.succeedOf("sync-tables", "--source", first.name(), "--tables", first.name() + ".t");
            first.processOf("start-replica", "--source", "second");
            await().until(() -> rowsOfSecond(first).equals("2"));

            first.postgres(
                    "INSERT INTO anole.errors (source, message, remedy) VALUES ('second', 'of the second', '-')");
            assertThat(first.adminOf("show-errors", "--source", first.name()).all())
                    .doesNotContain("of the second");
            assertThat(first.processOf("show-errors", "--source", "second")).contains("of the second");
            assertThat(first.processOf("show-status")).contains(first.name(), "second");

            first.succeedOf("detach-replica", "--source", "second", "--yes");
            assertThat(first.postgresValue("INSERT INTO many_second.t DEFAULT VALUES RETURNING id"))
                    .isEqualTo("3");
            first.mySql("INSERT INTO t VALUES (3)");
            first.assertEqual("t");
            first.assertNothingLeft();
            ReplicaAdmin.Result drop = first.adminOf("drop-replica-schema", "--yes");
            assertThat(drop.exitCode()).isEqualTo(PRECONDITION);
            assertThat(drop.all()).contains(first.name());
            first.processOf("stop-all-replicas");
            assertThat(first.postgresValue("SELECT string_agg(name || status, ' ') FROM anole.sources"))
                    .isEqualTo(first.name() + "stopped");
            first.succeedOf("drop-source", "--source", first.name(), "--yes");
            first.processOf("drop-replica-schema", "--yes");
            assertThat(first.postgresValue("SELECT count(*) FROM pg_namespace WHERE nspname = 'anole'"))
                    .isEqualTo("0");
        }
    }

    private static void oneThatIsRegisteredAtTheSameMomentIsSeen(Replica first) throws Exception {
        try (Connection other = first.postgres();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("INSERT INTO anole.sources (name, schema_mappings, status)"
                    + " VALUES ('meanwhile', '{\"elsewhere\": \"many_second\"}', 'ready')");
            CompletableFuture<ReplicaAdmin.Result> adding =
                    CompletableFuture.supplyAsync(() -> first.adminOf("add-source", "--source", "second"));
            await().until(() -> first.postgresValue(
                            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                    + " AND datname = current_database() AND application_name LIKE 'replica-admin%'")
                    .equals("1"));
            other.commit();
            ReplicaAdmin.Result added = adding.get();
            assertThat(added.exitCode()).as(added.all()).isEqualTo(PRECONDITION);
            assertThat(added.all()).contains("duplicate destination schema", "meanwhile");
        }
        first.postgres("DELETE FROM anole.sources WHERE name = 'meanwhile'");
    }
}
