package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.anole.testbed.SourceTree;
import dev.anole.testbed.Stack;
import dev.anole.testbed.WorkerJmx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The MBeans of a running worker are true, and the files in config/ name what the exporter makes of them. */
class MetricsIT {

    private static final Path CONFIG = SourceTree.root().resolve("config");
    private static final Pattern OUR_NAME = Pattern.compile("\\b(?:anole|kafka_connect)_[a-z_]+");

    private static final String SETTINGS = """
                on_error_replay: continue
                skip_tables: [<name>.skipped]
                ddl_policy: {truncate: hold}
                bad_values: {zero_date: discard_row}
            """;

    private static Replica replica;

    private final Stack stack = Stack.shared();
    private WorkerJmx worker;

    @BeforeAll
    static void initialise() throws SQLException {
        replica = Replica.create(Stack.shared(), "metrics", SETTINGS);
        replica.mySql(
                "CREATE TABLE t (id INT PRIMARY KEY, v INT, d DATE)",
                "CREATE TABLE other (id INT PRIMARY KEY)",
                "CREATE TABLE skipped (id INT PRIMARY KEY)",
                "INSERT INTO t (id, v) VALUES (1, 1), (2, 2)");
        replica.initialise();
    }

    @AfterAll
    static void stop() throws SQLException {
        replica.close();
    }

    @BeforeEach
    void attach() throws IOException {
        worker = WorkerJmx.attach(stack.worker());
    }

    @AfterEach
    void detach() throws IOException {
        worker.close();
    }

    private static String source(Replica replica) {
        return "dev.anole.source:type=task-metrics,connector=" + replica.name() + "-mysql-source,task=0";
    }

    private static String sink(Replica replica) {
        return "dev.anole.sink:type=task-metrics,connector=" + replica.name() + "-postgres-sink,task=0";
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(assertion);
    }

    /** What a counter of the MBean has grown by comes to be this. */
    private void grows(String bean, Map<String, Double> before, String attribute, double by) {
        eventually(() -> assertThat(worker.read(bean).get(attribute) - before.get(attribute))
                .as(attribute)
                .isEqualTo(by));
    }

    private void becomes(String bean, String attribute, double value) {
        eventually(() -> assertThat(worker.read(bean)).containsEntry(attribute, value));
    }

    /** What the MBean says once everything of before is counted. */
    private Map<String, Double> settled(String bean) throws Exception {
        replica.awaitCaughtUp();
        becomes(sink(replica), "lag-seconds", 0);
        return worker.read(bean);
    }

    @Test
    void countersAreExact() throws Exception {
        Map<String, Double> source = settled(source(replica));
        Map<String, Double> sink = settled(sink(replica));

        // One by one, since what is written together counts once.
        replica.mySql("INSERT INTO t (id, v) VALUES (3, 3), (4, 4), (5, 5)");
        replica.awaitCaughtUp();
        replica.mySqlTransaction("UPDATE t SET v = 9 WHERE id = 3", "UPDATE t SET v = 9 WHERE id = 4");
        replica.awaitCaughtUp();
        replica.mySql("INSERT INTO skipped VALUES (1)", "DELETE FROM t WHERE id = 5");
        replica.awaitCaughtUp();
        replica.mySql("SET SESSION sql_mode = ''", "INSERT INTO t VALUES (6, 6, '0000-00-00')");
        replica.awaitCaughtUp();

        grows(source(replica), source, "transactions-total", 4);
        grows(source(replica), source, "row-events-total", 5);
        grows(sink(replica), sink, "transactions-total", 4);
        grows(sink(replica), sink, "row-events-total", 5);
        grows(sink(replica), sink, "batches-total", 4);
        grows(sink(replica), sink, "inserted-rows-total", 3);
        grows(sink(replica), sink, "updated-rows-total", 2);
        grows(sink(replica), sink, "deleted-rows-total", 1);
        grows(sink(replica), sink, "drifted-rows-total", 0);
        grows(sink(replica), sink, "bad-values-total", 1);
        grows(sink(replica), sink, "discarded-rows-total", 1);
        Map<String, Double> read = worker.read(source(replica));
        for (String counter : List.of("skipped-transactions", "read-bytes", "published-records", "published-bytes")) {
            assertThat(read.get(counter + "-total")).as(counter).isGreaterThan(source.get(counter + "-total"));
        }
        Map<String, Double> applied = worker.read(sink(replica));
        assertThat(applied.get("applied-bytes-total")).isGreaterThan(sink.get("applied-bytes-total"));
        assertThat(applied.get("batch-max-rows")).isEqualTo(3);
        assertThat(applied.get("apply-max-seconds")).isPositive();
        assertThat(applied.get("commit-max-seconds")).isPositive();
    }

