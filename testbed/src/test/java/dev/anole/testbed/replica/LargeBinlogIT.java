package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anole.contract.SourcePosition;
import dev.anole.testbed.ConnectWorkerOptions;
import dev.anole.testbed.MySqlOptions;
import dev.anole.testbed.Stack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A transaction makes a binlog file longer than 4 GiB, so that its end is at a position that neither the events nor the
 * request for a dump can express. Takes 20 GB of disk for some minutes.
 */
@EnabledIfSystemProperty(named = "anole.full", matches = "true")
class LargeBinlogIT {

    private static final int BLOB_BYTES = 8 << 20;
    private static final int BLOBS = 530;
    private static final long FOUR_GIBIBYTES = 1L << 32;
    /** Of the event that ends the file: head, position, the next file's name, checksum. */
    private static final int ROTATE_BYTES = 19 + 8 + "binlog.000001".length() + 4;

    @Test
    void goesOnBehindATransactionLongerThanPositionsAre() throws Exception {
        MySqlOptions options = MySqlOptions.defaults().withoutGtids().withoutDurability();
        try (Stack stack = Stack.start("LargeBinlogIT", options, ConnectWorkerOptions.defaults());
                Replica replica = Replica.create(stack, "large")) {
            replica.mySql("CREATE TABLE t (id INT PRIMARY KEY, v VARCHAR(20))");
            stack.mySql()
                    .execute(
                            "CREATE DATABASE unpublished",
                            "CREATE TABLE unpublished.blobs (id INT AUTO_INCREMENT PRIMARY KEY, v LONGBLOB)");
            replica.initialise();

            writeBeyond(replica);
            replica.awaitCaughtUp(Duration.ofMinutes(5));
            replica.assertEqual("t");

            SourcePosition end = endOfLargeTransaction(replica);
            goBackTo(end, replica, new Connectors(stack.worker()));
            replica.mySql("INSERT INTO t VALUES (2, 'behind it')");
            replica.awaitCaughtUp(Duration.ofMinutes(5));
            replica.assertEqual("t");
            assertThat(replica.drifted()).isZero();
        }
    }

    private static void writeBeyond(Replica replica) throws SQLException {
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < BLOBS; i++) {
                statement.execute("INSERT INTO unpublished.blobs (v) VALUES (REPEAT('x', " + BLOB_BYTES + "))");
            }
            statement.execute("INSERT INTO t VALUES (1, 'beyond')");
            connection.commit();
        }
    }

    /** MySQL goes over to the next file once the transaction is written. */
    private static SourcePosition endOfLargeTransaction(Replica replica) throws SQLException {
        try (Connection connection = replica.mySql();
                Statement statement = connection.createStatement();
                ResultSet file = statement.executeQuery("SHOW BINARY LOGS")) {
            while (file.next()) {
                if (file.getLong("File_size") > FOUR_GIBIBYTES) {
                    return new SourcePosition(
                            file.getString("Log_name"), file.getLong("File_size") - ROTATE_BYTES, null);
                }
            }
        }
        throw new AssertionError("No binlog file is longer than 4 GiB");
    }

    /** As if the worker had been killed just behind that transaction. */
    private static void goBackTo(SourcePosition end, Replica replica, Connectors connectors) throws Exception {
        String source = replica.name() + "-mysql-source";
        connectors.stop(source);
        ObjectNode offsets = (ObjectNode) connectors
                .send("GET", "/connectors/" + source + "/offsets", null)
                .body();
        ((ObjectNode) offsets.at("/offsets/0/offset")).put("file", end.file()).put("pos", end.position());
        assertThat(connectors
                        .send("PATCH", "/connectors/" + source + "/offsets", offsets)
                        .status())
                .isEqualTo(200);
        connectors.resume(source);
    }
}
