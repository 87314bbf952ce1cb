package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.admin.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command where something is missing or down: exit code, one sentence of what is wrong, and what to do. In this JVM, on
 * the real servers; all of it on one replica, which none of it changes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MisuseIT {

    private static final int CONNECTION = 4;
    private static final int PRECONDITION = 5;

    private final Stack stack = Stack.shared();

    @TempDir
    Path folder;

    private Replica replica;
    private String configuration;

    /** @param err what the operator sees */
    private record Run(int exitCode, String err) {}

    @BeforeAll
    void initialise() throws Exception {
        replica = Replica.create(stack, "misused");
        replica.mySql("CREATE TABLE t (id INT PRIMARY KEY)");
        replica.initialise();
        configuration = Files.readString(replica.configure(""));
    }

    @AfterAll
    void isUnharmed() throws SQLException {
        try (Replica all = replica) {
            all.mySql("INSERT INTO t VALUES (1)");
            all.assertEqual("t");
            assertThat(replica.postgresValue("SELECT status FROM anole.sources"))
                    .isEqualTo("running");
            all.assertNothingLeft();
        }
    }

    private Run run(String commandLine, UnaryOperator<String> change) throws Exception {
        Path file = Files.writeString(folder.resolve("anole.yml"), change.apply(configuration));
        List<String> arguments = new ArrayList<>(
                Arrays.asList(commandLine.replace("<n>", replica.name()).split(" ")));
        arguments.addAll(List.of("--config", file.toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = ReplicaAdmin.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
        assertThat(out.toString()).as("standard output").doesNotContain("Exception", "\tat ");
        assertThat(err.toString()).doesNotContain("\tat ");
        return new Run(exitCode, err.toString());
    }

    /** Nobody listens there. */
    private static String closed(String yaml, int port) {
        return yaml.replace("port: " + port + "\n", "port: 1\n");
    }

    private String database(String yaml, String name) throws SQLException {
        stack.postgres().createDatabase(name);
        return yaml.replace("  database: " + replica.name() + "\n", "  database: " + name + "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create-replica-schema",
                "upgrade-replica-schema",
                "drop-replica-schema --yes",
                "add-source",
                "drop-source --yes",
                "copy-schema",
                "init-replica",
                "update-schema-mappings",
                "start-replica",
                "stop-replica",
                "stop-all-replicas",
                "enable-replica",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>",
                "approve-ddl",
                "run-maintenance",
                "detach-replica --yes",
                "show-status",
                "show-errors"
            })
    void postgresIsDown(String command) throws Exception {
        Run run = run(command, yaml -> closed(yaml, stack.postgres().port()));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(CONNECTION);
        assertThat(run.err()).contains("Could not connect to PostgreSQL", "pg_conn");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "add-source",
                "drop-source --yes",
                "copy-schema",
                "init-replica",
                "update-schema-mappings",
                "start-replica",
                "stop-replica",
                "stop-all-replicas",
                "enable-replica",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>",
                "approve-ddl",
                "run-maintenance",
                "detach-replica --yes",
                "show-status",
                "show-errors"
            })
    void thereIsNoCatalogueOrAnotherVersionsOrNoSource(String command) throws Exception {
        String name = "misuse" + command.replaceAll("[^a-z].*", "") + Integer.toHexString(command.hashCode());
        String yaml = database(configuration, name);
        Run without = run(command, old -> yaml);
        assertThat(without.exitCode()).as(without.err()).isEqualTo(PRECONDITION);
        assertThat(without.err()).contains("create-replica-schema");

        assertThat(run("create-replica-schema", old -> yaml).exitCode()).isZero();
        if (!command.matches("add-source|stop-all-replicas|show-.*")) {
            Run unregistered = run(command, old -> yaml);
            assertThat(unregistered.exitCode()).as(unregistered.err()).isEqualTo(PRECONDITION);
            assertThat(unregistered.err()).contains("is not registered", "add-source");
        }

        try (var postgres = stack.postgres().connect(name);
                var statement = postgres.createStatement()) {
            statement.execute("INSERT INTO anole.version (number) VALUES (9999)");
        }
        Run newer = run(command, old -> yaml);
        assertThat(newer.exitCode()).as(newer.err()).isEqualTo(PRECONDITION);
        assertThat(newer.err()).contains("9999");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "init-replica",
                "sync-tables --tables <n>.t",
                "refresh-schema --schema <n>",
                "detach-replica --yes",
            })
    void mySqlIsDown(String command) throws Exception {
        Run run = run(command, yaml -> closed(yaml, stack.mySql().port()));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(CONNECTION);
        assertThat(run.err()).contains("Could not connect to MySQL", "db_conn");
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
        String url = stack.worker().restUrl();
        Run run = run(command, yaml -> yaml.replace(url, "http://127.0.0.1:1"));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(CONNECTION);
        assertThat(run.err()).contains("Kafka Connect", "connect.url");
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
        Run run = run(command, yaml -> yaml);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(PRECONDITION);
        assertThat(run.err()).containsPattern("nothing|nowhere");
    }
}
