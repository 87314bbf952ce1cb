package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens in the middle of a DDL statement, which is slow here: kills, and a consumer that has to be polled. */
class DdlFaultsIT {

    private static final int POLL_INTERVAL_MS = 6_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.start(
                "ddl-faults",
                MySqlOptions.defaults(),
                ConnectWorkerOptions.defaults()
                        .with("consumer.max.poll.interval.ms", Integer.toString(POLL_INTERVAL_MS)));
    }

    @AfterAll
    static void end() {
        stack.close();
    }

    /** Every statement of the sink's that changes a table takes so long, as the rewrite of a large table does. */
    private static void slowDown(Replica replica, int seconds) throws SQLException {
        replica.postgres(
                "CREATE FUNCTION public.slow() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN"
                        + " IF current_setting('application_name') LIKE 'anole sink%' THEN PERFORM pg_sleep(" + seconds
                        + "); END IF; END $$",
                "CREATE EVENT TRIGGER slow ON ddl_command_end EXECUTE FUNCTION public.slow()");
    }

    private static void speedUp(Replica replica) throws SQLException {
        replica.postgres("DROP EVENT TRIGGER IF EXISTS slow", "DROP FUNCTION IF EXISTS public.slow()");
    }

    private static void awaitSleep(Replica replica) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsInstanceOf(SQLException.class)
                .until(() -> replica.postgresValue("SELECT count(*) FROM pg_stat_activity"
                                + " WHERE application_name LIKE 'anole sink%' AND wait_event = 'PgSleep'")
                        .equals("1"));
    }

    @Test
    void aStatementThatTakesLongerThanThePollIntervalKeepsTheTasksPlace() throws Exception {
        try (Replica replica = Replica.create(stack, "slowddl")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1)");
            replica.initialise();
            String epoch = replica.postgresValue("SELECT epoch FROM anole.positions");
            slowDown(replica, 2 * POLL_INTERVAL_MS / 1_000);

            replica.mySql("ALTER TABLE t MODIFY v VARCHAR(20)", "UPDATE t SET v = 'text'");
            replica.assertEqual("t");

            assertThat(replica.postgresValue("SELECT epoch FROM anole.positions"))
                    .as("changes with each task that takes the place")
                    .isEqualTo(epoch);
            assertThat(replica.postgresValue("SELECT count(*) FROM anole.schema_changes"))
                    .isEqualTo("1");
            speedUp(replica);
        }
    }

    @Test
    void killsInTheMiddleOfStatementsApplyEachOnce() throws Exception {
        try (Replica replica = Replica.create(stack, "killddl")) {
            replica.mySql(
                    "CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v INT)",
                    "CREATE TABLE u (id INT PRIMARY KEY, w TEXT)",
                    "INSERT INTO t (v) VALUES (1), (2)",
                    "INSERT INTO u VALUES (7, 'u')");
            replica.initialise();
            Runnable killWorker = () -> {
                stack.worker().kill();
                stack.worker().start();
            };
            Runnable killPostgres = () -> {
                stack.postgres().kill();
                stack.postgres().start();
            };

            killWithin(
                    replica,
                    killWorker,
                    "ALTER TABLE t ADD COLUMN added INT NOT NULL DEFAULT 5",
                    "INSERT INTO t (v) VALUES (3)");
            killWithin(
                    replica, killPostgres, "RENAME TABLE t TO tmp, u TO t, tmp TO u", "INSERT INTO u (v) VALUES (4)");
            killWithin(replica, killWorker, "CREATE TABLE made AS SELECT * FROM u", "UPDATE made SET v = v + 1");
            killWithin(
                    replica,
                    killPostgres,
                    "ALTER TABLE u DROP COLUMN added, ADD KEY (v)",
                    "DELETE FROM u WHERE id = 1");

            assertThat(replica.postgresValue("SELECT count(*) FROM anole.schema_changes"))
                    .as("statements")
                    .isEqualTo("4");
            FreshCopy.assertEqual(stack, replica);
        }
    }

    private static void killWithin(Replica replica, Runnable kill, String... statements) throws SQLException {
        slowDown(replica, 3_600);
        replica.mySql(statements);
        awaitSleep(replica);
        kill.run();
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(SQLException.class).until(() -> {
            speedUp(replica);
            // The one that went on sleeping, after a kill of the worker, is ended by the task that takes the place.
            return true;
        });
        replica.awaitCaughtUp(PATIENCE);
    }
}
