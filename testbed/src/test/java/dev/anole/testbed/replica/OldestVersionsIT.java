package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import org.junit.jupiter.api.Test;

/** A replica's life on the oldest servers that the README calls supported. */
class OldestVersionsIT {

    /** Connect's API and client are older than those that the connectors are compiled against. */
    @Test
    void connect37AndPostgres14() throws Exception {
        ConnectWorkerOptions oldest =
                ConnectWorkerOptions.defaults().withGroup("oldest").withKafka("3.7.2");
        try (Stack databases = Stack.shared().pair("OldestVersionsIT-postgres", MySqlOptions.defaults(), 14);
                Stack stack = databases.withWorker("OldestVersionsIT-connect", oldest)) {
            assertThat(stack.worker().version()).isEqualTo("3.7.2");
            assertThat(stack.postgres().version()).startsWith("14.");
            live(stack);
        }
    }

    /** Copies, follows, stops, starts, and goes on after Connect and PostgreSQL were killed. */
    private static void live(Stack stack) throws Exception {
        try (Replica replica = Replica.create(stack, "oldest")) {
            replica.mySql(
                    "CREATE TABLE orders (id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY, state ENUM('open','paid') NOT NULL,"
                            + " total DECIMAL(10,2), paid_at DATETIME(3), options JSON, blob_of_it VARBINARY(20))",
                    "CREATE TABLE keyless (a INT, b VARCHAR(20) CHARACTER SET latin1)",
                    "INSERT INTO orders (state, total, paid_at, options, blob_of_it) VALUES"
                            + " ('open', 1.5, NULL, '{\"gift\": true}', X'00FF'),"
                            + " ('paid', 19.90, '2026-11-22 15:04:05.123', NULL, NULL)",
                    "INSERT INTO keyless VALUES (1, 'é'), (1, 'é'), (NULL, NULL)");
            replica.initialise();
            replica.assertEqual("orders", "keyless");

            replica.mySqlTransaction(
                    "INSERT INTO orders (state, total) VALUES ('open', 3)",
                    "UPDATE orders SET state = 'paid', options = '[1, \"two\"]' WHERE id = 1",
                    "DELETE FROM keyless WHERE a = 1 LIMIT 1");
            replica.mySql(
                    "ALTER TABLE orders ADD COLUMN note VARCHAR(50) NOT NULL DEFAULT 'none', MODIFY total DECIMAL(12,3)",
                    "CREATE TABLE later (id INT PRIMARY KEY, v TEXT)",
                    "INSERT INTO later VALUES (1, 'one')",
                    "UPDATE orders SET note = 'after' WHERE id = 2");
            replica.assertEqual("orders", "keyless", "later");

            replica.succeed("stop-replica");
            replica.mySql("INSERT INTO orders (state, total) VALUES ('paid', 4)", "DELETE FROM orders WHERE id = 2");
            replica.succeed("start-replica");
            replica.assertEqual("orders", "later");

            stack.worker().kill();
            stack.postgres().kill();
            replica.mySql("INSERT INTO later VALUES (2, 'two')", "UPDATE orders SET total = total + 1");
            stack.postgres().restart();
            stack.worker().restart();
            replica.assertEqual("orders", "keyless", "later");
            replica.mySql("INSERT INTO keyless VALUES (5, 'x')");
            replica.succeed("sync-tables", "--tables", replica.name() + ".later");
            replica.assertEqual("orders", "keyless", "later");
            assertThat(replica.drifted()).isZero();
            replica.assertNothingLeft();
        }
    }
}
