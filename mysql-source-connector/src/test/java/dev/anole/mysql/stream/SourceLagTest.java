package dev.anole.mysql.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SourceLagTest {

    private long nowMs = 1_000_000;
    private final SourceLag lag = new SourceLag(new Clock() {
        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    });

    private void reads(long ageMs) {
        lag.begins((nowMs - ageMs) * 1_000);
    }

    @Test
    void isTheAgeOfTheTransactionThatIsRead() {
        reads(90_000);
        assertThat(lag.seconds()).isEqualTo(90);
        nowMs += 500;
        assertThat(lag.seconds()).isEqualTo(90.5);
    }

    @Test
    void isZeroOnceAllIsRead() {
        reads(20);
        lag.waits();
        nowMs += 60_000;
        assertThat(lag.seconds()).isZero();
    }

    @Test
    void aPauseInABacklogIsNotItsEnd() {
        reads(90_000);
        lag.waits();
        assertThat(lag.seconds()).isEqualTo(90);
        lag.isIdle();
        assertThat(lag.seconds()).isZero();
    }

    @Test
    void growsFromTheStartAndFromTheLossOfTheConnectionUntilMySqlIsHeard() {
        nowMs += 200;
        lag.waits();
        assertThat(lag.seconds()).isEqualTo(0.2);
        lag.isIdle();
        nowMs += 60_000;
        lag.disconnected();
        nowMs += 700;
        lag.waits();
        assertThat(lag.seconds()).isEqualTo(0.7);
        lag.isIdle();
        assertThat(lag.seconds()).isZero();
    }

    @Test
    void isNotNegativeWhereTheClocksDiffer() {
        reads(-5_000);
        assertThat(lag.seconds()).isZero();
    }
}
