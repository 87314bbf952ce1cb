package dev.anole.testbed.replica;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writers that keep what {@link CommittedStates} checks true in every state that MySQL commits. They outlive their
 * server: a connection that breaks is opened again, whatever became of the transaction. Safe for use by several threads.
 */
final class FaultLoad implements AutoCloseable {

    static final String[] TABLES = {"debit", "credit", "places", "notes", "batches", "large"};

    static final int ACCOUNTS = 100;
    static final int PLACES = 50;
    static final int BATCH_LINES = 2_500;

    private static final int NOTES = 2_000;
    private static final int BATCHES = 6;
    private static final int CONNECT_PAUSE_MS = 50;
    private static final int BATCH_PAUSE_MS = 200;
    private static final int WRITER_PAUSE_MS = 1;

    private final Callable<Connection> connections;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong transactions = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Future<Void>> writers = new ArrayList<>();

    /** What one writer does: one transaction, or one statement that is committed by itself. */
    private interface Work {
        void run(Connection connection, Random random) throws SQLException;
    }

    /** @param connections opens a connection to the source's database */
    FaultLoad(long seed, Callable<Connection> connections) {
        this.connections = connections;
        start(seed + 1, WRITER_PAUSE_MS, FaultLoad::transfer);
        start(seed + 2, WRITER_PAUSE_MS, FaultLoad::transfer);
        start(seed + 3, WRITER_PAUSE_MS, FaultLoad::swap);
        start(seed + 4, WRITER_PAUSE_MS, FaultLoad::writeNote);
        start(seed + 5, BATCH_PAUSE_MS, FaultLoad::writeBatch);
    }

    /** Creates the tables with their first rows. */
    static void createTables(Connection connection) throws SQLException {
        run(
                connection,
                "CREATE TABLE debit (id INT PRIMARY KEY, balance BIGINT NOT NULL)",
                "CREATE TABLE credit (id INT PRIMARY KEY, balance BIGINT NOT NULL)",
                "CREATE TABLE places (id INT PRIMARY KEY, place INT NOT NULL UNIQUE)",
                """
                CREATE TABLE notes (
                  id BIGINT AUTO_INCREMENT PRIMARY KEY, title VARCHAR(100) CHARACTER SET utf8mb4, body TEXT CHARACTER SET utf8mb4,
                  amount DECIMAL(20, 6), written DATETIME(6), UNIQUE KEY (title))""",
                "CREATE TABLE batches (batch INT, line INT, value VARCHAR(40) NOT NULL, PRIMARY KEY (batch, line))",
                "CREATE TABLE large (id INT AUTO_INCREMENT PRIMARY KEY, value INT NOT NULL)",
                "SET SESSION cte_max_recursion_depth = 1000000",
                numbers("INSERT INTO debit SELECT n, 1000 FROM numbers", ACCOUNTS),
                numbers("INSERT INTO credit SELECT n, 1000 FROM numbers", ACCOUNTS),
                numbers("INSERT INTO places SELECT n, n FROM numbers", PLACES));
    }

    /** One transaction of that many rows in the table {@code large}, which no writer uses. */
    static void insertLarge(Connection connection, long rows) throws SQLException {
        run(
                connection,
                "SET SESSION cte_max_recursion_depth = 1000000",
                numbers("INSERT INTO large (value) SELECT n FROM numbers", rows));
    }

    /** A statement that may select {@code n} from {@code numbers}, which has 1 to {@code count}. */
    private static String numbers(String statement, long count) {
        String insert = statement.substring(0, statement.indexOf("SELECT"));
        return insert + "WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " + count
                + ") " + statement.substring(insert.length());
    }

    /** Transactions that were committed so far, as far as their writers know. */
    long transactions() {
        return transactions.get();
    }

    private void start(long seed, int pauseMs, Work work) {
        Random random = new Random(seed);
        writers.add(threads.submit(() -> {
            while (open.get()) {
                try (Connection connection = connections.call()) {
                    run(connection, "SET SESSION cte_max_recursion_depth = 1000000");
                    while (open.get()) {
                        work.run(connection, random);
                        transactions.incrementAndGet();
                        TimeUnit.MILLISECONDS.sleep(pauseMs);
                    }
                } catch (SQLException e) {
                    if (!isOutage(e)) {
                        throw e;
                    }
                    TimeUnit.MILLISECONDS.sleep(CONNECT_PAUSE_MS);
                }
            }
            return null;
        }));
    }

