package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A source of {@code type: pgsql} of a test's own: two databases on the stack's PostgreSQL, the second with a catalogue. */
final class CopiedDatabase {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Stack stack;
    private final String name;
    private final Path file;
    private final SourceCommands commands;

    /** @param settings lines of YAML under the source, each indented by four */
    CopiedDatabase(Stack stack, String purpose, String settings) throws SQLException, IOException {
        this.stack = stack;
        name = purpose + NUMBER.incrementAndGet();
        stack.postgres().createDatabase(name + "_source");
        stack.postgres().createDatabase(name);
        file = stack.workspace().newFolder(name).resolve("anole.yml");
        configure(settings, stack.postgres().user(), stack.postgres().port());
        commands = new SourceCommands(new ReplicaAdmin(file), name);
    }

    String name() {
        return name;
    }

    /** Writes the configuration anew. */
    void configure(String settings, String sourceUser, int sourcePort) throws IOException {
        Files.writeString(file, """
                pg_conn: {host: %1$s, port: %2$d, user: %3$s, password: '%4$s', database: %5$s}
                kafka: {bootstrap_servers: 'localhost:1'}
                connect: {url: 'http://localhost:1'}
                sources:
                  %5$s:
                    type: pgsql
                    db_conn: {host: %1$s, port: %6$d, user: %8$s, password: '%4$s', database: %5$s_source}
                %7$s""".formatted(
                        stack.postgres().host(),
                        stack.postgres().port(),
                        stack.postgres().user(),
                        stack.postgres().password(),
                        name,
                        sourcePort,
                        settings,
                        sourceUser));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    Connection source() throws SQLException {
        return stack.postgres().connect(name + "_source");
    }

    Connection target() throws SQLException {
        return stack.postgres().connect(name);
    }

    void source(String... statements) throws SQLException {
        try (Connection connection = source()) {
            run(connection, statements);
        }
    }

    void target(String... statements) throws SQLException {
        try (Connection connection = target()) {
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

    List<String> sourceLines(String query) throws SQLException {
        try (Connection connection = source()) {
            return lines(connection, query);
        }
    }

    List<String> targetLines(String query) throws SQLException {
        try (Connection connection = target()) {
            return lines(connection, query);
        }
    }

    private static List<String> lines(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET search_path = ''");
            try (ResultSet row = statement.executeQuery(query)) {
                List<String> lines = new ArrayList<>();
                while (row.next()) {
                    lines.add(row.getString(1));
                }
                return lines;
            }
        }
    }

    ReplicaAdmin.Result admin(String command, String... arguments) {
        return commands.run(command, arguments);
    }

    RunningAdmin inBackground(String command, String... arguments) {
        return commands.startProcess(command, arguments);
    }

    String succeed(String command, String... arguments) {
        return commands.succeed(command, arguments).all();
    }

    /** The command ends so, and says all of that. */
    void refused(int exitCode, List<String> texts, String command, String... arguments) {
        ReplicaAdmin.Result result = commands.run(command, arguments);
        assertThat(result.exitCode()).as(result.all()).isEqualTo(exitCode);
        assertThat(result.all()).contains(texts);
    }

    /** Catalogue and source. */
    void register() {
        commands.succeed("create-replica-schema");
        commands.succeed("add-source");
    }

    /** Catalogue, source, copy. */
    CopiedDatabase initialise() {
        register();
        commands.succeed("init-replica");
        return this;
    }

    void assertNothingLeft() throws SQLException {
        assertThat(targetLines("SELECT nspname FROM pg_namespace WHERE nspname LIKE '\\_anole%'"))
                .isEmpty();
        assertThat(targetLines(
                        "SELECT application_name FROM pg_stat_activity WHERE application_name LIKE 'replica-admin%"
                                + name + "%'"))
                .isEmpty();
    }
}
