package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.mysql.SourceOffset;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

class StreamStartTest {

    private static final GtidSet GTIDS = GtidSet.parse("00000000-0000-0000-0000-0000000000aa:1-7");

    private static final SourceOffset WITHIN_TRANSACTION =
            new SourceOffset(5000L, "filter", "server", "binlog.000003", 120, GTIDS, 17, 99);

    @Test
    void goesOnWithinATransactionOfTheSameServerAndFilter() {
        StreamStart start = StreamStart.decide(WITHIN_TRANSACTION, "server", true, true, "filter", 9000);

        assertThat(start.newIncarnation()).isFalse();
        assertThat(start.incarnation()).isEqualTo(5000);
        assertThat(start.ordinal()).isEqualTo(17);
        assertThat(start.sequence()).isEqualTo(99);
        assertThat(start.usesGtids()).isTrue();
    }

    @Test
    void anotherFilterBeginsAnIncarnationAtTheTransactionsStart() {
        StreamStart start = StreamStart.decide(WITHIN_TRANSACTION, "server", true, true, "changed", 9000);

        assertThat(start.newIncarnation()).isTrue();
        assertThat(start.incarnation()).isEqualTo(9000);
        assertThat(start.ordinal()).isZero();
        assertThat(start.sequence()).isZero();
    }

    @Test
    void incarnationsGrowEvenIfTheClockWentBack() {
        assertThat(StreamStart.decide(WITHIN_TRANSACTION, "server", true, true, "changed", 1000)
                        .incarnation())
                .isEqualTo(5001);
    }

    @Test
    void anotherServerIsFollowedByGtids() {
        StreamStart start = StreamStart.decide(WITHIN_TRANSACTION, "promoted", true, true, "filter", 9000);

        assertThat(start.newIncarnation()).isTrue();
        assertThat(start.sameServer()).isFalse();
    }

    @Test
    void anotherServerIsRefusedWithoutGtids() {
        SourceOffset offset = new SourceOffset(5000L, "filter", "server", "binlog.000003", 120, null, 0, 99);

        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> StreamStart.decide(offset, "promoted", false, true, "filter", 9000))
                .withMessageContaining("binlog.000003:120 of the server server")
                .withMessageContaining("init-replica");
    }

    @Test
    void gtidsAreRefusedWhereTheServerHasNone() {
        assertThatExceptionOfType(ConnectException.class)
                .isThrownBy(() -> StreamStart.decide(WITHIN_TRANSACTION, "server", false, true, "filter", 9000))
                .withMessageContaining("gtid_mode=OFF")
                .withMessageContaining("SET PERSIST gtid_mode = ON");
    }

    @Test
    void filePositionsAreUsedIfGtidsAreDisabled() {
        StreamStart start = StreamStart.decide(WITHIN_TRANSACTION, "server", true, false, "filter", 9000);

        assertThat(start.usesGtids()).isFalse();
        assertThat(start.newIncarnation()).isTrue();
    }

    @Test
    void anOffsetThatAnOperatorWroteBeginsAnIncarnation() {
        SourceOffset offset = SourceOffset.startingAt(new SourcePosition("binlog.000003", 120, null));

        StreamStart start = StreamStart.decide(offset, "server", true, true, "filter", 9000);

        assertThat(start.newIncarnation()).isTrue();
        assertThat(start.usesGtids()).isFalse();
        assertThat(start.sameServer()).isTrue();
    }
}
