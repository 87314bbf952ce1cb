package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.ReplicaAdmin;
import dev.anole.testbed.RunningAdmin;
import dev.anole.testbed.Stack;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A copy from a server without GTIDs; {@link FaultsIT} has the stream of one. */
class WithoutGtidsIT {

    /** The copy goes on in a snapshot that is younger than the lock under which it was begun. */
    @Test
    void aKilledCopyGoesOn() throws Exception {
        MySqlOptions mySql = MySqlOptions.defaults().withoutGtids();
        try (Stack stack = Stack.start("WithoutGtidsIT", mySql, ConnectWorkerOptions.defaults());
                Replica replica = Replica.create(stack, "files")) {
            replica.mySql("CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY, v VARCHAR(100), KEY (v))");
            replica.mySql("INSERT INTO t (v) VALUES ('copied')");
            replica.register();
            try (JoinGate gate = new JoinGate(replica)) {
                gate.shut("t", JoinGate.FIRST_RANGE);
                try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
                    gate.awaitArrival("t");
                    admin.kill();
                }
                gate.removeFor("t");
                String begun = "SELECT low_file || low_position FROM anole.joins";
                String low = replica.postgresValue(begun);
                replica.mySql("UPDATE t SET v = 'changed'", "INSERT INTO t (v) VALUES ('new')", "FLUSH BINARY LOGS");
                gate.shut("t", JoinGate.CAUGHT_UP);
                try (RunningAdmin admin = replica.adminInBackground("init-replica", "--start")) {
                    gate.awaitArrival("t");
                    assertThat(replica.postgresValue(begun)).isEqualTo(low);
                    gate.open("t");
                    ReplicaAdmin.Result result = admin.await(Duration.ofSeconds(60));
                    assertThat(result.exitCode()).as(result.output()).isZero();
                }
            }
            replica.mySql("INSERT INTO t (v) VALUES ('streamed')");
            replica.assertEqual("t");
            assertThat(replica.drifted()).isZero();
        }
    }
}
