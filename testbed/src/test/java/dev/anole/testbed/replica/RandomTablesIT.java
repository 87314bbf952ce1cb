package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Tables, rows and transactions that nobody thought of, made up by seeds: whatever they are, both servers have the same
 * rows. {@code -Danole.seeds=1000} tries more, {@code -Danole.seed=17} a single one.
 */
class RandomTablesIT {

    private static final int SEEDS = Integer.getInteger("anole.seeds", 20);
    private static final int STATEMENTS_BEFORE_THE_COPY = 12;
    /** Of a seed while the sink runs; as many again, while it does not, reach it in large batches. */
    private static final int TRANSACTIONS = 12;

    @Test
    void rowsOfAnyTableArriveByCopyAndByStream() throws Exception {
        Stack stack = Stack.shared();
        List<RandomSeed> seeds = seeds(stack.mySql().version().contains("MariaDB"));
        try (Replica replica = Replica.create(stack, "random");
                Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.setEscapeProcessing(false);
            // Not strict, so that there are values such as PostgreSQL lacks.
            statement.execute("SET sql_mode = 'ALLOW_INVALID_DATES', time_zone = '+00:00'");
            for (RandomSeed seed : seeds) {
                seed.createTables(statement);
                seed.fill(statement, STATEMENTS_BEFORE_THE_COPY);
            }
            try {
                replica.initialise();
                change(seeds, statement);
                Connectors connectors = new Connectors(stack.worker());
                String sink = replica.name() + "-postgres-sink";
                connectors.stop(sink);
                change(seeds, statement);
                connectors.resume(sink);
                replica.awaitCaughtUp(Duration.ofSeconds(60 + SEEDS));
            } catch (AssertionError e) {
                throw new AssertionError(tablesIn(String.valueOf(e.getMessage()), seeds) + e.getMessage(), e);
            }
            compare(seeds, replica, mySql);
        }
    }

    private static List<RandomSeed> seeds(boolean mariaDb) {
        List<ValueCase> cases = ValueCases.all(mariaDb).stream()
                .filter(value -> !value.good().isEmpty())
                .toList();
        Long only = Long.getLong("anole.seed");
        return (only == null ? LongStream.range(0, SEEDS) : LongStream.of(only))
                .mapToObj(number -> new RandomSeed(number, cases))
                .toList();
    }

    private static void change(List<RandomSeed> seeds, Statement mySql) throws SQLException {
        for (RandomSeed seed : seeds) {
            seed.change(mySql, TRANSACTIONS);
        }
    }

    /** What a message is about. */
    private static String tablesIn(String message, List<RandomSeed> seeds) {
        StringBuilder tables = new StringBuilder();
        for (RandomSeed seed : seeds) {
            for (RandomTable table : seed.tables()) {
                if (message.matches("(?s).*\\b" + table.name() + "\\b.*")) {
                    tables.append(seed.describe(table)).append('\n');
                }
            }
        }
        return tables.toString();
    }

    private static void compare(List<RandomSeed> seeds, Replica replica, Connection mySql) throws SQLException {
        List<String> wrong = new ArrayList<>();
        long rows = 0;
        try (Connection postgres = replica.postgres()) {
            for (RandomSeed seed : seeds) {
                for (RandomTable table : seed.tables()) {
                    List<String> found = found(table, replica, mySql, postgres);
                    if (!found.isEmpty()) {
                        wrong.add(seed.describe(table) + "\n" + String.join("\n", found));
                    }
                    rows += Long.parseLong(ColumnMeanings.texts(mySql, "SELECT COUNT(*) FROM " + table.name())
                            .get(0));
                }
            }
        }
        System.out.println("RandomTablesIT: " + seeds.size() + " seeds, "
                + seeds.stream().mapToInt(RandomSeed::executed).sum() + " statements executed, "
                + seeds.stream().mapToInt(RandomSeed::refused).sum() + " refused by MySQL, " + rows + " rows left");
        assertThat(wrong).as("%d tables that differ", wrong.size()).isEmpty();
    }

    private static List<String> found(RandomTable table, Replica replica, Connection mySql, Connection postgres)
            throws SQLException {
        List<String> found = new ArrayList<>(ColumnMeanings.texts(
                postgres,
                "SELECT state || ', drifted ' || drifted || coalesce(': ' || reason, '') FROM anole.tables"
                        + " WHERE mysql_table = '" + table.name() + "' AND (state <> 'replicating' OR drifted > 0)"));
        found.addAll(new TableMeanings(replica.name(), mySql, postgres, table.name()).differences());
        return found;
    }
}
