package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command where something is missing or down: exit code, one sentence of what is wrong, and what to do. In this JVM, on
 * the real servers; all of it on one replica, which none of it changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MisuseIT {

    private static final int USAGE = 2;
    private static final int CONFIGURATION = 3;
    private static final int CONNECTION = 4;
    private static final int PRECONDITION = 5;
    /** Of the users in the configuration; nothing else contains it, so that it is told from what may be said. */
    private static final String PASSWORD = "sesame-4711";

    private final Stack stack = Stack.shared();

    @TempDir
    Path folder;

    private Replica replica;
    private String configuration;

    @BeforeAll
    void initialise() throws Exception {
        replica = Replica.create(stack, "misused");
        replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
        replica.initialise();
        String user = replica.name();
        replica.mySql("CREATE USER " + user + " IDENTIFIED BY '" + PASSWORD + "'", "GRANT ALL ON *.* TO " + user);
        replica.postgres("CREATE ROLE " + user + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'");
        configuration = Files.readString(replica.configure(""))
                .replaceAll("user: .*", "user: " + user)
                .replaceAll("password: .*", "password: " + PASSWORD);
    }

    @AfterAll
    void isUnharmed() throws SQLException {
        try (Replica all = replica) {
            all.mySql("INSERT INTO t VALUES (1)");
            all.assertEqual("t");
            assertThat(replica.postgresValue("SELECT status FROM anole.sources"))
                    .isEqualTo("running");
            all.assertNothingLeft();
            all.mySql("DROP USER " + all.name());
        }
    }

    private ReplicaAdmin.Result run(String commandLine, UnaryOperator<String> change) throws Exception {
        Path file = Files.writeString(folder.resolve("anole.yml"), change.apply(configuration));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ReplicaAdmin.Result result = InProcessAdmin.run(
                file, commandLine.replace("<n>", replica.name()).split(" "));
        assertThat(result.output()).as("standard output").doesNotContain("Exception", "\tat ", PASSWORD);
        assertThat(result.errors()).doesNotContain("\tat ", PASSWORD);
        return result;
    }

    /** Nobody listens there. */
    private static String closed(String yaml, int port) {
        return yaml.replace("port: " + port + "\n", "port: 1\n");
    }

    private String database(String yaml, String name) throws SQLException {
        stack.postgres().createDatabase(name);
        return yaml.replace("  database: " + replica.name() + "\n", "  database: " + name + "\n");
    }

    private static List<String> onASource() {
        return List.of(
                "add-source",
                "drop-source --yes",
                "copy-schema",
                "init-replica",
                "update-schema-mappings",
                "start-replica",
                "stop-replica",
                "enable-replica",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>",
                "approve-ddl",
                "run-maintenance",
                "detach-replica --yes");
    }

    private static Stream<String> onACatalogue() {
        return Stream.concat(onASource().stream(), Stream.of("stop-all-replicas", "show-status", "show-errors"));
    }

    private static Stream<String> onPostgres() {
        return Stream.concat(
                Stream.of("create-replica-schema", "upgrade-replica-schema", "drop-replica-schema --yes"),
                onACatalogue());
    }

    /** What it logs goes to the same place. */
    @Test
    void aProcessDoesNotTellThePassword() throws Exception {
        Path file = Files.writeString(folder.resolve("process.yml"), configuration.replace(PASSWORD, PASSWORD + "x"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        ReplicaAdmin.Result run = new ReplicaAdmin(file).run("init-replica", "--source", replica.name());
        assertThat(run.exitCode()).isEqualTo(CONNECTION);
        assertThat(run.all()).contains("password authentication failed").doesNotContain(PASSWORD, "\tat ", "Exception");
    }

    @ParameterizedTest
    @MethodSource("onPostgres")
    void postgresIsDown(String command) throws Exception {
        ReplicaAdmin.Result run =
                run(command, yaml -> closed(yaml, stack.postgres().port()));
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(CONNECTION);
        assertThat(run.errors()).contains("Could not connect to PostgreSQL", "pg_conn");
    }

    @ParameterizedTest
    @MethodSource("onACatalogue")
    void thereIsNoCatalogueOrAnotherVersionsOrNoSource(String command) throws Exception {
        String name = "misuse" + command.replaceAll("[^a-z].*", "") + Integer.toHexString(command.hashCode());
        String yaml = database(configuration, name);
        ReplicaAdmin.Result without = run(command, old -> yaml);
        assertThat(without.exitCode()).as(without.errors()).isEqualTo(PRECONDITION);
        assertThat(without.errors()).contains("create-replica-schema");

        assertThat(run("create-replica-schema", old -> yaml).exitCode()).isZero();
        if (!command.matches("add-source|stop-all-replicas|show-.*")) {
            ReplicaAdmin.Result unregistered = run(command, old -> yaml);
            assertThat(unregistered.exitCode()).as(unregistered.errors()).isEqualTo(PRECONDITION);
            assertThat(unregistered.errors()).contains("is not registered", "add-source");
        }

        try (var postgres = stack.postgres().connect(name);
                var statement = postgres.createStatement()) {
            statement.execute("DELETE FROM anole.version WHERE number = (SELECT max(number) FROM anole.version)");
            ReplicaAdmin.Result older = run(command, old -> yaml);
            if (command.startsWith("stop-")) {
                assertThat(older.errors())
                        .as("replicas are stopped before an upgrade")
                        .doesNotContain("version");
            } else {
                assertThat(older.exitCode()).as(older.errors()).isEqualTo(PRECONDITION);
                assertThat(older.errors()).contains("has version", "upgrade-replica-schema");
            }

            statement.execute("INSERT INTO anole.version (number) VALUES (9999)");
            ReplicaAdmin.Result newer = run(command, old -> yaml);
            assertThat(newer.exitCode()).as(newer.errors()).isEqualTo(PRECONDITION);
            assertThat(newer.errors()).contains("9999");
        }
    }

    /** What {@code --source} is left out of has to choose, and does so by nobody's guess. */
    private static String withAnother(String yaml) {
        return yaml + "  another: {type: mysql, db_conn: {user: u}, schema_mappings: {another: another}}\n";
    }

    @ParameterizedTest
    @MethodSource("onASource")
    void oneOfTwoSourcesHasToBeNamed(String command) throws Exception {
        ReplicaAdmin.Result run = run(command, MisuseIT::withAnother);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(USAGE);
        assertThat(run.errors()).contains("Missing option --source", replica.name() + ", another");
    }

    private static Stream<String> withSource() {
        return Stream.concat(onASource().stream(), Stream.of("show-sources", "show-status", "show-errors"));
    }

    @ParameterizedTest
    @MethodSource("withSource")
    void theSourceIsUnknown(String command) throws Exception {
        ReplicaAdmin.Result run = run(command + " --source nowhere", MisuseIT::withAnother);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(CONFIGURATION);
        assertThat(run.errors()).contains("The source nowhere is not in ", replica.name() + ", another");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-replica-schema",
                "upgrade-replica-schema",
                "drop-replica-schema --yes",
                "stop-all-replicas",
                "show-config",
                "set-configuration-files",
                "completion"
            })
    void aSourceIsNamedForWhatConcernsNoneOrAll(String command) throws Exception {
        ReplicaAdmin.Result run = run(command + " --source <n>", yaml -> yaml);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(USAGE);
        assertThat(run.output()).isEmpty();
        assertThat(run.errors()).contains("--source", replica.name(), "Try: replica-admin " + command.split(" ")[0]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "copy-schema",
                "init-replica",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>",
                "detach-replica --yes",
            })
    void mySqlIsDown(String command) throws Exception {
        ReplicaAdmin.Result run =
                run(command, yaml -> closed(yaml, stack.mySql().port()));
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(CONNECTION);
        assertThat(run.errors()).contains("Could not connect to MySQL", "db_conn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init-replica",
                "start-replica",
                "stop-replica",
                "stop-all-replicas",
                "enable-replica",
                "drop-source --yes",
                "detach-replica --yes --now",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>"
            })
    void connectIsDown(String command) throws Exception {
        ReplicaAdmin.Result run = run(command, this::withoutConnect);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(CONNECTION);
        assertThat(run.errors()).contains("Kafka Connect", "connect.url");
    }

    private String withoutConnect(String yaml) {
        return yaml.replace(stack.worker().restUrl(), "http://127.0.0.1:1");
    }

    @Test
    void mappingsAreNotChangedByHalvesWhereAServerIsDown() throws Exception {
        String mapping = "'" + replica.name() + "': '" + replica.name() + "'";
        ReplicaAdmin.Result renamed = run("update-schema-mappings", yaml -> withoutConnect(yaml)
                .replace(mapping, "'" + replica.name() + "': elsewhere"));
        assertThat(renamed.exitCode()).as(renamed.errors()).isEqualTo(CONNECTION);
        assertThat(renamed.errors()).contains("Kafka Connect", "connect.url");

        ReplicaAdmin.Result removed =
                run("update-schema-mappings", yaml -> closed(yaml, stack.mySql().port())
                        .replace(mapping, "another: another"));
        assertThat(removed.exitCode()).as(removed.errors()).isEqualTo(CONNECTION);
        assertThat(removed.errors()).contains("Could not connect to MySQL", "db_conn");
        assertThat(replica.postgresValue("SELECT schema_mappings ->> '" + replica.name() + "' FROM anole.sources"))
                .isEqualTo(replica.name());
    }

    @Test
    void whatTheCatalogueHasIsShownWhereConnectIsDown() throws Exception {
        replica.postgres("INSERT INTO anole.errors (source, message, remedy) VALUES ('" + replica.name()
                + "', 'The disk is full', 'Make room')");
        ReplicaAdmin.Result status = run("show-status", this::withoutConnect);
        assertThat(status.exitCode()).as(status.errors()).isZero();
        assertThat(status.output())
                .contains(
                        replica.name(),
                        "running",
                        "Kafka Connect does not answer at http://127.0.0.1:1 (connection refused)");

        ReplicaAdmin.Result errors = run("show-errors", this::withoutConnect);
        assertThat(errors.exitCode()).as(errors.errors()).isZero();
        assertThat(errors.output()).contains("The disk is full", "Make room");
        assertThat(errors.errors()).contains("Kafka Connect does not answer at http://127.0.0.1:1", "connect.url");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init-replica",
                "start-replica",
                "drop-source --yes",
                "detach-replica --yes --now",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>"
            })
    void kafkaIsDown(String command) throws Exception {
        ReplicaAdmin.Result run = run(
                command,
                yaml -> yaml.replace(
                        stack.kafka().bootstrapServers(),
                        "127.0.0.1:1\n  properties: {default.api.timeout.ms: 500, request.timeout.ms: 500}"));
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(CONNECTION);
        assertThat(run.errors()).contains("Kafka does not answer at 127.0.0.1:1", "kafka.bootstrap_servers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sync-tables --tables <n>.nothing",
                "sync-tables --tables nowhere.t",
                "refresh-schema --schema nowhere",
                "approve-ddl --tables <n>.nothing",
                "run-maintenance --tables <n>.nothing"
            })
    void aTableOrSchemaIsUnknown(String command) throws Exception {
        ReplicaAdmin.Result run = run(command, yaml -> yaml);
        assertThat(run.exitCode()).as(run.errors()).isEqualTo(PRECONDITION);
        assertThat(run.errors()).containsPattern("nothing|nowhere");
    }
}
