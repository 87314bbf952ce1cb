package dev.anole.postgres.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinkLagTest {

    private long nowMs = 1_000_000;
    private final SinkLag lag = new SinkLag(new Clock() {
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

    private DeliveredRecord record(long offset, long ageMs) {
        return new DeliveredRecord(offset, "", 1, nowMs - ageMs);
    }

    private void apply(List<DeliveredRecord> records, long nextOffset) {
        lag.takes(records);
        lag.applied(records, nextOffset);
    }

    @Test
    void isUnknownBeforeSomethingWasHeard() {
        lag.stands(7);
        apply(List.of(), 7);
        nowMs += 5_000;
        assertThat(lag.seconds()).isNaN();
        assertThat(lag.appliedAgeSeconds()).isEqualTo(5);
    }

    @Test
    void isTheAgeOfTheOldestRecordThatIsNotCommitted() {
        lag.stands(7);
        List<DeliveredRecord> records = List.of(record(7, 9_000), record(8, 8_000), record(10, 7_000));
        lag.takes(records);
        assertThat(lag.seconds()).isEqualTo(9);
        lag.applied(records, 7);
        assertThat(lag.seconds()).as("nothing is committed").isEqualTo(9);
        lag.applied(records, 9);
        assertThat(lag.seconds()).as("offsets have holes").isEqualTo(7);
        lag.applied(records, 11);
        assertThat(lag.seconds()).isZero();
    }

    @Test
    void whatWaitsSinceEarlierStaysTheOldest() {
        lag.stands(7);
        apply(List.of(record(7, 9_000)), 7);
        apply(List.of(record(8, 1_000)), 7);
        assertThat(lag.seconds()).isEqualTo(9);
    }

    @Test
    void isUnknownOnceNothingIsHeardAnyMore() {
        lag.stands(7);
        apply(List.of(record(7, 10)), 8);
        nowMs += 29_000;
        assertThat(lag.seconds()).isZero();
        nowMs += 1_000;
        assertThat(lag.seconds()).isNaN();
        assertThat(lag.appliedAgeSeconds()).isEqualTo(30);
    }
}
