package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What goes wrong is said where an operator looks, with what to do. */
class ErrorsIT {

    private static final String PARTITIONS =
            "PARTITION BY RANGE (id) (PARTITION p1 VALUES LESS THAN (10), PARTITION p2 VALUES LESS THAN (20))";

    /** So that a TIME beyond a day is an error of the table. */
    private static final String FAIL = "    bad_values: {time_out_of_range: fail}\n";

    private final Stack stack = Stack.shared();

    private JsonNode rest(String method, String path, Object body) throws IOException, InterruptedException {
        return new Connectors(stack.worker()).send(method, path, body).body();
    }

    private ObjectNode connectorConfig(Replica replica, String suffix) {
        return new Connectors(stack.worker()).config(replica.name() + suffix);
    }

    /** The messages that validation puts on a field. */
    private String validation(ObjectNode config, String field) throws Exception {
        String connector = config.get("connector.class").asText();
        String simpleName = connector.substring(connector.lastIndexOf('.') + 1);
        JsonNode reply = rest("PUT", "/connector-plugins/" + simpleName + "/config/validate", config);
        for (JsonNode entry : reply.get("configs")) {
            if (entry.at("/value/name").asText().equals(field)) {
                return entry.at("/value/errors").toString();
            }
        }
        return "no field " + field + " in " + reply;
    }

    private static String failure(JsonNode status) {
        StringBuilder text = new StringBuilder(status.at("/connector/trace").asText(""));
        status.at("/tasks").forEach(task -> text.append(task.at("/trace").asText("")));
        return text.toString();
    }

    @Test
    void validationNamesTheFieldThatIsWrong() throws Exception {
        try (Replica replica = Replica.create(stack, "validate")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
            replica.initialise();
            ObjectNode source = connectorConfig(replica, "-mysql-source");
            ObjectNode sink = connectorConfig(replica, "-postgres-sink");

            assertThat(validation(source.deepCopy().put("mysql.password", "wrong"), "mysql.password"))
                    .containsIgnoringCase("access denied");
            assertThat(validation(source.deepCopy().put("mysql.port", "1"), "mysql.host"))
                    .contains("127.0.0.1");
            assertThat(validation(source.deepCopy().put("record.format", "xml"), "record.format"))
                    .contains("xml");
            assertThat(validation(source.deepCopy().put("filter.schemas", "nowhere"), "filter.schemas"))
                    .contains("nowhere");
            assertThat(validation(sink.deepCopy().put("postgres.password", "wrong"), "postgres.password"))
                    .contains("password authentication failed");
            assertThat(validation(sink.deepCopy().put("postgres.database", "nowhere"), "postgres.database"))
                    .contains("nowhere");
            assertThat(validation(sink.deepCopy().put("postgres.port", "1"), "postgres.host"))
                    .contains("refused");
        }
    }

    @Test
    void aMissingPrivilegeIsNamedWithTheGrantThatMends() throws Exception {
        try (Replica replica = Replica.create(stack, "grant")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY)",
                    "CREATE USER 'poor'@'%' IDENTIFIED BY 'secret-poor'",
                    "GRANT SELECT ON *.* TO 'poor'@'%'");
            replica.initialise();
            ObjectNode source = connectorConfig(replica, "-mysql-source")
                    .put("mysql.user", "poor")
                    .put("mysql.password", "secret-poor");

            String message = validation(source, "mysql.user");

