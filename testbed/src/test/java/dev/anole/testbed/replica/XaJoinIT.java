package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.admin.join.CopySettings;
import dev.anole.admin.join.JoinProgress;
import dev.anole.admin.join.TableJoins;
import dev.anole.admin.join.TableProperties;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.SslMode;
import dev.anole.mysql.schema.DefinitionReader;
import dev.anole.postgres.PostgresAddress;
import dev.anole.postgres.PostgresTls;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A table joins the running stream while XA transactions on it are prepared, and end at every step of the join. */
class XaJoinIT {

    @Test
    void preparedRowsAreThereOnceWhenTheTableHasJoined() throws Exception {
        joinAmongPreparedTransactions(Stack.shared());
    }

    @Test
    @EnabledIfSystemProperty(named = "anole.full", matches = "true")
    void preparedRowsAreThereOnceWithoutGtids() throws Exception {
        try (Stack stack = Stack.start(
                "XaJoinIT-files",
                MySqlOptions.defaults().withoutGtids().with("--binlog-transaction-compression=ON"),
                ConnectWorkerOptions.defaults())) {
            joinAmongPreparedTransactions(stack);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "anole.full", matches = "true")
    void preparedRowsAreThereOnceOnMariaDb() throws Exception {
        try (Stack stack = Stack.start(
                "XaJoinIT-mariadb",
                MySqlOptions.defaults().withFlavour(MySqlOptions.Flavour.MARIADB),
                ConnectWorkerOptions.defaults())) {
            joinAmongPreparedTransactions(stack);
        }
    }

    private static void joinAmongPreparedTransactions(Stack stack) throws Exception {
        try (Replica replica = Replica.create(stack, "xajoin")) {
            replica.mySql(
                    "CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(300), u VARCHAR(20) UNIQUE)",
                    "CREATE TABLE marker (id INT AUTO_INCREMENT PRIMARY KEY)",
                    "INSERT INTO t VALUES (1, 'one', 'u1'), (2, 'two', 'u2'), (3, 'three', 'u3'), (4, 'four', 'u4'),"
                            + " (5, 'five', 'u5'), (6, 'six', 'u6')");
            replica.initialise();
            // Locks the whole table without GTIDs, where LOCK TABLES waits for whatever is prepared.
            boolean locks = !replica.mySqlValue("SELECT VERSION()").contains("MariaDB")
                    && replica.postgresValue("SELECT gtids IS NULL FROM anole.positions")
                            .equals("t");
            if (!locks) {
                prepareBefore(replica);
            }
            awaitApplied(replica);

            join(stack, replica, "t", phase -> {
                switch (phase) {
                    case "copying" -> {
                        if (locks) {
                            prepareBefore(replica);
                        }
                        // The snapshots may see it, and the stream says it again.
                        replica.mySql("XA COMMIT 'copied'");
                    }
                    case "building the key" -> {
                        stack.worker().kill();
                        endWithin(replica);
                        stack.worker().start();
                        awaitApplied(replica);
                        assertThat(
                                        replica.postgresValue(
                                                "SELECT count(*) FROM anole.prepared_transactions WHERE settled_by IS NOT NULL"))
                                .as("transactions kept for the join")
                                .isNotEqualTo("0");
                    }
                    case "building the indexes" -> {
                        prepare(replica, "'index'", "UPDATE t SET v = 'index' WHERE id = 5");
                        replica.mySql("XA COMMIT 'index'");
                        awaitApplied(replica);
                    }
                    case "swapping in" -> replica.mySql("XA COMMIT 'swapped'");
                    default -> {
                        // Nothing happens then.
                    }
                }
            });
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.joins"))
                    .isEqualTo("0");
            replica.mySql("XA COMMIT 'after'");

            awaitApplied(replica);
            assertThat(replica.postgresRows("t")).isEqualTo(replica.mySqlRows("t"));
            assertThat(replica.postgresRows("t").size()).isGreaterThan(40_000);
            assertThat(replica.drifted()).isZero();
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.prepared_transactions"))
                    .isEqualTo("0");
        }
    }

    private static void prepareBefore(Replica replica) throws SQLException {
        prepare(replica, "'copied'", "UPDATE t SET v = 'copied' WHERE id = 1", "INSERT INTO t VALUES (7, '7', 'u7')");
        prepare(
                replica,
                "'parked'",
                "UPDATE t SET v = 'parked', u = NULL WHERE id = 2",
                "DELETE FROM t WHERE id = 3",
                "INSERT INTO t VALUES (8, '8', 'u8')");
        prepare(replica, "'undone'", "UPDATE t SET v = 'undone' WHERE id = 4");
        prepare(replica, "'swapped'", "INSERT INTO t VALUES (9, '9', 'u9')");
        prepare(replica, "'after'", "INSERT INTO t VALUES (10, '10', 'u10')");
        prepare(replica, "'large'", rows(100_000));
    }

    private static void endWithin(Replica replica) throws SQLException {
        replica.mySql("XA COMMIT 'parked'", "XA ROLLBACK 'undone'", "XA COMMIT 'large'");
        prepare(replica, "'within'", "UPDATE t SET v = 'within' WHERE id = 2", "INSERT INTO t VALUES (3, '3', 'u2')");
        prepare(replica, "'within and undone'", "DELETE FROM t WHERE id = 6");
        replica.mySql("XA COMMIT 'within'", "XA ROLLBACK 'within and undone'");
        run(replica, "'one phase'", "XA COMMIT 'one phase' ONE PHASE", rows(200_000));
    }

    /** 32,768 rows of which each has 290 bytes, so that they are more than a catch-up holds. */
    private static String[] rows(int from) {
        String[] statements = new String[16];
        statements[0] = "INSERT INTO t (id, v) VALUES (" + from + ", REPEAT('x', 290))";
        for (int i = 1; i < statements.length; i++) {
            statements[i] = "INSERT INTO t (id, v) SELECT id + " + (1 << (i - 1)) + ", v FROM t WHERE id >= " + from
                    + " AND id < " + (from + (1 << (i - 1)));
        }
        return statements;
    }

    private static void prepare(Replica replica, String xid, String... statements) throws SQLException {
        run(replica, xid, "XA PREPARE " + xid, statements);
    }

    private static void run(Replica replica, String xid, String end, String... statements) throws SQLException {
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            // Else the locks of the copied rows reach further than the rows.
            statement.execute("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
            statement.execute("XA START " + xid);
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("XA END " + xid);
            statement.execute(end);
        }
    }

    /** Waits until the sink has applied what MySQL has committed by now, whatever its positions look like. */
    private static void awaitApplied(Replica replica) throws SQLException {
        replica.mySql("INSERT INTO marker VALUES ()");
        String last = replica.mySqlValue("SELECT MAX(id) FROM marker");
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> last.equals(replica.postgresValue("SELECT max(id) FROM " + replica.name() + ".marker")));
    }

