package dev.anole.testbed.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Customers at work: each transaction touches several tables. It runs from its start until it is closed, on
 * connections of its own.
 */
public final class ShopWorkload implements AutoCloseable {

    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicLong transactions = new AtomicLong();
    private final ExecutorService threads;
    private final List<Future<Void>> customers = new ArrayList<>();

    /** @param connections opens a connection to the shop, in autocommit mode */
    public ShopWorkload(int concurrency, long seed, Callable<Connection> connections) {
        threads = Executors.newFixedThreadPool(concurrency);
        for (int i = 0; i < concurrency; i++) {
            Random random = new Random(seed + i);
            customers.add(threads.submit(() -> {
                try (Connection connection = connections.call()) {
                    work(connection, random);
                }
                return null;
            }));
        }
    }

    /** Transactions committed so far. */
    public long transactions() {
        return transactions.get();
    }

    private void work(Connection connection, Random random) throws SQLException {
        connection.setAutoCommit(false);
        while (open.get()) {
            try {
                int choice = random.nextInt(10);
                if (choice < 6) {
                    placeOrder(connection, random);
                } else if (choice < 9) {
                    payOrder(connection, random);
                } else {
                    deleteOrder(connection, random);
                }
                connection.commit();
                transactions.incrementAndGet();
            } catch (SQLTransactionRollbackException e) {
                // A deadlock with another customer, which is part of life: this one tries something else.
                connection.rollback();
            }
        }
    }

    private static void placeOrder(Connection connection, Random random) throws SQLException {
        long customer = 1L + random.nextInt(20_000);
        long order;
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO orders (customer_id, placed_at, note) VALUES (?, NOW(6), ?)",
                Statement.RETURN_GENERATED_KEYS)) {
            insert.setLong(1, customer);
            insert.setString(2, random.nextBoolean() ? "gift 🎁 for " + customer : null);
            insert.executeUpdate();
            try (ResultSet key = insert.getGeneratedKeys()) {
                key.next();
                order = key.getLong(1);
            }
        }
        int lines = 1 + random.nextInt(4);
        for (int line = 1; line <= lines; line++) {
            int product = 1 + random.nextInt(2_000);
            update(
                    connection,
                    "INSERT INTO order_lines SELECT ?, ?, id, ?, price FROM products WHERE id = ?",
                    order,
                    line,
                    1 + random.nextInt(3),
                    product);
            update(connection, "UPDATE products SET stock = stock - 1 WHERE id = ?", product);
        }
        update(
                connection,
                "UPDATE orders SET total = (SELECT SUM(quantity * price) FROM order_lines WHERE order_id = ?)"
                        + " WHERE id = ?",
                order,
                order);
    }

    private static void payOrder(Connection connection, Random random) throws SQLException {
        long order = 1L + random.nextInt(60_000);
        int paid = update(connection, "UPDATE orders SET status = 'paid' WHERE id = ? AND status = 'new'", order);
        if (paid > 0) {
            update(
                    connection,
                    "INSERT INTO payments (order_id, method, amount, paid_at) SELECT id, 'card', total, NOW(6)"
                            + " FROM orders WHERE id = ?",
                    order);
        }
        update(
                connection,
                "UPDATE customers SET balance = balance + 1, vip = NOT vip"
                        + " WHERE id = (SELECT customer_id FROM orders WHERE id = ?)",
                order);
    }

    private static void deleteOrder(Connection connection, Random random) throws SQLException {
        long order = 1L + random.nextInt(60_000);
        update(connection, "DELETE FROM payments WHERE order_id = ?", order);
        update(connection, "DELETE FROM order_lines WHERE order_id = ?", order);
        update(connection, "DELETE FROM orders WHERE id = ?", order);
    }

    private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** Ends the work, each customer behind a whole transaction; throws what stopped one of them before. */
    @Override
    public void close() {
        open.set(false);
        threads.shutdown();
        for (Future<Void> customer : customers) {
            try {
                customer.get();
            } catch (ExecutionException e) {
                throw new IllegalStateException("The workload on MySQL failed", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while the workload ended", e);
            }
        }
    }
}
