package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.testbed.KafkaBroker;
import dev.anole.testbed.MySqlServer;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.ReplicaConfiguration;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import dev.anole.testbed.compare.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A source of a test's own on shared servers: a MySQL database, a PostgreSQL database with its catalogue, a topic and
 * two connectors, all of one name.
 */
final class Replica implements AutoCloseable {

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration CATCH_UP = Duration.ofSeconds(40);

    static {
        // Of slow machines, and where two stacks of servers share the processors.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    private final Stack stack;
    private final MySqlServer mySql;
    private final int mySqlPort;
    private final String name;
    private final String database;
    private final String schema;
    private final String more;
    private final Path file;
    private final SourceCommands commands;

    private Replica(
            Stack stack, MySqlServer mySql, int mySqlPort, String name, String database, String schema, String more) {
        this.stack = stack;
        this.mySql = mySql;
        this.mySqlPort = mySqlPort;
        this.name = name;
        this.database = database;
        this.schema = schema;
        this.more = more;
        file = stack.workspace().newFolder(name).resolve("anole.yml");
        commands = new SourceCommands(new ReplicaAdmin(configure(more)), name);
    }

    /** Writes the configuration anew; the next command reads it. */
    Path configure(String newMore) {
        return ReplicaConfiguration.write(
                file,
                mySql,
                mySqlPort,
                stack.postgres(),
                stack.kafka(),
                stack.worker(),
                name,
                name,
                database,
                schema,
                newMore);
    }

    /** Nothing is initialised yet. */
    static Replica create(Stack stack, String purpose) throws SQLException {
        return create(stack, purpose, "");
    }

    /**
     * @param more lines of YAML under the source, each indented by four, in front of them further schema mappings, indented
     *     by six; {@code <name>} stands for the replica's name
     */
    static Replica create(Stack stack, String purpose, String more) throws SQLException {
        String name = purpose + NUMBER.incrementAndGet();
        return named(stack, name, name, name, more.replace("<name>", name));
    }

    static Replica named(Stack stack, String name, String database, String schema, String more) throws SQLException {
        stack.mySql().execute("CREATE DATABASE `" + database.replace("`", "``") + "`");
        stack.postgres().createDatabase(name);
        return new Replica(stack, stack.mySql(), stack.mySql().port(), name, database, schema, more);
    }

    /** One whose configuration reaches the stack's MySQL by a proxy. */
    static Replica through(MySqlProxy proxy, Stack stack, String purpose, String more) throws SQLException {
        String name = purpose + NUMBER.incrementAndGet();
        stack.mySql().execute("CREATE DATABASE " + name);
        stack.postgres().createDatabase(name);
        return new Replica(stack, stack.mySql(), proxy.port(), name, name, name, more);
    }

    /** Another replica of the same MySQL database, in a PostgreSQL database of its own, under the same schema. */
    static Replica again(Stack stack, Replica other) throws SQLException {
        String name = "again" + NUMBER.incrementAndGet();
        stack.postgres().createDatabase(name);
        return new Replica(stack, other.mySql, other.mySqlPort, name, other.database, other.schema, other.more);
    }

    /** Of the pair's primary, which the configuration reaches by the pair's proxy. */
    static Replica create(Stack stack, ServerPair pair, String purpose) throws SQLException {
        String name = purpose + NUMBER.incrementAndGet();
        pair.primary().execute("CREATE DATABASE " + name);
        stack.postgres().createDatabase(name);
        return new Replica(stack, pair.primary(), pair.port(), name, name, name, "");
    }

    /** The same source with a configuration that names another MySQL server; the connectors do not know of it yet. */
    Replica on(MySqlServer other) {
        return new Replica(stack, other, other.port(), name, database, schema, more);
    }

    /** The same source and configuration; the test talks to the server that is the pair's primary now. */
    Replica on(ServerPair pair) {
        return new Replica(stack, pair.primary(), mySqlPort, name, database, schema, more);
    }

    String name() {
        return name;
    }

    /** What the commands have logged today. */
    String log() throws IOException {
        try (Stream<Path> files = Files.list(file.resolveSibling("logs"))) {
            return Files.readString(files.findFirst().orElseThrow());
        }
    }

    /** In PostgreSQL. */
    String schema() {
        return schema;
    }

    Connection mySql() throws SQLException {
        return mySql.connect(database);
    }

    Connection postgres() throws SQLException {
        return stack.postgres().connect(name);
    }

    /** Runs statements in the source's database, each committed by itself. */
    void mySql(String... statements) throws SQLException {
        try (Connection connection = mySql()) {
            run(connection, statements);
        }
    }

    /** Runs statements in one transaction of MySQL's. */
    void mySqlTransaction(String... statements) throws SQLException {
        try (Connection connection = mySql()) {
            connection.setAutoCommit(false);
            run(connection, statements);
            connection.commit();
        }
    }

    /** Runs statements as an XA transaction and prepares it; its session ends. */
    void mySqlPrepared(String xid, String... statements) throws SQLException {
        try (Connection connection = mySql()) {
            run(connection, "XA START " + xid);
            run(connection, statements);
            run(connection, "XA END " + xid, "XA PREPARE " + xid);
        }
    }

    void postgres(String... statements) throws SQLException {
        try (Connection connection = postgres()) {
            run(connection, statements);
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The single value that the query gives, as text. */
    String postgresValue(String query) throws SQLException {
        try (Connection connection = postgres()) {
            return value(connection, query);
        }
    }

    String mySqlValue(String query) throws SQLException {
        try (Connection connection = mySql()) {
            return value(connection, query);
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertThat(row.next()).as("a row of %s", query).isTrue();
            return row.getString(1);
        }
    }

    /** Runs a command with {@code --source}, and with this source's configuration, in this JVM. */
    ReplicaAdmin.Result admin(String command, String... arguments) {
        return commands.run(command, arguments);
    }

    void succeed(String command, String... arguments) {
        commands.succeed(command, arguments);
    }

    /** The same as the process that its user would start. */
    ReplicaAdmin.Result adminProcess(String command, String... arguments) {
        return commands.runProcess(command, arguments);
    }

    /** The same in the background; to be closed. */
    RunningAdmin adminInBackground(String command, String... arguments) {
        return commands.startProcess(command, arguments);
    }

    /**
     * Runs a process with just these arguments, and with this configuration, which may have other sources too; requires
     * success.
     */
    String processOf(String... arguments) {
        ReplicaAdmin.Result result = commands.processes().run(arguments);
        assertThat(result.exitCode()).as(result.all()).isZero();
        return result.all();
    }

    /** The same in this JVM. */
    void succeedOf(String... arguments) {
        ReplicaAdmin.Result result = adminOf(arguments);
        assertThat(result.exitCode()).as(result.all()).isZero();
    }

    /** The same, whatever comes of it. */
    ReplicaAdmin.Result adminOf(String... arguments) {
        return InProcessAdmin.run(file, arguments);
    }

    /** Catalogue, source, copy; then the replica runs. */
    Replica initialise() {
        register();
        commands.succeed("init-replica", "--start");
        return this;
    }

    /** Catalogue and source. */
    void register() {
        commands.succeed("create-replica-schema");
        commands.succeed("add-source");
    }

    /** Whether everything that MySQL has committed by now is applied. */
    boolean isCaughtUp() throws SQLException {
        return hasApplied(committed());
    }

    /** What MySQL has committed by now: its GTIDs, or where its binlog ends if it has none. */
    SourcePosition committed() throws SQLException {
        try (Connection connection = mySql();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        isMariaDb(connection) ? "SHOW BINLOG STATUS" : "SHOW BINARY LOG STATUS")) {
            row.next();
            String gtids = isMariaDb(connection) ? null : row.getString("Executed_Gtid_Set");
            return new SourcePosition(
                    row.getString("File"),
                    row.getLong("Position"),
                    gtids == null || gtids.isEmpty() ? null : GtidSet.parse(gtids));
        }
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection.getMetaData().getDatabaseProductVersion().contains("MariaDB");
    }

    /** What PostgreSQL has of it; MySQL is not asked. */
    SourcePosition applied() throws SQLException {
        try (Connection connection = postgres();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT file, position, gtids FROM anole.positions WHERE source = '" + name + "'")) {
            row.next();
            String gtids = row.getString("gtids");
            return new SourcePosition(
                    row.getString("file"), row.getLong("position"), gtids == null ? null : GtidSet.parse(gtids));
        }
    }

    boolean hasApplied(SourcePosition committed) throws SQLException {
        return applied().includes(committed);
    }

    /** Waits until everything that MySQL has committed by now is applied. */
    void awaitCaughtUp() throws SQLException {
        awaitCaughtUp(CATCH_UP);
    }

    void awaitCaughtUp(Duration patience) throws SQLException {
        SourcePosition committed = committed();
        try {
            await().atMost(patience)
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptionsInstanceOf(SQLException.class)
                    .until(() -> hasApplied(committed));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "The replica did not catch up; " + admin("show-status").all(), e);
        }
    }

    /** Waits until the sink has applied the whole topic; something must keep the source from adding to it. */
    void awaitTopicEnd(KafkaBroker kafka) throws Exception {
        TopicPartition partition = new TopicPartition(name + ".changes", 0);
        try (Admin client = Admin.create(
                Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()))) {
            long end = client.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
            await().atMost(CATCH_UP)
                    .until(() -> postgresValue("SELECT next_offset FROM anole.positions WHERE source = '" + name + "'")
                            .equals("" + end));
        }
    }