    /** The server is gone or going, or another writer stood in the way. */
    private static boolean isOutage(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("40") || e.getErrorCode() == 1053 || e.getErrorCode() == 1317;
    }

    /** Moves an amount from a table to the other: their common sum stays. */
    private static void transfer(Connection connection, Random random) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(3); i++) {
            int amount = random.nextInt(50) - 25;
            statements.add(
                    "UPDATE debit SET balance = balance - " + amount + " WHERE id = " + (1 + random.nextInt(ACCOUNTS)));
            statements.add("UPDATE credit SET balance = balance + " + amount + " WHERE id = "
                    + (1 + random.nextInt(ACCOUNTS)));
        }
        transaction(connection, statements.toArray(String[]::new));
    }

    /** Two rows swap their unique values, by way of a value that nobody has: no state has it. */
    private static void swap(Connection connection, Random random) throws SQLException {
        int one = 1 + random.nextInt(PLACES);
        int other = 1 + random.nextInt(PLACES);
        if (one != other) {
            transaction(
                    connection,
                    "SELECT place INTO @one FROM places WHERE id = " + one + " FOR UPDATE",
                    "SELECT place INTO @other FROM places WHERE id = " + other + " FOR UPDATE",
                    "UPDATE places SET place = -1 WHERE id = " + one,
                    "UPDATE places SET place = @one WHERE id = " + other,
                    "UPDATE places SET place = @other WHERE id = " + one);
        }
    }

    /** Single statements: new rows with hostile text and NULLs, changes of values and of keys, deletes; new binlogs. */
    private static void writeNote(Connection connection, Random random) throws SQLException {
        int choice = random.nextInt(1_000);
        long id = 1 + random.nextInt(NOTES);
        if (choice < 500) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT IGNORE INTO notes (title, body, amount, written) VALUES (?, ?, ?, NOW(6))")) {
                insert.setString(1, random.nextInt(4) == 0 ? null : "note " + random.nextInt(NOTES) + " 🦎");
                insert.setString(2, random.nextInt(4) == 0 ? null : "𝄞 \\N \t\n\"{},' ü漢".repeat(random.nextInt(30)));
                insert.setObject(3, random.nextInt(4) == 0 ? null : random.nextInt(1_000_000) / 1000.0);
                insert.executeUpdate();
            }
        } else if (choice < 800) {
            run(
                    connection,
                    "UPDATE IGNORE notes SET title = CONCAT('moved ', id), amount = -amount WHERE id % " + NOTES + " = "
                            + id + " LIMIT 3");
        } else if (choice < 900) {
            run(connection, "UPDATE IGNORE notes SET id = id + 1000000 WHERE id = " + id);
        } else if (choice < 995) {
            run(connection, "DELETE FROM notes WHERE id % " + NOTES + " = " + id);
        } else {
            run(connection, "FLUSH BINARY LOGS");
        }
    }

    /** Thousands of rows come, change or go at once. */
    private static void writeBatch(Connection connection, Random random) throws SQLException {
        int batch = random.nextInt(BATCHES);
        switch (random.nextInt(3)) {
            case 0 ->
                transaction(
                        connection,
                        "DELETE FROM batches WHERE batch = " + batch,
                        numbers("INSERT INTO batches SELECT " + batch + ", n, 'new' FROM numbers", BATCH_LINES),
                        "UPDATE batches SET value = UUID() WHERE batch = " + batch + " AND line % 2 = 0",
                        "SET @value = UUID()",
                        "UPDATE batches SET value = @value WHERE batch = " + batch);
            case 1 ->
                transaction(
                        connection, "SET @value = UUID()", "UPDATE batches SET value = @value WHERE batch = " + batch);
            default -> transaction(connection, "DELETE FROM batches WHERE batch = " + batch);
        }
    }

    private static void transaction(Connection connection, String... statements) throws SQLException {
        connection.setAutoCommit(false);
        run(connection, statements);
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Ends the writers, each behind a whole transaction; throws what stopped one of them before. */
    @Override
    public void close() {
        open.set(false);
        threads.shutdown();
        for (Future<Void> writer : writers) {
            try {
                writer.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("A writer on MySQL failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the writers ended", e);
            }
        }
    }
}
