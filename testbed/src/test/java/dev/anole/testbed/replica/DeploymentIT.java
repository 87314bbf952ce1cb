package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.anole.testbed.ConnectWorker;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.SourceTree;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The files that people deploy with, docker-compose.yml and config/, are right: they are used here as they are. */
class DeploymentIT {

    private static final Path ROOT = SourceTree.root();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> SECRETS =
            Map.of("ANOLE_MYSQL_PASSWORD", "demo-mysql-password", "ANOLE_POSTGRES_PASSWORD", "demo-postgres-password");

    private final Stack stack = Stack.shared();

    @Test
    void everyPathThatTheComposeFileMountsExistsAfterTheBuild() throws IOException {
        JsonNode compose =
                new YAMLMapper().readTree(ROOT.resolve("docker-compose.yml").toFile());

        List<String> mounted = compose.at("/services").findValues("volumes").stream()
                .flatMap(DeploymentIT::texts)
                .filter(volume -> volume.startsWith("./"))
                .map(volume -> volume.substring(0, volume.indexOf(':')))
                .toList();

        assertThat(mounted).hasSizeGreaterThanOrEqualTo(6);
        assertThat(mounted).allSatisfy(path -> assertThat(ROOT.resolve(path)).exists());
        for (String plugin : List.of("mysql-source-connector", "postgres-sink-connector")) {
            assertThat(mounted).contains("./" + plugin + "/target/plugin");
            try (var jars = Files.walk(ROOT.resolve(plugin).resolve("target/plugin"))) {
                assertThat(jars.map(jar -> jar.getFileName().toString())).anyMatch(name -> name.startsWith(plugin));
            }
        }
        compose.at("/services").forEach(service -> {
            if (service.path("profiles").isMissingNode()) {
                assertThat(service.at("/healthcheck/test").size())
                        .as("health check of %s", service)
                        .isPositive();
            }
        });
    }

    private static Stream<String> texts(JsonNode volumes) {
        return StreamSupport.stream(volumes.spliterator(), false).map(JsonNode::asText);
    }

    @Test
    void workerFileConnectorFilesAndCommandFileWorkAsTheyAre() throws Exception {
        prepareDatabases();
        ConnectWorkerOptions options = ConnectWorkerOptions.defaults()
                .withBase(ROOT.resolve("config/connect-worker.properties"))
                .withEnvironment("ANOLE_MYSQL_PASSWORD", SECRETS.get("ANOLE_MYSQL_PASSWORD"))
                .withEnvironment("ANOLE_POSTGRES_PASSWORD", SECRETS.get("ANOLE_POSTGRES_PASSWORD"));
        try (ConnectWorker worker = ConnectWorker.create(stack.workspace(), stack.kafka(), options)) {
            worker.start();
            ReplicaAdmin admin = new ReplicaAdmin(commandFile(worker), SECRETS);
            for (String[] command : new String[][] {
                {"create-replica-schema"}, {"add-source", "--source", "shop"}, {"init-replica", "--source", "shop"}
            }) {
                ReplicaAdmin.Result result = admin.run(command);
                assertThat(result.exitCode())
                        .as("%s: %s", command[0], result.all())
                        .isZero();
            }
            // Made by hand instead, from the files: they go on where the commands have left the source.
            for (String file : List.of("mysql-source", "postgres-sink")) {
                JsonNode connector = connectorFile(file);
                send(worker, "DELETE", "/connectors/" + connector.get("name").asText(), null);
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> send(worker, "POST", "/connectors", connector) == 201);
            }

            stack.mySql().execute("INSERT INTO shop.customers (name, email) VALUES ('Alan', 'alan@example.com')");

            await().atMost(Duration.ofSeconds(60)).until(() -> postgresCount("name = 'Alan'") == 1);
            assertThat(postgresCount("true")).isEqualTo(4);
        }
    }

    /** As the containers do it: the demo's script in MySQL, a role with a database of its own in PostgreSQL. */
    private void prepareDatabases() throws Exception {
        for (String statement :
                Files.readString(ROOT.resolve("config/mysql-demo.sql")).split(";\\s*\n")) {
            if (!statement.isBlank()) {
                stack.mySql().execute(statement);
            }
        }
        try (Connection postgres = stack.postgres().connect("postgres");
                Statement statement = postgres.createStatement()) {
            statement.execute(
                    "CREATE ROLE usr_replica LOGIN PASSWORD '" + SECRETS.get("ANOLE_POSTGRES_PASSWORD") + "'");
            statement.execute("CREATE DATABASE db_replica OWNER usr_replica");
        }
    }

    private Path commandFile(ConnectWorker worker) throws IOException {
        ObjectNode yaml = (ObjectNode)
                new YAMLMapper().readTree(ROOT.resolve("config/anole.yml").toFile());
        ((ObjectNode) yaml.get("pg_conn"))
                .put("host", stack.postgres().host())
                .put("port", stack.postgres().port());
        ((ObjectNode) yaml.get("kafka")).put("bootstrap_servers", stack.kafka().bootstrapServers());
        ((ObjectNode) yaml.get("connect")).put("url", worker.restUrl());
        ((ObjectNode) yaml.at("/sources/shop/db_conn"))
                .put("host", stack.mySql().host())
                .put("port", stack.mySql().port());
        Path file = stack.workspace().newFolder("deployment").resolve("anole.yml");
        Files.writeString(file, new YAMLMapper().writeValueAsString(yaml));
        return file;
    }

    private JsonNode connectorFile(String name) throws IOException {
        JsonNode connector =
                JSON.readTree(ROOT.resolve("config/" + name + ".json").toFile());
        ObjectNode config = (ObjectNode) connector.get("config");
        if (config.has("mysql.host")) {
            config.put("mysql.host", stack.mySql().host())
                    .put("mysql.port", "" + stack.mySql().port());
        } else {
            config.put("postgres.host", stack.postgres().host())
                    .put("postgres.port", "" + stack.postgres().port());
        }
        return connector;
    }

    private static int send(ConnectWorker worker, String method, String path, JsonNode body)
            throws IOException, InterruptedException {
        return new Connectors(worker).send(method, path, body).status();
    }

    private int postgresCount(String condition) throws Exception {
        try (Connection postgres = stack.postgres().connect("db_replica");
                Statement statement = postgres.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM shop.customers WHERE " + condition)) {
            row.next();
            return row.getInt(1);
        }
    }
}