    @Test
    void lagIsTheAgeOfWhatWaits() throws Exception {
        becomes(source(replica), "lag-seconds", 0);
        becomes(sink(replica), "lag-seconds", 0);
        try (Connection reader = replica.postgres();
                Statement lock = reader.createStatement()) {
            reader.setAutoCommit(false);
            lock.execute("LOCK TABLE " + replica.schema() + ".t");
            replica.mySql("INSERT INTO t (id, v) VALUES (10, 10)");
            eventually(() ->
                    assertThat(worker.read(sink(replica)).get("lag-seconds")).isBetween(1.5, 10.0));
            assertThat(worker.read(source(replica)).get("lag-seconds")).isZero();
            assertThat(worker.read(sink(replica)).get("last-applied-age-seconds"))
                    .isGreaterThan(1);
        }
        becomes(sink(replica), "lag-seconds", 0);
        eventually(() -> assertThat(worker.read(source(replica)).get("last-record-age-seconds"))
                .isLessThan(1.5));
    }

    @Test
    void lostConnectionsShow() throws Exception {
        Map<String, Double> source = settled(source(replica));
        Map<String, Double> sink = settled(sink(replica));

        replica.postgresValue("SELECT pg_terminate_backend(backend_pid) FROM anole.positions");
        killBinlogDumps();

        String reconnects = "reconnects-total";
        eventually(() -> {
            assertThat(worker.read(sink(replica)).get(reconnects)).isGreaterThan(sink.get(reconnects));
            assertThat(worker.read(source(replica)).get(reconnects)).isGreaterThan(source.get(reconnects));
        });
        becomes(source(replica), "connected", 1);
        becomes(sink(replica), "connected", 1);
    }

