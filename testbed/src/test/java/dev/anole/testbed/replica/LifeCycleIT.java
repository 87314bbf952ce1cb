package dev.anole.testbed.replica;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of a source's life cycle beyond initialising, starting and stopping. */
class LifeCycleIT {

    private static final int USAGE = 2;
    private static final int PRECONDITION = 5;

    private final Stack stack = Stack.shared();

    private String rest(String method, String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(stack.worker().restUrl() + path))
                                .method(method, HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private boolean hasTopic(Replica replica) throws Exception {
        try (Admin kafka = Admin.create(Map.<String, Object>of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, stack.kafka().bootstrapServers()))) {
            return kafka.listTopics().names().get().contains(replica.name() + ".changes");
        }
    }

    private static String status(Replica replica) throws SQLException {
        return replica.postgresValue("SELECT coalesce(max(status), 'none') FROM anole.sources");
    }

    private static void create(Replica replica) throws SQLException {
        replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1), (2, 2)");
    }

    @Test
    void dropSourceLeavesNothingButTheTables() throws Exception {
        try (Replica replica = Replica.create(stack, "dropped")) {
            create(replica);
            replica.initialise();
            replica.assertEqual("t");

            ReplicaAdmin.Result unanswered = replica.admin("drop-source", "--json");
            assertThat(unanswered.exitCode()).isEqualTo(USAGE);
            assertThat(status(replica)).isEqualTo("running");

            replica.processOf("drop-source", "--source", replica.name(), "--yes");
            assertThat(status(replica)).isEqualTo("none");
            assertThat(rest("GET", "/connectors")).doesNotContain(replica.name());
            assertThat(hasTopic(replica)).isFalse();
            assertThat(replica.postgresRows("t")).hasSize(2);

            ReplicaAdmin.Result again = replica.admin("drop-source", "--yes");
            assertThat(again.exitCode()).isEqualTo(PRECONDITION);
            assertThat(again.all()).contains("is not registered");
        }
    }

    @Test
    void dropSourceKeepsTheTopicForOthers() throws Exception {
        try (Replica replica = Replica.create(stack, "kepttopic")) {
            create(replica);
            replica.initialise();
            replica.succeed("drop_source", "--yes", "--keep-topic");
            assertThat(hasTopic(replica)).isTrue();
            assertThat(status(replica)).isEqualTo("none");

            // Where Connect is gone for good; and a source that was never initialised has nothing there.
            replica.succeed("add-source");
            replica.succeed("drop-source", "--yes");
            assertThat(hasTopic(replica)).isTrue();
            replica.postgres("DROP SCHEMA " + replica.schema() + " CASCADE");
            replica.initialise();
            replica.succeed("stop-replica");
            replica.succeed("drop-source", "--yes", "--catalogue-only");
            assertThat(status(replica)).isEqualTo("none");
            assertThat(rest("GET", "/connectors")).contains(replica.name() + "-postgres-sink");
        }
    }

    @Test
    void enableReplicaFreesWhatAnErrorOrAPauseHasLeft() throws Exception {
        try (Replica replica = Replica.create(stack, "enabled")) {
            create(replica);
            replica.register();
            ReplicaAdmin.Result early = replica.admin("enable-replica");
            assertThat(early.exitCode()).isEqualTo(PRECONDITION);
            assertThat(early.all()).contains("not copied yet", "init-replica");

            replica.succeed("init-replica", "--start");
            replica.postgres("UPDATE anole.sources SET status = 'error'");
            rest("PUT", "/connectors/" + replica.name() + "-postgres-sink/pause");
            replica.mySql("INSERT INTO t VALUES (3, 3)");
            assertThat(replica.admin("start-replica").exitCode()).isEqualTo(PRECONDITION);

            replica.processOf("enable-replica", "--source", replica.name());
            assertThat(status(replica)).isEqualTo("stopped");
            replica.succeed("start-replica");
            replica.assertEqual("t");
        }
    }

    @Test
    void stopAllReplicasStopsThoseThatRun() throws Exception {
        try (Replica replica = Replica.create(stack, "stopall")) {
            create(replica);
            replica.initialise();
            // As a start-replica of an older version left it that was interrupted.
            replica.postgres("UPDATE anole.sources SET status = 'stopped'");
            ReplicaAdmin.Result inUse = replica.admin("drop-replica-schema", "--yes");
            assertThat(inUse.exitCode()).isEqualTo(PRECONDITION);
            assertThat(inUse.all()).contains("in use by the sinks of " + replica.name(), "stop-all-replicas");
            replica.succeed("stop_all_replicas");
            assertThat(status(replica)).isEqualTo("stopped");
            assertThat(rest("GET", "/connectors/" + replica.name() + "-postgres-sink/status"))
                    .contains("\"STOPPED\"");
            ReplicaAdmin.Result again = replica.admin("stop-all-replicas", "--json");
            assertThat(again.exitCode()).isZero();
            assertThat(again.output()).contains("\"stopped\"");
        }
    }

    @Test
    void connectorsThatWriteToAnotherDatabaseAreLetBe(@TempDir Path folder) throws Exception {
        try (Replica replica = Replica.create(stack, "namesake")) {
            create(replica);
            replica.initialise();
            String staging = replica.name() + "_staging";
            stack.postgres().createDatabase(staging);
            Path file = Files.writeString(
                    folder.resolve("anole.yml"),
                    Files.readString(replica.configure(""))
                            .replace("  database: " + replica.name() + "\n", "  database: " + staging + "\n"));
            assertThat(InProcessAdmin.run(file, "create-replica-schema").exitCode())
                    .isZero();
            assertThat(InProcessAdmin.run(file, "add-source").exitCode()).isZero();
            try (Connection target = stack.postgres().connect(staging);
                    Statement statement = target.createStatement()) {
                statement.execute("CREATE SCHEMA " + replica.schema());
                statement.execute("CREATE TABLE " + replica.schema() + ".t (mine integer)");
                ReplicaAdmin.Result foreign = InProcessAdmin.run(file, "init-replica");
                assertThat(foreign.exitCode()).isEqualTo(PRECONDITION);
                assertThat(foreign.all()).contains(replica.schema() + ".t", "did not make it", "skip_tables");
                statement.execute("DROP SCHEMA " + replica.schema() + " CASCADE");
            }
            ReplicaAdmin.Result refused = InProcessAdmin.run(file, "init-replica", "--start");
            assertThat(refused.exitCode()).isEqualTo(PRECONDITION);
            assertThat(refused.all())
                    .contains(
                            replica.name() + "-postgres-sink already",
                            "postgres.database=" + replica.name(),
                            "another name");
            assertThat(InProcessAdmin.run(file, "stop-replica").exitCode()).isZero();
            replica.mySql("INSERT INTO t VALUES (3, 3)");
            replica.assertEqual("t");
        }
    }

    @Test
    void upgradeReplicaSchemaKnowsWhatToDo() throws Exception {
        try (Replica replica = Replica.create(stack, "upgraded")) {
            ReplicaAdmin.Result missing = replica.admin("upgrade-replica-schema");
            assertThat(missing.exitCode()).isEqualTo(PRECONDITION);
            assertThat(missing.all()).contains("create-replica-schema");
            create(replica);
            replica.initialise();
            assertThat(replica.admin("upgrade-replica-schema").all()).contains("already up to date");
            replica.postgres("INSERT INTO anole.version (number) VALUES (9999)");
            ReplicaAdmin.Result newer = replica.admin("upgrade-replica-schema");
            assertThat(newer.exitCode()).isNotZero();
            assertThat(newer.all()).contains("9999");
            replica.postgres("DELETE FROM anole.version WHERE number = 9999");
        }
    }

    @Test
    void upgradeReplicaSchemaKeepsWhatAnOlderCatalogueHas() throws Exception {
        try (Replica older = Replica.named(stack, "v1", "v1", "v1", "")) {
            older.postgres(dump());
            ReplicaAdmin.Result refused = older.admin("show-status");
            assertThat(refused.exitCode()).isEqualTo(PRECONDITION);
            assertThat(refused.all()).contains("upgrade-replica-schema");

            older.succeed("stop-all-replicas");
            try (Connection sink = older.postgres();
                    Statement statement = sink.createStatement()) {
                statement.execute("SET application_name = 'anole sink v1'");
                for (String command : List.of("upgrade-replica-schema", "create-replica-schema")) {
                    ReplicaAdmin.Result inUse = older.admin(command);
                    assertThat(inUse.exitCode()).as(command).isEqualTo(PRECONDITION);
                    assertThat(inUse.all()).contains("in use by the sinks of v1", "stop-all-replicas");
                }
            }

            ReplicaAdmin.Result upgraded = older.adminProcess("upgrade_replica_schema");
            assertThat(upgraded.exitCode()).as(upgraded.all()).isZero();
            assertThat(upgraded.all()).contains("from version 4 to");
            assertThat(older.postgresValue("SELECT string_agg(mysql_table || ' ' || state, ', ' ORDER BY mysql_table)"
                            + " FROM anole.tables"))
                    .isEqualTo(
                            "broken disabled, customers replicating, held held, orders replicating, prepared replicating");
            ReplicaAdmin.Result shown = older.admin("show-status", "--json");
            assertThat(shown.all()).contains("\"discard_row\"", "ALTER TABLE held DROP COLUMN v");
            assertThat(older.admin("show-errors", "--discarded", "--json").all())
                    .contains("v1.customers");
            assertThat(older.admin("show-errors").all()).contains("broken");
            try (Replica fresh = Replica.create(stack, "fresh")) {
                fresh.succeed("create-replica-schema");
                assertThat(catalogue(older)).isEqualTo(catalogue(fresh));

                older.postgres("DROP SCHEMA anole, v1 CASCADE");
                older.postgres(
                        dump(),
                        text(CatalogueSchema.class, "V5.sql"),
                        "INSERT INTO anole.version (number) VALUES (5)",
                        "UPDATE anole.sources SET maintained_at = now()");
                ReplicaAdmin.Result previous = older.admin("upgrade-replica-schema");
                assertThat(previous.exitCode()).as(previous.all()).isZero();
                assertThat(previous.all()).contains("from version 5 to");
                assertThat(older.admin("show-status").all()).contains("Last maintenance");
                assertThat(catalogue(older)).isEqualTo(catalogue(fresh));
            }
            older.postgres("DROP SCHEMA anole CASCADE");
        }
    }

    private static String catalogue(Replica replica) throws SQLException {
        return replica.postgresValue("""
                SELECT string_agg(line, E'\\n' ORDER BY line) FROM (
                  SELECT concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default) AS line
                  FROM information_schema.columns WHERE table_schema = 'anole'
                  UNION SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
                  WHERE connamespace = 'anole'::regnamespace AND contype <> 'n'
                  UNION SELECT indexdef FROM pg_indexes WHERE schemaname = 'anole') definitions""");
    }

    private static String dump() throws IOException {
        return text(LifeCycleIT.class, "catalogue-v4.sql");
    }

    private static String text(Class<?> beside, String resource) throws IOException {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            return new String(requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