    /** Catches up, and compares every row of these tables. */
    void assertEqual(String... tables) throws SQLException {
        awaitCaughtUp();
        for (String table : tables) {
            assertThat(postgresRows(table))
                    .as("rows of %s in PostgreSQL", table)
                    .isEqualTo(mySqlRows(table));
        }
    }

    List<String> mySqlRows(String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = mySql()) {
            RowReader.mySql(connection, table, rows::add);
        }
        Collections.sort(rows);
        return rows;
    }

    List<String> postgresRows(String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres()) {
            RowReader.postgres(connection, schema, table, rows::add);
        }
        Collections.sort(rows);
        return rows;
    }

    /** Drift and other mishaps that the catalogue counted. */
    long drifted() throws SQLException {
        return Long.parseLong(postgresValue("SELECT sum(drifted) FROM anole.tables"));
    }

    /** No copy is under way, and none has left anything; every table replicates. */
    void assertNothingLeft() throws SQLException {
        assertThat(postgresValue("SELECT count(*) FROM pg_namespace WHERE nspname LIKE '\\_anole\\_loading%'"))
                .as("loading schemas")
                .isEqualTo("0");
        assertThat(postgresValue("SELECT count(*) FROM anole.joins")).isEqualTo("0");
        assertThat(postgresValue("SELECT count(*) FROM anole.tables WHERE state <> 'replicating'"))
                .isEqualTo("0");
        assertThat(postgresValue("SELECT count(*) FROM anole.sources WHERE initialisation IS NOT NULL"))
                .isEqualTo("0");
        assertThat(postgresValue("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'replica-admin%'"))
                .as("sessions")
                .isEqualTo("0");
        assertThat(
                        postgresValue(
                                "SELECT count(*) FROM pg_locks LEFT JOIN pg_stat_activity USING (pid)"
                                        + " WHERE locktype = 'advisory' AND classid <> 4711 AND application_name NOT LIKE 'anole sink%'"))
                .as("advisory locks")
                .isEqualTo("0");
    }

    /** Stops the connectors, so that they don't go on working beside the next test. */
    @Override
    public void close() throws SQLException {
        if (postgresValue("SELECT count(*) FROM pg_namespace WHERE nspname = 'anole'")
                .equals("1")) {
            commands.run("stop-replica");
        }
    }
}
