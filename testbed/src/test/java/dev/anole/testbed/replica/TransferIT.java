package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A reader of the replica sees only states that MySQL committed. */
class TransferIT {

    private static final int ACCOUNTS = 50;
    private static final long TOTAL = 2 * ACCOUNTS * 1_000L;
    private static final int POLLS = 1_000;
    private static final int STATES = 100;
    /** So that a backlog becomes visible in many steps, not in one. */
    private static final String SMALL_BATCHES = "    replica_batch_size: 20\n";

    @Test
    void noPollEverSeesAWrongTotal() throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "transfer", SMALL_BATCHES)) {
            createAccounts(replica);
            replica.initialise();

            Polls live = pollWhileTransferring(replica);
            assertEnough(live, "live");

            replica.succeed("stop-replica");
            try (Connection mySql = replica.mySql()) {
                Random random = new Random(7);
                for (int i = 0; i < 3_000; i++) {
                    transfer(mySql, random);
                }
            }
            assertEnough(pollDuringDrain(replica), "drain");

            replica.assertEqual("savings", "cheques");
            assertThat(replica.drifted()).isZero();
        }
    }

    private static void createAccounts(Replica replica) throws SQLException {
        for (String table : new String[] {"savings", "cheques"}) {
            replica.mySql(
                    "CREATE TABLE " + table + " (id INT PRIMARY KEY, balance BIGINT NOT NULL, moves INT NOT NULL)");
            StringBuilder rows = new StringBuilder("INSERT INTO " + table + " VALUES ");
            for (int i = 0; i < ACCOUNTS; i++) {
                rows.append(i == 0 ? "" : ",").append("(").append(i).append(", 1000, 0)");
            }
            replica.mySql(rows.toString());
        }
    }

    private static Polls pollWhileTransferring(Replica replica) throws Exception {
        AtomicBoolean open = new AtomicBoolean(true);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?>[] transfers = new Future<?>[2];
            for (int i = 0; i < transfers.length; i++) {
                Random random = new Random(i);
                transfers[i] = threads.submit(() -> {
                    try (Connection mySql = replica.mySql()) {
                        while (open.get()) {
                            transfer(mySql, random);
                        }
                    }
                    return null;
                });
            }
            Polls polls = new Polls();
            try (Connection postgres = replica.postgres()) {
                while (polls.polls < POLLS || polls.states.size() < STATES) {
                    polls.poll(postgres);
                    for (Future<?> transfer : transfers) {
                        assertThat(transfer.isDone())
                                .as("the workload has failed")
                                .isFalse();
                    }
                }
            }
            open.set(false);
            for (Future<?> transfer : transfers) {
                transfer.get();
            }
            return polls;
        } finally {
            open.set(false);
            threads.shutdown();
        }
    }

    private static Polls pollDuringDrain(Replica replica) throws Exception {
        AtomicBoolean draining = new AtomicBoolean(true);
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Polls> polls = thread.submit(() -> {
                Polls drain = new Polls();
                try (Connection postgres = replica.postgres()) {
                    while (draining.get() || drain.polls < POLLS) {
                        drain.poll(postgres);
                    }
                }
                return drain;
            });
            replica.succeed("start-replica");
            replica.awaitCaughtUp();
            draining.set(false);
            return polls.get();
        } finally {
            draining.set(false);
            thread.shutdown();
        }
    }

    private static void assertEnough(Polls polls, String when) {
        System.out.printf("%s: %d polls, %d distinct states%n", when, polls.polls, polls.states.size());
        assertThat(polls.polls).isGreaterThanOrEqualTo(POLLS);
        assertThat(polls.states).hasSizeGreaterThanOrEqualTo(STATES);
    }

    /** From one table to the other, in two statements of one transaction. */
    private static void transfer(Connection mySql, Random random) throws SQLException {
        boolean forth = random.nextBoolean();
        mySql.setAutoCommit(false);
        long amount = 1 + random.nextInt(100);
        // Always in this order, so that two transfers never wait for each other.
        move(mySql, "savings", random.nextInt(ACCOUNTS), forth ? -amount : amount);
        move(mySql, "cheques", random.nextInt(ACCOUNTS), forth ? amount : -amount);
        mySql.commit();
    }

    private static void move(Connection mySql, String table, int account, long amount) throws SQLException {
        try (PreparedStatement statement = mySql.prepareStatement(
                "UPDATE " + table + " SET balance = balance + ?, moves = moves + 1 WHERE id = ?")) {
            statement.setLong(1, amount);
            statement.setInt(2, account);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    private static final class Polls {
        private final Set<String> states = new HashSet<>();
        private int polls;

        private void poll(Connection postgres) throws SQLException {
            String query = """
                    SELECT (SELECT sum(balance) FROM %1$s.savings) + (SELECT sum(balance) FROM %1$s.cheques),
                      (SELECT sum(moves) FROM %1$s.savings), (SELECT sum(moves) FROM %1$s.cheques)""".formatted(postgres.getCatalog());
            try (Statement statement = postgres.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                assertThat(row.getLong(1))
                        .as("the total of both tables at poll %d", polls)
                        .isEqualTo(TOTAL);
                assertThat(row.getLong(2)).as("both halves of each transfer").isEqualTo(row.getLong(3));
                states.add(row.getString(2));
                polls++;
            }
        }
    }
}