    /** Those of other tests' sources, which have ended, may still be listed, and end meanwhile. */
    private static void killBinlogDumps() throws SQLException {
        String query = "SELECT id FROM information_schema.processlist WHERE command LIKE 'Binlog%'";
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement();
                ResultSet dumps = statement.executeQuery(query)) {
            while (dumps.next()) {
                try {
                    replica.mySql("KILL " + dumps.getLong(1));
                } catch (SQLException e) {
                    assertThat(e.getErrorCode()).as("unknown thread").isEqualTo(1094);
                }
            }
        }
    }

    @Test
    void driftAndStatesOfTablesShow() throws Exception {
        Map<String, Double> before = settled(sink(replica));
        replica.postgres("DELETE FROM " + replica.schema() + ".t WHERE id = 2");
        replica.mySql("UPDATE t SET v = v + 1 WHERE id < 3");
        grows(sink(replica), before, "drifted-rows-total", 1);

        replica.mySql("CREATE TABLE held (id INT PRIMARY KEY)", "CREATE TABLE disabled (id INT PRIMARY KEY)");
        grows(sink(replica), before, "replicating-tables", 2);
        replica.mySql("TRUNCATE TABLE held");
        grows(sink(replica), before, "held-tables", 1);
        replica.postgres("ALTER TABLE " + replica.schema() + ".disabled ADD CHECK (id < 100)");
        replica.mySql("INSERT INTO disabled VALUES (100)");
        grows(sink(replica), before, "disabled-tables", 1);
        grows(sink(replica), before, "replicating-tables", 0);
        grows(sink(replica), before, "errors-total", 1);
        grows(sink(replica), before, "in-order-batches-total", 1);
    }

    @Test
    void theMBeansLiveAsLongAsTheTasks() throws Exception {
        try (Replica replica = Replica.create(stack, "mortal")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)");
            replica.initialise();
            replica.mySql("INSERT INTO t VALUES (1, 1)");
            becomes(sink(replica), "inserted-rows-total", 1);

            Connectors connect = new Connectors(stack.worker());
            for (String connector : List.of("-mysql-source", "-postgres-sink")) {
                connect.send(
                        "POST", "/connectors/" + replica.name() + connector + "/restart?includeTasks=true", Map.of());
            }
            becomes(sink(replica), "inserted-rows-total", 0);
            replica.mySql("INSERT INTO t VALUES (2, 2)");
            becomes(sink(replica), "inserted-rows-total", 1);
            becomes(source(replica), "transactions-total", 1);

            // The sink's task fails.
            replica.postgres("ALTER TABLE " + replica.schema() + ".t ADD CHECK (v < 100)");
            replica.mySql("INSERT INTO t VALUES (3, 100)");
            eventually(() -> assertThat(worker.has(sink(replica))).isFalse());
            assertThat(worker.has(source(replica))).isTrue();
            String connectOwn =
                    "kafka.connect:type=connect-worker-metrics,connector=" + replica.name() + "-postgres-sink";
            becomes(connectOwn, "connector-failed-task-count", 1);

            replica.postgres("ALTER TABLE " + replica.schema() + ".t DROP CONSTRAINT t_v_check");
            replica.succeed("start-replica");
            becomes(sink(replica), "inserted-rows-total", 1);

            replica.succeed("drop-source", "--yes");
            eventually(() -> {
                assertThat(worker.has(source(replica))).isFalse();
                assertThat(worker.has(sink(replica))).isFalse();
            });
        }
    }

    /** By the exporter itself, loaded into the worker with the very file that people deploy. */
    @Test
    void everyNameInTheFilesIsOneThatTheExporterGives() throws Exception {
        becomes(sink(replica), "lag-seconds", 0);
        String scraped = WorkerJmx.scrape(worker.loadExporter(CONFIG.resolve("prometheus-jmx.yml")));

        Set<String> names =
                names(scraped.lines().filter(line -> !line.startsWith("#")).toList());
        String labels = "{connector=\"" + replica.name() + "-postgres-sink\",";
        assertThat(scraped)
                .contains(
                        "\nanole_sink_tables" + labels + "state=\"catching-up\",task=\"0\"} 0.0\n",
                        "\nanole_sink_connected" + labels + "task=\"0\"} 1.0\n",
                        "\n# TYPE anole_sink_inserted_rows_total counter\n",
                        "\n# TYPE anole_source_lag_seconds gauge\n",
                        "\n# HELP anole_source_lag_seconds Age of the transaction of MySQL");
        for (String name : worker.read(source(replica)).keySet()) {
            assertThat(names).contains("anole_source_" + name.replace('-', '_'));
        }
        for (String name : worker.read(sink(replica)).keySet()) {
            assertThat(names).contains("anole_sink_" + (name.endsWith("-tables") ? "tables" : name.replace('-', '_')));
        }
        assertThat(names).containsAll(namesOfTheFiles());
        assertThat(rules()).isNotEmpty().allSatisfy(rule -> assertThat(names).anyMatch(name -> name.matches(rule)));
    }

    private static Set<String> names(List<String> texts) {
        Set<String> names = new TreeSet<>();
        for (String text : texts) {
            Matcher name = OUR_NAME.matcher(text);
            while (name.find()) {
                names.add(name.group());
            }
        }
        return names;
    }

    /** In the queries of dashboard and alerts. */
    private static Set<String> namesOfTheFiles() throws IOException {
        List<String> queries = new ArrayList<>(new ObjectMapper()
                .readTree(CONFIG.resolve("grafana-dashboard.json").toFile())
                .findValuesAsText("expr"));
        queries.addAll(new YAMLMapper()
                .readTree(CONFIG.resolve("prometheus-alerts.yml").toFile())
                .findValuesAsText("expr"));
        Set<String> names = names(queries);
        assertThat(names).hasSizeGreaterThan(20);
        names.addAll(names(List.of(Files.readString(SourceTree.root().resolve("docs/monitoring.md"))
                .replaceAll("anole_(source|sink)_…", ""))));
        return names;
    }

    /** The names that the exporter's rules give, as patterns. */
    private static List<String> rules() throws IOException {
        return new YAMLMapper()
                .readTree(CONFIG.resolve("prometheus-jmx.yml").toFile()).findValuesAsText("name").stream()
                        .map(name -> name.replaceAll("\\$\\d", "[a-z_]+"))
                        .toList();
    }
}
