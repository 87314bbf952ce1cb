package dev.anole.mysql.binlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class GtidEventTest {

    private static final long IMMEDIATE_US = 1_700_000_000_000_000L;

    private static long committedAtUs(byte[]... times) throws IOException {
        byte[] body = BinlogBytes.concat(
                new byte[1],
                new byte[16],
                BinlogBytes.little(7, 8),
                new byte[] {2},
                new byte[16],
                BinlogBytes.concat(times),
                new byte[8]);
        return GtidEvent.parse(
                        new BinlogBytes().event(EventType.GTID, body).read().next())
                .commitTimestampUs();
    }

    @Test
    void aTransactionIsAsOldAsWhereItWasCommittedFirst() throws IOException {
        byte[] immediate = BinlogBytes.little(IMMEDIATE_US, 7);
        byte[] immediateBeforeOriginal = BinlogBytes.little(IMMEDIATE_US | 1L << 55, 7);

        assertThat(committedAtUs(immediate)).isEqualTo(IMMEDIATE_US);
        assertThat(committedAtUs(immediateBeforeOriginal, BinlogBytes.little(42, 7)))
                .isEqualTo(42);
        // As it comes from a replica of MySQL 5.7, which does not tell.
        assertThat(committedAtUs(immediateBeforeOriginal, BinlogBytes.little(0, 7)))
                .isEqualTo(IMMEDIATE_US);
    }
}
