package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Tables are copied while MySQL is written to at full rate, without a lock, and appear only when they are right. */
class InitUnderLoadIT {

    private static final int WRITERS = 4;
    private static final int ROWS = Boolean.getBoolean("anole.full") ? 2_000_000 : 120_000;

    @Test
    void aTableAppearsOnlyWhenItIsEqualAndStaysEqual() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "init")) {
            create(replica, "coins");
            create(replica, "notes");
            long total = Long.parseLong(replica.mySqlValue("SELECT SUM(amount) FROM coins"));
            replica.register();
            replica.mySql(
                    "SET GLOBAL log_output = 'TABLE'", "TRUNCATE mysql.general_log", "SET GLOBAL general_log = 1");
            AtomicBoolean open = new AtomicBoolean(true);
            ExecutorService threads = Executors.newFixedThreadPool(WRITERS + 1);
            try {
                Future<?>[] writers = new Future<?>[WRITERS];
                for (int i = 0; i < WRITERS; i++) {
                    String table = i % 2 == 0 ? "coins" : "notes";
                    Random random = new Random(i);
                    writers[i] = threads.submit(() -> {
                        write(replica, table, random, open);
                        return null;
                    });
                }
                Future<Long> watcher = threads.submit(() -> watch(replica, total, open));

                replica.succeed("init-replica", "--start");

                // What was written until now, and more, goes through the running replica.
                replica.awaitCaughtUp();
                open.set(false);
                for (Future<?> writer : writers) {
                    writer.get();
                }
                assertThat(watcher.get()).as("polls of visible tables").isGreaterThan(10);
            } finally {
                open.set(false);
                threads.shutdown();
                replica.mySql("SET GLOBAL general_log = 0");
            }

            replica.assertEqual("coins", "notes");
            assertThat(replica.drifted()).isZero();
            initialiseAgain(replica);
            String copies = "SELECT COUNT(*) FROM mysql.general_log WHERE CONVERT(argument USING utf8mb4)"
                    + " REGEXP '^SELECT .*FROM.*coins.*WHERE'";
            assertThat(Integer.parseInt(replica.mySqlValue(copies)))
                    .as("the copy's SELECTs in MySQL's general log")
                    .isPositive();
            assertThat(replica.mySqlValue("""
                            SELECT COUNT(*) FROM mysql.general_log WHERE command_type = 'Query'
                              AND (CONVERT(argument USING utf8mb4) LIKE '%LOCK TABLE%'
                                OR CONVERT(argument USING utf8mb4) LIKE 'FLUSH%')
                              AND CONVERT(argument USING utf8mb4) NOT LIKE '%general_log%'"""))
                    .as("LOCK and FLUSH statements in MySQL's general log")
                    .isEqualTo("0");
        }
    }

    /** Over a running replica; what was there is replaced, and a change made in PostgreSQL meanwhile is gone. */
    private static void initialiseAgain(Replica replica) throws SQLException {
        replica.postgres("UPDATE " + replica.name() + ".coins SET label = 'wrong'");

        replica.succeed("init-replica", "--start");

        replica.mySql("UPDATE notes SET label = 'after' WHERE id < 1000");
        replica.assertEqual("coins", "notes");
    }

    private static void create(Replica replica, String table) throws SQLException {
        replica.mySql("CREATE TABLE " + table
                + " (id INT PRIMARY KEY, amount BIGINT NOT NULL, label VARCHAR(40) NOT NULL, KEY (label))");
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.execute("SET SESSION cte_max_recursion_depth = 3000000");
            statement.execute(
                    "INSERT INTO " + table + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i < " + ROWS + ") SELECT i * 3, 100, CONCAT('row ', i) FROM n");
        }
    }

    /** Every transaction leaves the sum of all amounts as it was: it is what the watcher looks at. */
    private static void write(Replica replica, String table, Random random, AtomicBoolean open) throws SQLException {
        try (Connection mySql = replica.mySql()) {
            mySql.setAutoCommit(false);
            while (open.get()) {
                int a = 3 * (1 + random.nextInt(ROWS));
                int b = 3 * (1 + random.nextInt(ROWS));
                try {
                    switch (random.nextInt(5)) {
                        case 0 -> {
                            // Away, and back under the same key.
                            long amount = take(mySql, table, a);
                            if (amount >= 0) {
                                put(mySql, table, a, amount, "again");
                            }
                        }
                        case 1 -> {
                            // Under another key, far away, so that it wanders from range to range.
                            long amount = take(mySql, table, a);
                            if (amount >= 0) {
                                put(mySql, table, b + 1, amount, "moved");
                            }
                        }
                        case 2 -> run(mySql, "UPDATE " + table + " SET id = id + 1 WHERE id = ?", a);
                        case 3 -> run(mySql, "UPDATE " + table + " SET id = id - 1 WHERE id = ?", a + 1);
                        default -> {
                            if (a != b
                                    && run(mySql, "UPDATE " + table + " SET amount = amount - 1 WHERE id = ?", a)
                                            == 1) {
                                if (run(mySql, "UPDATE " + table + " SET amount = amount + 1 WHERE id = ?", b) == 0) {
                                    run(mySql, "UPDATE " + table + " SET amount = amount + 1 WHERE id = ?", a);
                                }
                            }
                        }
                    }
                    mySql.commit();
                } catch (SQLTransactionRollbackException | SQLIntegrityConstraintViolationException e) {
                    // A deadlock with another writer, or a key that is taken: this transaction did nothing.
                    mySql.rollback();
                }
            }
        }
    }

    private static long take(Connection mySql, String table, int id) throws SQLException {
        long amount = -1;
        try (PreparedStatement select =
                mySql.prepareStatement("SELECT amount FROM " + table + " WHERE id = ? FOR UPDATE")) {
            select.setInt(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    amount = row.getLong(1);
                }
            }
        }
        if (amount >= 0) {
            run(mySql, "DELETE FROM " + table + " WHERE id = ?", id);
        }
        return amount;
    }

    private static void put(Connection mySql, String table, int id, long amount, String label) throws SQLException {
        try (PreparedStatement insert = mySql.prepareStatement("INSERT INTO " + table + " VALUES (?, ?, ?)")) {
            insert.setInt(1, id);
            insert.setLong(2, amount);
            insert.setString(3, label);
            insert.executeUpdate();
        }
    }

    private static int run(Connection mySql, String sql, int id) throws SQLException {
        try (PreparedStatement statement = mySql.prepareStatement(sql)) {
            statement.setInt(1, id);
            return statement.executeUpdate();
        }
    }

    /** From the first moment that a table is there its sum must be right. Returns how often one was seen. */
    private static long watch(Replica replica, long total, AtomicBoolean open) throws SQLException {
        long sightings = 0;
        try (Connection postgres = replica.postgres();
                Statement statement = postgres.createStatement()) {
            while (open.get()) {
                for (String table : new String[] {"coins", "notes"}) {
                    boolean there;
                    try (ResultSet row = statement.executeQuery(
                            "SELECT to_regclass('" + replica.name() + "." + table + "') IS NOT NULL")) {
                        row.next();
                        there = row.getBoolean(1);
                    }
                    if (there) {
                        try (ResultSet row =
                                statement.executeQuery("SELECT sum(amount) FROM " + replica.name() + "." + table)) {
                            row.next();
                            assertThat(row.getLong(1))
                                    .as("sum of %s at sighting %d", table, sightings)
                                    .isEqualTo(total);
                            sightings++;
                        }
                    }
                }
            }
        }
        return sightings;
    }
}
