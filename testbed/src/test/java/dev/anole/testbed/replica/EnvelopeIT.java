package dev.anole.testbed.replica;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.testbed.Stack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The format for other consumers goes through real workers and JsonConverter, and is replayed as well. */
class EnvelopeIT {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRunningReplicaGoesOnInTheOtherFormat(boolean schemas) throws Exception {
        try (Replica replica = Replica.create(Stack.shared(), "envelope")) {
            replica.mySql("""
                    CREATE TABLE t (id BIGINT UNSIGNED PRIMARY KEY, a DECIMAL(20,5), b DATETIME(6), c TIMESTAMP(3) NULL,
                      d VARBINARY(20), e JSON, f DOUBLE, g ENUM('x','y'), h SET('p','q'), i BIT(9), j DATE, k TIME(2),
                      `L m` VARCHAR(30), n YEAR, o ENUM('é','ü') CHARACTER SET latin1,
                      p SET('x','日') CHARACTER SET ucs2)""", "INSERT INTO t (id, `L m`) VALUES (1, 'compact')");
            replica.initialise();
            replica.awaitCaughtUp();
            new Connectors(Stack.shared().worker())
                    .useEnvelope(replica, Stack.shared().kafka(), schemas);
            replica.mySqlTransaction(
                    """
                    INSERT INTO t VALUES (18446744073709551615, -12345.00001, '2024-02-29 23:59:59.000001',
                      '2024-03-31 01:30:00.123', X'00FF10', '{"a": [1, "🦎"]}', 0.1, 'y', 'p,q', b'101000001',
                      '1000-01-01', '23:59:59.99', 'O''Neill 🦎', 2024, 'ü', 'x,日')""",
                    "UPDATE t SET a = 1, `L m` = NULL WHERE id = 1",
                    "INSERT INTO t (id) VALUES (3), (4)",
                    "DELETE FROM t WHERE id = 3");

            replica.assertEqual("t");
            assertThat(replica.postgresRows("t")).hasSize(3);
            assertThat(replica.drifted()).isZero();
        }
    }
}
