package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Keys of the configuration that pg_chameleon has too do what they say. */
class SettingsIT {

    private static final int CONFIGURATION = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Stack stack = Stack.shared();

    private static void create(Replica replica) throws SQLException {
        replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v INT)", "INSERT INTO t VALUES (1, 1), (2, 2)");
    }

    @Test
    void theLogTellsWhatWasDoneAndTheStandardOutputKeepsItsDocument() throws Exception {
        String copy = "    copy_max_memory: 1M\n    net_read_timeout: 30\n";
        try (Replica replica = Replica.create(stack, "logged", copy)) {
            create(replica);
            replica.initialise();
            assertThat(replica.log())
                    .containsSubsequence(
                            "INFO ",
                            "replica-admin init-replica --source " + replica.name() + " --start --config",
                            "Starting the stream at",
                            replica.name() + ".t: done, 2 rows",
                            "The source " + replica.name() + " is running: 1 tables, 2 rows copied.",
                            "Ended with exit code 0, done");

            replica.configure(copy + "log_dest: stdout\n");
            ReplicaAdmin.Result json = replica.adminProcess("sync-tables", "--tables", replica.name() + ".t", "--json");
            assertThat(json.exitCode()).as(json.all()).isZero();
            assertThat(new ObjectMapper().readTree(json.output()).at("/status").asText())
                    .isEqualTo("running");
            assertThat(json.errors().lines().filter(line -> line.contains(".t: done")))
                    .singleElement()
                    .asString()
                    .contains(" INFO ");

            ReplicaAdmin.Result plain = replica.adminProcess("stop-replica");
            assertThat(plain.output()).contains("INFO ", "Ended with exit code 0");
            assertThat(plain.errors()).isEmpty();
        }
    }

    @Test
    void lockTimeoutBoundsEachWaitOfASwap() throws Exception {
        try (Replica replica = Replica.create(stack, "locktimeout", "    lock_timeout: 2 min\n")) {
            create(replica);
            replica.initialise();
            try (Connection reader = replica.postgres();
                    Statement statement = reader.createStatement()) {
                reader.setAutoCommit(false);
                statement.execute("SELECT * FROM " + replica.name() + ".t");
                try (RunningAdmin sync = replica.adminInBackground("sync-tables", "--tables", replica.name() + ".t")) {
                    // Without the setting no wait is longer than half a second.
                    await().atMost(PATIENCE).until(() -> replica.postgresValue("SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE application_name LIKE 'replica-admin join%'"
                                    + " AND wait_event_type = 'Lock' AND now() - query_start > '1 s'")
                            .equals("1"));
                    reader.commit();
                    assertThat(sync.await(PATIENCE).exitCode()).isZero();
                }
            }

            replica.configure("    lock_timeout: soon\n");
            ReplicaAdmin.Result refused = replica.admin("sync-tables", "--tables", replica.name() + ".t");
            assertThat(refused.exitCode()).isEqualTo(CONFIGURATION);
            assertThat(refused.errors()).contains("lock_timeout", "\"soon\"", "120s");

            replica.configure("    copy_max_memory: 10k\n");
            ReplicaAdmin.Result little = replica.admin("sync-tables", "--tables", replica.name() + ".t");
            assertThat(little.exitCode()).isEqualTo(CONFIGURATION);
            assertThat(little.errors()).contains("copy_max_memory", "too little", "64k");
        }
    }

    @Test
    void aMySqlThatCannotBeReachedFailsTheSourceWhereThatIsWanted() throws Exception {
        try (MySqlProxy proxy = new MySqlProxy(stack.mySql());
                Replica replica = Replica.through(proxy, stack, "unreachable", "    on_error_read: exit\n")) {
            create(replica);
            replica.initialise();
            Connectors connectors = new Connectors(stack.worker());
            String status = "/connectors/" + replica.name() + "-mysql-source/status";

            proxy.cut();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(connectors
                            .send("GET", status, null)
                            .body()
                            .at("/tasks/0/trace")
                            .asText())
                    .contains("Could not connect to MySQL", "the source stands at", "on_error_read"));

            proxy.leadTo(stack.mySql());
            replica.succeed("start-replica");
            replica.mySql("INSERT INTO t VALUES (3, 3)");
            replica.assertEqual("t");
        }
    }
}
