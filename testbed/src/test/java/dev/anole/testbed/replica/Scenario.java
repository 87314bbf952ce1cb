package dev.anole.testbed.replica;

import dev.anole.testbed.SourceTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/**
 * Statements on tables of their own; what stands above the file's line {@code -- copy} is there before the replica
 * begins. {@code <database>} stands for the replica's.
 */
record Scenario(Path file, List<String> before, List<String> after) {

    private static final String COPY = "-- copy";

    /** Those of a folder among the tests' resources. */
    static List<Scenario> all(String folder) throws IOException {
        try (Stream<Path> files = Files.list(
                SourceTree.root().resolve("testbed/src/test/resources").resolve(folder))) {
            return files.sorted().map(Scenario::read).toList();
        }
    }

    private static Scenario read(Path file) {
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

    void runBefore(Replica replica) throws SQLException {
        run(replica, before);
    }

    void runAfter(Replica replica) throws SQLException {
        run(replica, after);
    }

    /** In one session. */
    private void run(Replica replica, List<String> statements) throws SQLException {
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                try {
                    statement.execute(sql.replace("<database>", replica.name()));
                } catch (SQLException e) {
                    throw new SQLException("MySQL refuses a statement of " + file + ": " + sql, e);
                }
            }
        }
    }
}
