package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Two-phase XA transactions count when they are committed, not when they are prepared. */
class XaIT {

    private static final String[] TABLES = {"accounts", "entries", "large"};

    private static Replica replica;

    /** Among transactions that were prepared before: their rows are not in the stream, so the copy waits for them. */
    @BeforeAll
    static void initialise() throws Exception {
        replica = Replica.create(Stack.shared(), "xa", "    on_error_replay: continue");
        replica.mySql(
                "CREATE TABLE accounts (id INT PRIMARY KEY, amount INT NOT NULL, name VARCHAR(20) UNIQUE)",
                "CREATE TABLE entries (id INT PRIMARY KEY, v VARCHAR(50))",
                "CREATE TABLE large (id INT PRIMARY KEY, v VARCHAR(300))",
                "CREATE TABLE picky (id INT PRIMARY KEY, v INT)",
                "INSERT INTO accounts WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100)"
                        + " SELECT i, 100, CONCAT('account ', i) FROM n");
        prepare("'before'", "UPDATE accounts SET amount = 90 WHERE id = 90");
        prepare("'before, undone'", "UPDATE accounts SET amount = 91 WHERE id = 91");
        Thread init = new Thread(replica::initialise);
        init.start();
        await().atMost(Duration.ofSeconds(60))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> replica.postgresValue("SELECT count(*) > 0 FROM anole.joins")
                        .equals("t"));
        // A while in which a small table would have begun to be copied.
        await().during(Duration.ofSeconds(2)).atMost(Duration.ofSeconds(4)).until(() -> replica.postgresValue(
                        "SELECT bool_and(low_file IS NULL) FROM anole.joins")
                .equals("t"));
        Stack.shared().worker().kill();
        replica.mySql("XA COMMIT 'before'", "XA ROLLBACK 'before, undone'");
        Stack.shared().worker().start();
        init.join();
    }

    @Test
    void theCopyHasWhatWasPreparedBeforeTheStreamAndCommitted() throws Exception {
        assertEqualWithoutDrift();
        assertThat(replica.postgresValue("SELECT string_agg(amount::text, ',' ORDER BY id) FROM " + replica.name()
                        + ".accounts WHERE id IN (90, 91)"))
                .isEqualTo("90,100");
    }

    @AfterAll
    static void close() throws Exception {
        replica.close();
    }

    /** Runs statements as an XA transaction and prepares it; its session ends. */
    private static void prepare(String xid, String... statements) throws SQLException {
        run(xid, "XA PREPARE " + xid, statements);
    }

    private static void run(String xid, String end, String... statements) throws SQLException {
        try (Connection mySql = replica.mySql();
                Statement statement = mySql.createStatement()) {
            statement.execute("SET SESSION cte_max_recursion_depth = 200000");
            statement.execute("XA START " + xid);
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("XA END " + xid);
            statement.execute(end);
        }
    }

    private static String prepared() throws SQLException {
        return replica.postgresValue("SELECT count(*) FROM anole.prepared_transactions");
    }

    private static void assertEqualWithoutDrift() throws SQLException {
        replica.assertEqual(TABLES);
        assertThat(replica.drifted()).isZero();
    }

    @Test
    void aPreparedTransactionCountsWhenItIsCommittedByAnotherSession() throws Exception {
        prepare(
                "'pay',X'00ff27',77",
                "UPDATE accounts SET amount = amount - 10 WHERE id = 1",
                "UPDATE accounts SET amount = amount + 10, name = 'renamed' WHERE id = 2",
                "DELETE FROM accounts WHERE id = 3",
                "INSERT INTO entries VALUES (1, 'prepared')",
                "UPDATE entries SET v = 'prepared twice' WHERE id = 1");
        replica.mySql(
                "UPDATE accounts SET amount = 5 WHERE id = 4", "INSERT INTO entries VALUES (2, 'committed before')");

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("1");
        assertThat(replica.postgresRows("entries")).hasSize(1);
        assertThat(replica.admin("show-status").all()).contains("1 transactions wait for XA COMMIT");

        replica.mySql("XA COMMIT 'pay',X'00ff27',77");

        assertEqualWithoutDrift();
        assertThat(replica.postgresRows("entries")).hasSize(2);
        assertThat(prepared()).isEqualTo("0");
        replica.mySql("DELETE FROM entries");
    }

    @Test
    void severalPreparedTransactionsEndInAnyOrder() throws Exception {
        for (int i = 10; i < 20; i++) {
            prepare(
                    "'several-" + i + "'",
                    "UPDATE accounts SET amount = -" + i + " WHERE id = " + i,
                    "INSERT INTO entries VALUES (" + i + ", 'several')");
        }
        for (int i : List.of(15, 11, 18, 10, 19)) {
            replica.mySql("XA COMMIT 'several-" + i + "'", "UPDATE accounts SET amount = amount - 1 WHERE id = " + i);
        }
        for (int i : List.of(17, 12, 14, 13)) {
            replica.mySql("XA ROLLBACK 'several-" + i + "'", "UPDATE accounts SET amount = 7 WHERE id = " + i);
        }

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("1");

        replica.mySql("XA COMMIT 'several-16'");
        // The same XID again.
        prepare("'several-16'", "UPDATE accounts SET amount = -1600 WHERE id = 16");
        replica.mySql("XA ROLLBACK 'several-16'");
        prepare("'several-16'", "UPDATE accounts SET amount = -1601 WHERE id = 16");
        replica.mySql("XA COMMIT 'several-16'");

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("0");
    }

    @Test
    void onePhaseIsACommitLikeAnyOther() throws Exception {
        run("'one'", "XA COMMIT 'one' ONE PHASE", "UPDATE accounts SET amount = 1 WHERE id = 30");
        prepare("'nothing'", "SELECT * FROM accounts");
        replica.mySql("XA COMMIT 'nothing'");

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("0");
    }

    @Test
    void transactionsLargerThanTheBatchAreParkedAndAppliedInParts() throws Exception {
        String insert = "INSERT INTO large WITH RECURSIVE n (i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n"
                + " WHERE i < %d) SELECT i, REPEAT('x', 250) FROM n";
        replica.mySqlTransaction("SET SESSION cte_max_recursion_depth = 200000", insert.formatted(1, 1000));
        prepare(
                "'large-commit'",
                insert.formatted(2_000, 120_000),
                "UPDATE large SET v = CONCAT(id, v) WHERE id BETWEEN 500 AND 2500",
                "DELETE FROM large WHERE id BETWEEN 2400 AND 2450",
                "UPDATE accounts SET amount = 40 WHERE id = 40");
        prepare("'large-rollback'", insert.formatted(200_000, 300_000));
        run("'large-one'", "XA COMMIT 'large-one' ONE PHASE", insert.formatted(400_000, 500_000));

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("2");
        assertThat(Integer.parseInt(replica.postgresValue("SELECT count(*) FROM anole.prepared_rows")))
                .isGreaterThan(50);

        replica.mySql("XA ROLLBACK 'large-rollback'", "XA COMMIT 'large-commit'");

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("0");
        assertThat(replica.postgresValue("SELECT count(*) FROM anole.prepared_rows"))
                .isEqualTo("0");
        replica.mySql("TRUNCATE large");
    }

    @Test
    @EnabledIfSystemProperty(named = "anole.full", matches = "true")
    void aTransactionLargerThanTheWorkersHeapIsParkedAndApplied() throws Exception {
        String[] doublings = new String[22];
        doublings[0] = "INSERT INTO large VALUES (1, REPEAT('x', 280))";
        for (int i = 1; i < doublings.length; i++) {
            doublings[i] = "INSERT INTO large SELECT id + " + (1 << (i - 1)) + ", v FROM large";
        }
        prepare("'huge'", doublings);
        replica.assertEqual("accounts");
        assertThat(replica.postgresValue("SELECT count(*) FROM " + replica.name() + ".large"))
                .isEqualTo("0");

        replica.mySql("XA COMMIT 'huge'");

        await().atMost(Duration.ofMinutes(5)).until(replica::isCaughtUp);
        assertThat(replica.postgresValue("SELECT count(*) FROM " + replica.name() + ".large"))
                .isEqualTo(Integer.toString(1 << 21));
        replica.mySql("TRUNCATE large");
    }

    @Test
    void aPreparedTransactionSurvivesTheDeathOfWorkerPostgresAndMySql() throws Exception {
        // Else MySQL 9.7 forgets what is prepared when it is killed, if XIDs of several formats are in its last binlog.
        replica.mySql("FLUSH BINARY LOGS");
        prepare("'survivor'", "UPDATE accounts SET amount = 50 WHERE id = 50");
        prepare("'late'", "UPDATE accounts SET amount = 51 WHERE id = 51");
        Stack.shared().worker().kill();
        prepare("'unseen'", "UPDATE accounts SET amount = 52 WHERE id = 52");
        Stack.shared().mySql().kill();
        Stack.shared().postgres().kill();
        Stack.shared().mySql().start();
        Stack.shared().postgres().start();
        assertThat(replica.mySqlValue("SELECT COUNT(*) FROM accounts WHERE amount BETWEEN 50 AND 52"))
                .isEqualTo("0");
        replica.mySql("XA COMMIT 'survivor'", "UPDATE accounts SET amount = 53 WHERE id = 53");
        Stack.shared().worker().start();

        assertEqualWithoutDrift();
        assertThat(replica.postgresValue("SELECT amount FROM " + replica.name() + ".accounts WHERE id = 50"))
                .isEqualTo("50");

        replica.mySql("XA ROLLBACK 'late'", "XA COMMIT 'unseen'");

        assertEqualWithoutDrift();
        assertThat(prepared()).isEqualTo("0");
    }

    @Test
    void aTableThatRefusesPreparedRowsIsDisabledAtTheCommit() throws Exception {
        replica.postgres("ALTER TABLE " + replica.name() + ".picky ADD CHECK (v < 100)");
        prepare("'refused'", "INSERT INTO entries VALUES (1000, 'easy')", "INSERT INTO picky VALUES (1, 200)");
        replica.awaitCaughtUp();
        String state = "SELECT state FROM anole.tables WHERE mysql_table = 'picky'";
        assertThat(replica.postgresValue(state)).isEqualTo("replicating");

        replica.mySql("XA COMMIT 'refused'", "UPDATE entries SET v = 'easier' WHERE id = 1000");

        assertEqualWithoutDrift();
        assertThat(replica.postgresValue(state)).isEqualTo("disabled");
        assertThat(prepared()).isEqualTo("0");
        replica.mySql("DELETE FROM entries");
    }

    @Test
    void theEnvelopeCarriesPreparedTransactionsToo() throws Exception {
        try (Replica other = Replica.create(Stack.shared(), "xaenvelope")) {
            other.mySql("CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, a DECIMAL(20,5), b VARBINARY(20), c FLOAT,"
                    + " d TIMESTAMP(3) NULL)");
            other.initialise();
            other.awaitCaughtUp();
            new Connectors(Stack.shared().worker())
                    .useEnvelope(other, Stack.shared().kafka(), false);
            for (String end : List.of("COMMIT", "ROLLBACK")) {
                try (Connection mySql = other.mySql();
                        Statement statement = mySql.createStatement()) {
                    statement.execute("XA START 'envelope'");
                    statement.execute("INSERT INTO t VALUES (18446744073709551615 - LENGTH('" + end
                            + "'), -1.00001, X'00FF10', 0.1, '2024-03-31 01:30:00.123')");
                    statement.execute("UPDATE t SET a = a * 2");
                    statement.execute("XA END 'envelope'");
                    statement.execute("XA PREPARE 'envelope'");
                }
                other.assertEqual("t");
                other.mySql("XA " + end + " 'envelope'");
                other.assertEqual("t");
            }
            assertThat(other.postgresRows("t")).hasSize(1);
            assertThat(other.drifted()).isZero();
        }
    }
}