            assertThat(message).contains("REPLICATION SLAVE").contains("GRANT");
            assertThat(message).doesNotContain("secret-poor");
        }
    }

    @Test
    void aLostPasswordOrPrivilegeShowsInStatus() throws Exception {
        try (Replica replica = Replica.create(stack, "password")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY)",
                    "CREATE USER '" + replica.name() + "'@'%' IDENTIFIED BY 'first'",
                    "GRANT SELECT, REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO '" + replica.name() + "'@'%'");
            replica.initialise();
            String connector = "/connectors/" + replica.name() + "-mysql-source";
            ObjectNode source = connectorConfig(replica, "-mysql-source")
                    .put("mysql.user", replica.name())
                    .put("mysql.password", "first");
            rest("PUT", connector + "/config", source);
            replica.mySql("INSERT INTO t VALUES (1)");
            replica.assertEqual("t");

            replica.mySql("ALTER USER '" + replica.name() + "'@'%' IDENTIFIED BY 'second'");
            rest("POST", connector + "/restart?includeTasks=true", null);

            await().atMost(Duration.ofSeconds(30)).until(() -> failure(rest("GET", connector + "/status", null))
                    .toLowerCase(Locale.ROOT)
                    .contains("access denied"));
            ReplicaAdmin.Result status = replica.admin("show-status");
            assertThat(status.all()).containsIgnoringCase("access denied").doesNotContain("first");
            rest("PUT", connector + "/config", source.put("mysql.password", "second"));
            rest("POST", connector + "/restart?includeTasks=true&onlyFailed=true", null);
            replica.mySql("INSERT INTO t VALUES (2)");
            replica.assertEqual("t");

            replica.mySql("REVOKE REPLICATION SLAVE ON *.* FROM '" + replica.name() + "'@'%'");
            rest("POST", connector + "/restart?includeTasks=true", null);
            await().atMost(Duration.ofSeconds(30)).until(() -> failure(rest("GET", connector + "/status", null))
                    .contains("REPLICATION SLAVE"));
            assertThat(replica.admin("show-status").all()).contains("REPLICATION SLAVE");
        }
    }

    @Test
    void initReplicaRefusesAServerWithMinimalMetadata() throws Exception {
        try (Replica replica = Replica.create(stack, "minimal")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
            replica.register();
            replica.mySql("SET GLOBAL binlog_row_metadata = MINIMAL");
            try {
                ReplicaAdmin.Result result = replica.admin("init-replica");

                assertThat(result.exitCode()).isEqualTo(5);
                assertThat(result.all()).contains("binlog_row_metadata").contains("SET PERSIST");
            } finally {
                replica.mySql("SET GLOBAL binlog_row_metadata = FULL");
            }
        }
    }

    @Test
    void aServerThatLosesItsMetadataFailsTheTaskAndSaysSo() throws Exception {
        try (Replica replica = Replica.create(stack, "metadata")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
            replica.initialise();
            String connector = "/connectors/" + replica.name() + "-mysql-source";
            replica.mySql("SET GLOBAL binlog_row_metadata = MINIMAL");
            try {
                rest("POST", connector + "/restart?includeTasks=true", null);
                await().atMost(Duration.ofSeconds(30)).until(() -> failure(rest("GET", connector + "/status", null))
                        .contains("binlog_row_metadata"));
                assertThat(replica.admin("show-status").all()).contains("binlog_row_metadata");
            } finally {
                replica.mySql("SET GLOBAL binlog_row_metadata = FULL");
            }
        }
    }

    @Test
    void withoutACatalogueCommandsAndConnectorSayWhatToDo() throws Exception {
        try (Replica replica = Replica.create(stack, "nocatalogue")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");

            ReplicaAdmin.Result status = replica.admin("show-status");

            assertThat(status.exitCode()).isEqualTo(5);
            assertThat(status.all()).contains("create-replica-schema");

            replica.initialise();
            replica.postgres("DROP SCHEMA anole CASCADE");
            String connector = "/connectors/" + replica.name() + "-postgres-sink";
            rest("POST", connector + "/restart?includeTasks=true", null);
            await().atMost(Duration.ofSeconds(30)).until(() -> failure(rest("GET", connector + "/status", null))
                    .contains("create-replica-schema"));
            rest("PUT", connector + "/stop", null);
            rest("PUT", "/connectors/" + replica.name() + "-mysql-source/stop", null);
        }
    }

    @Test
    void onErrorContinueDisablesOneTableAndGoesOnWithTheOthers() throws Exception {
        try (Replica replica = Replica.create(stack, "bad", "    on_error_replay: continue\n" + FAIL)) {
            replica.mySql(
                    "CREATE TABLE bad (id INT PRIMARY KEY, t TIME)",
                    "CREATE TABLE good (id INT PRIMARY KEY, v INT) " + PARTITIONS);
            replica.initialise();

            replica.mySqlTransaction(
                    "INSERT INTO good VALUES (1, 1)",
                    "INSERT INTO bad VALUES (1, '-500:00:00')",
                    "INSERT INTO good VALUES (2, 2)");
            replica.mySql("INSERT INTO good VALUES (3, 3)", "ALTER TABLE good TRUNCATE PARTITION p1");

            replica.awaitCaughtUp();
            assertThat(replica.postgresRows("good")).hasSize(3);
            assertThat(
                            replica.postgresValue(
                                    "SELECT string_agg(mysql_table || ' ' || state, ', ' ORDER BY mysql_table) FROM anole.tables"))
                    .isEqualTo("bad disabled, good disabled");
            assertThat(replica.admin("show-errors").all())
                    .contains("bad")
                    .contains("good")
                    .contains("TRUNCATE PARTITION");
            assertThat(replica.admin("show-status").all()).contains("disabled");
            assertThat(replica.postgresValue("SELECT outcome FROM anole.schema_changes"))
                    .contains("disabled " + replica.name() + ".good: ");
        }
    }

    @Test
    void aSecondSinkTakesThePlaceAndTheFirstIsRefused() throws Exception {
        try (Replica replica = Replica.create(stack, "fence")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
            replica.initialise();
            String second = replica.name() + "-second";
            ObjectNode config = connectorConfig(replica, "-postgres-sink").put("name", second);
            config.put("consumer.override.group.instance.id", second);

            rest("PUT", "/connectors/" + second + "/config", config);

            String first = "/connectors/" + replica.name() + "-postgres-sink";
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> failure(rest("GET", first + "/status", null)).contains("took over"));
            replica.mySql("INSERT INTO t VALUES (1)");
            replica.assertEqual("t");
            rest("DELETE", "/connectors/" + second, null);
        }
    }

    @Test
    void onErrorExitFailsTheTaskWithTablePlaceAndRemedy() throws Exception {
        try (Replica replica = Replica.create(stack, "exit", FAIL)) {
            replica.mySql("CREATE TABLE bad (id INT PRIMARY KEY, t TIME)");
            replica.initialise();

            replica.mySql("INSERT INTO bad VALUES (1, '-500:00:00')");

            String connector = "/connectors/" + replica.name() + "-postgres-sink";
            await().atMost(Duration.ofSeconds(30)).until(() -> !failure(rest("GET", connector + "/status", null))
                    .isEmpty());
            assertThat(failure(rest("GET", connector + "/status", null)))
                    .contains(replica.name() + ".bad")
                    .contains("GTID")
                    .contains("start-replica")
                    .contains("sync-tables --source " + replica.name() + " --tables " + replica.name() + ".bad");
            assertThat(replica.postgresRows("bad")).isEmpty();
        }
    }

    @Test
    void aStatementThatStopsTheSinkIsRecordedWithItsOutcome() throws Exception {
        try (Replica replica = Replica.create(stack, "exitddl")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY) " + PARTITIONS);
            replica.initialise();

            replica.mySql("ALTER TABLE t DROP PARTITION p1");

            String connector = "/connectors/" + replica.name() + "-postgres-sink";
            await().atMost(Duration.ofSeconds(30)).until(() -> !failure(rest("GET", connector + "/status", null))
                    .isEmpty());
            assertThat(replica.postgresValue("SELECT outcome || ': ' || statement FROM anole.schema_changes"))
                    .contains("stopped the sink at " + replica.name() + ".t")
                    .contains("ALTER TABLE t DROP PARTITION");
        }
    }
}
