package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.SourceTree;
import dev.anole.testbed.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Statements that change tables, with rows before, between and after them: afterwards the replica is what a fresh copy of
 * the same MySQL would be. Each file in {@code scenarios} has tables of its own; what stands above its line
 * {@code -- copy} is there before the replica begins.
 */
class ScenariosIT {

    private static final String COPY = "-- copy";

    private final Stack stack = Stack.shared();

    private record Scenario(Path file, List<String> before, List<String> after) {

        static Scenario read(Path file) {
            try {
                String text = Files.readString(file);
                int copy = text.indexOf(COPY);
                return new Scenario(file, statements(text.substring(0, copy)), statements(text.substring(copy)));
            } catch (IOException e) {
                throw new IllegalStateException("Could not read " + file, e);
            }
        }

        /** Each ends with a semicolon at the end of its line. */
        private static List<String> statements(String text) {
            return Stream.of(text.replaceAll("(?m)^-- .*$", "").split(";\\s*(\n|$)"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .toList();
        }
    }

    private static List<Scenario> scenarios() throws IOException {
        Path folder = SourceTree.root().resolve("testbed/src/test/resources/scenarios");
        String only = System.getProperty("anole.scenario", "");
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(only + ".sql") || only.isEmpty())
                    .sorted()
                    .map(Scenario::read)
                    .toList();
        }
    }

    private static void run(Replica replica, Scenario scenario, List<String> statements) throws SQLException {
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql);
                } catch (SQLException e) {
                    throw new SQLException("MySQL refuses a statement of " + scenario.file() + ": " + sql, e);
                }
            }
        }
    }

    @Test
    void theReplicaIsWhatAFreshCopyWouldBe() throws Exception {
        List<Scenario> scenarios = scenarios();
        try (Replica live = Replica.create(stack, "ddllive", "    on_error_replay: continue\n");
                Replica backlog = Replica.create(stack, "ddlbacklog", "    on_error_replay: continue\n")) {
            for (Replica replica : List.of(live, backlog)) {
                for (Scenario scenario : scenarios) {
                    run(replica, scenario, scenario.before());
                }
                replica.initialise();
            }
            backlog.succeed("stop-replica");
            for (Scenario scenario : scenarios) {
                run(live, scenario, scenario.after());
                run(backlog, scenario, scenario.after());
            }
            live.awaitCaughtUp();
            backlog.succeed("start-replica");
            backlog.awaitCaughtUp();

            assertIsFresh(live);
            assertIsFresh(backlog);
        }
    }

    private void assertIsFresh(Replica replica) throws Exception {
        assertThat(
                        Lines.of(
                                replica,
                                "SELECT mysql_table || ': ' || reason FROM anole.tables WHERE state <> 'replicating' ORDER BY 1"))
                .as("tables that did not follow")
                .isEmpty();
        assertThat(replica.drifted()).isZero();
        try (Replica fresh = Replica.again(stack, replica)) {
            fresh.initialise();
            assertThat(SchemaPicture.of(replica)).isEqualTo(SchemaPicture.of(fresh));
            List<String> tables = new ArrayList<>(Lines.of(
                    fresh,
                    "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = '<schema>'::regnamespace"
                            + " AND relkind = 'r' ORDER BY 1"));
            for (String table : tables) {
                assertThat(SchemaPicture.rows(replica, table))
                        .as("rows of %s", table)
                        .isEqualTo(SchemaPicture.rows(fresh, table));
            }
        }
    }
}
