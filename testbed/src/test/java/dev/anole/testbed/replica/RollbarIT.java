package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices of commands and connectors reach Rollbar, and a Rollbar that does not answer is no harm. */
class RollbarIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TOKEN = "4711token";
    private static final String ROW_VALUE = "987654321";
    private static final String LITERAL = "literal4711";

    private final Stack stack = Stack.shared();
    private final List<JsonNode> notices = new CopyOnWriteArrayList<>();
    private final CountDownLatch answer = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer rollbar;
    private volatile boolean hangs;

    @BeforeEach
    void startRollbar() throws IOException {
        rollbar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rollbar.setExecutor(threads);
        rollbar.createContext("/", exchange -> {
            notices.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            try {
                if (hangs) {
                    answer.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, -1);
        });
        rollbar.start();
    }

    @AfterEach
    void stopRollbar() {
        answer.countDown();
        rollbar.stop(0);
        threads.shutdownNow();
    }

    private String settings(String key) {
        return "rollbar_key: '" + key + "'\nrollbar_env: testing\nrollbar_endpoint: http://127.0.0.1:"
                + rollbar.getAddress().getPort() + "/\n";
    }

    private static void create(Replica replica) throws Exception {
        replica.mySql(
                "CREATE TABLE t (id INT PRIMARY KEY, v INT)",
                "CREATE TABLE other (id INT PRIMARY KEY)",
                "INSERT INTO t VALUES (1, 1), (2, 2)");
    }

    /** Makes PostgreSQL refuse a change of the table. */
    private static void breakTable(Replica replica) throws Exception {
        replica.postgres("ALTER TABLE " + replica.name() + ".t ADD CONSTRAINT small CHECK (v < 100)");
        replica.mySql("INSERT INTO t VALUES (3, " + ROW_VALUE + ")", "INSERT INTO other VALUES (1)");
    }

    private void awaitNotice(String level, String... words) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(notices).anySatisfy(notice -> {
            assertThat(notice.at("/data/level").asText()).isEqualTo(level);
            assertThat(notice.at("/data/body/message/body").asText()).contains(words);
        }));
    }

    @Test
    void commandsAndBothConnectorsTell() throws Exception {
        Path secrets = Files.writeString(
                stack.workspace().newFolder("rollbar").resolve("secrets.properties"), "token=" + TOKEN + "\n");
        String reference = "${file:" + secrets + ":token}";
        String keys = "    on_error_replay: continue\n    on_error_read: exit\n" + settings(reference);
        try (MySqlProxy proxy = new MySqlProxy(stack.mySql());
                Replica replica = Replica.through(proxy, stack, "rollbar", keys)) {
            create(replica);
            replica.initialise();
            awaitNotice("info", "replica-admin init-replica of " + replica.name(), "2 rows copied");

            assertThat(replica.admin("sync-tables", "--tables", replica.name() + ".none")
                            .exitCode())
                    .isNotZero();
            awaitNotice("error", "replica-admin sync-tables of " + replica.name() + " has failed", ".none");

            breakTable(replica);
            awaitNotice("error", "The table " + replica.name() + ".t has left the replica", "small");

            proxy.cut();
            awaitNotice("critical", "The source connector of " + replica.name() + " has failed", "Could not connect");
            proxy.leadTo(stack.mySql());

            Connectors connectors = new Connectors(stack.worker());
            for (String connector : List.of("-mysql-source", "-postgres-sink")) {
                assertThat(connectors
                                .send("GET", "/connectors/" + replica.name() + connector + "/config", null)
                                .body()
                                .at("/rollbar.key")
                                .asText())
                        .isEqualTo(reference);
            }
            assertThat(notices).allSatisfy(notice -> {
                assertThat(notice.at("/access_token").asText()).isEqualTo(TOKEN);
                assertThat(notice.at("/data/environment").asText()).isEqualTo("testing");
                assertThat(notice.toString()).doesNotContain(ROW_VALUE, "secrets.properties");
            });
        }
    }

    @Test
    void aSinkThatFailsTells() throws Exception {
        try (Replica replica = Replica.create(stack, "rollbarsink", settings(TOKEN))) {
            create(replica);
            replica.initialise();
            breakTable(replica);
            awaitNotice("critical", "The sink connector of " + replica.name() + " has failed", "small");
            assertThat(notices).noneMatch(notice -> notice.toString().contains(ROW_VALUE));
        }
    }

    @Test
    void aStatementIsNotTold() throws Exception {
        try (Replica replica = Replica.create(stack, "rollbarddl", settings(TOKEN))) {
            create(replica);
            replica.initialise();
            replica.postgres("ALTER TABLE " + replica.name() + ".t ADD COLUMN note INT");
            replica.mySql("ALTER TABLE t ADD COLUMN note VARCHAR(20) DEFAULT '" + LITERAL + "'");
            awaitNotice("critical", "table " + replica.name() + ".t", "by a DDL statement", "already exists");
            // Connect tells of the failure a moment after the notice.
            await().until(() -> replica.admin("show-status").all().contains(LITERAL));
            assertThat(notices).noneMatch(notice -> notice.toString().contains(LITERAL));
        }
    }

    @Test
    void whatStandsStillIsToldOnce() throws Exception {
        String keys = "    ddl_policy: {alter_destructive: hold}\n" + settings(TOKEN);
        try (MySqlProxy proxy = new MySqlProxy(stack.mySql());
                Replica replica = Replica.through(proxy, stack, "rollbarstands", keys)) {
            create(replica);
            replica.initialise();
            proxy.cut();
            awaitNotice("error", "The source connector of " + replica.name() + " waits for MySQL", "" + proxy.port());
            proxy.leadTo(stack.mySql());

            replica.mySql("ALTER TABLE t DROP COLUMN v, ADD COLUMN note VARCHAR(20) DEFAULT '" + LITERAL + "'");
            awaitNotice("warning", replica.name() + ".t of source " + replica.name() + " stand still");
            replica.succeed("approve-ddl");
            awaitNotice("info", "replica-admin approve-ddl of " + replica.name() + ": Applied what held");

            replica.postgres(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$"
                            + "BEGIN RAISE EXCEPTION 'No space' USING ERRCODE = '53100'; END$$",
                    "CREATE TRIGGER full_disk BEFORE INSERT ON " + replica.name()
                            + ".other FOR EACH ROW EXECUTE FUNCTION refuse()",
                    "ALTER TABLE " + replica.name() + ".other ENABLE ALWAYS TRIGGER full_disk");
            replica.mySql("INSERT INTO other VALUES (7)");
            awaitNotice("error", "The sink of source " + replica.name() + " waits for PostgreSQL", "No space");
            replica.postgres("DROP TRIGGER full_disk ON " + replica.name() + ".other");
            replica.assertEqual("other");

            assertThat(notices)
                    .filteredOn(notice -> notice.toString().contains("waits for"))
                    .hasSize(2);
            assertThat(notices).noneMatch(notice -> notice.toString().contains(LITERAL));
        }
    }

    @Test
    void aRollbarThatDoesNotAnswerChangesNothing() throws Exception {
        try (Replica replica =
                Replica.create(stack, "rollbarhangs", "    on_error_replay: continue\n" + settings(TOKEN))) {
            create(replica);
            replica.initialise();
            hangs = true;
            breakTable(replica);
            replica.assertEqual("other");
            await().atMost(PATIENCE)
                    .until(() -> replica.postgresValue("SELECT state FROM anole.tables WHERE mysql_table = 't'")
                            .equals("disabled"));

            assertOneWarning(replica);
            rollbar.stop(0);
            assertOneWarning(replica);
        }
    }

    private static void assertOneWarning(Replica replica) throws IOException {
        long before = warnings(replica);
        Instant began = Instant.now();
        ReplicaAdmin.Result result = replica.adminProcess("stop-replica");
        assertThat(result.exitCode()).isZero();
        assertThat(result.errors()).doesNotContain("Rollbar", "WARN");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(20));
        assertThat(warnings(replica) - before).isOne();
    }

    private static long warnings(Replica replica) throws IOException {
        return replica.log()
                .lines()
                .filter(line -> line.contains(" WARN ") && line.contains("did not reach Rollbar"))
                .count();
    }
}