    /** What a test does when a join enters a phase; the join waits for it. */
    private interface OnPhase {
        void enter(String phase) throws SQLException;
    }

    private static void join(Stack stack, Replica replica, String table, OnPhase onPhase) throws Exception {
        TableId id = new TableId(replica.name(), table);
        TableDefinition definition;
        try (Connection mySql = replica.mySql()) {
            definition = new DefinitionReader(mySql).read(id).orElseThrow();
        }
        new TableJoins(
                        new MySqlAddress(
                                stack.mySql().host(),
                                stack.mySql().port(),
                                stack.mySql().user(),
                                stack.mySql().password(),
                                SslMode.PREFERRED,
                                null,
                                null,
                                10_000),
                        new PostgresAddress(
                                stack.postgres().host(),
                                stack.postgres().port(),
                                replica.name(),
                                stack.postgres().user(),
                                stack.postgres().password(),
                                PostgresTls.of("prefer")),
                        Map.of("bootstrap.servers", stack.kafka().bootstrapServers()),
                        replica.name(),
                        Map.of(replica.name(), replica.name()),
                        CopySettings.of(2),
                        TableProperties.none(),
                        TableMappings.none(),
                        new Phases(onPhase))
                .joinAll(List.of(definition), false);
    }

    private record Phases(OnPhase onPhase) implements JoinProgress {
        @Override
        public void tableStarted(TableId table, long estimatedRows) {}

        @Override
        public void rowsCopied(TableId table, long rows, long bytes) {}

        @Override
        public void phase(TableId table, String phase) {
            try {
                onPhase.enter(phase);
            } catch (SQLException e) {
                throw new IllegalStateException("What was to happen at " + phase + " failed", e);
            }
        }

        @Override
        public void tableDone(TableId table) {}
    }
}
