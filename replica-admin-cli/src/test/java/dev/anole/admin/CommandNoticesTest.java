package dev.anole.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.anole.admin.configuration.RollbarSettings;
import dev.anole.admin.configuration.Setting;
import dev.anole.admin.output.CommandLog;
import dev.anole.admin.output.Console;
import dev.anole.contract.notice.NoticeLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands tell Rollbar; no server but that one is there. A notice is sent when its command has ended. */
class CommandNoticesTest {

    @TempDir
    private Path folder;

    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private HttpServer rollbar;

    @BeforeEach
    void start() throws IOException {
        rollbar = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        rollbar.createContext("/", exchange -> {
            received.add(new ObjectMapper().readTree(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
        });
        rollbar.start();
    }

    @AfterEach
    void stop() {
        rollbar.stop(0);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + rollbar.getAddress().getPort() + "/";
    }

    private String configuration(String key) throws IOException {
        return Files.writeString(folder.resolve("shop.yml"), """
                log_dir: %s
                rollbar_key: %s
                rollbar_env: testing
                rollbar_endpoint: %s
                pg_conn: {user: u, password: p, database: d, port: 1}
                connect: {url: 'http://127.0.0.1:1'}
                sources:
                  shop:
                    type: mysql
                    db_conn: {user: u, password: p}
                    schema_mappings: {shop: shop}
                """.formatted(folder, key, endpoint()))
                .toString();
    }

    private void open(String command) {
        CommandNotices.open(
                new RollbarSettings(new Setting("token"), "testing", NoticeLevel.INFO, endpoint()), command, "shop");
    }

    private String message() {
        assertThat(received).hasSize(1);
        return received.get(0).at("/data/body/message/body").asText();
    }

    @Test
    void aKeyThatLeadsNowhereIsAWarning() throws IOException {
        CommandRun run =
                CommandRun.of("create-replica-schema", "--config", configuration("'${env:ANOLE_NO_SUCH_KEY}'"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONNECTION.number());
        try (var files = Files.list(folder)) {
            Path log = files.filter(file -> file.toString().endsWith(".log"))
                    .findFirst()
                    .orElseThrow();
            assertThat(Files.readAllLines(log))
                    .filteredOn(line -> line.contains("rollbar_key"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "ANOLE_NO_SUCH_KEY");
        }
        assertThat(received).isEmpty();
    }

    @Test
    void theOnlySourceIsNamed() throws IOException {
        CommandRun run = CommandRun.of("stop-replica", "--config", configuration("token"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONNECTION.number());
        assertThat(message()).startsWith("replica-admin stop-replica of shop has failed: ");
        assertThat(received.get(0).at("/data/custom/source").asText()).isEqualTo("shop");
    }

    @Test
    void whatOnlyShowsTellsNothing() throws IOException {
        CommandRun run = CommandRun.of("show_status", "--config", configuration("token"));

        assertThat(run.exitCode()).isEqualTo(ExitCode.CONNECTION.number());
        assertThat(received).isEmpty();
    }

    @Test
    void whatIsQuotedGoesAndTheRestStays() {
        open("sync-tables");
        CommandNotices.failed(
                new AdminException(ExitCode.FAILURE, "Not \"4711\", as the table has \"4712\"", "Mend it."), false);

        assertThat(message())
                .isEqualTo(
                        "replica-admin sync-tables of shop has failed: Not \"...\", as the table has \"...\". Mend it.");
    }

    @Test
    void aResultMayBeToldInOtherWords() {
        StringWriter out = new StringWriter();
        open("approve-ddl");
        new Console(new PrintWriter(out), new PrintWriter(out), false).say("Applied DEFAULT 'secret'", "Applied it.");
        CommandNotices.ended(ExitCode.OK.number(), CommandLog.results());

        assertThat(out.toString()).contains("secret");
        assertThat(message()).contains("Applied it.").doesNotContain("secret");
    }
}
