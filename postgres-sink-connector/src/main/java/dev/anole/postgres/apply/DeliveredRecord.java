package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A record as Connect delivered it.
 *
 * @param value bytes, a Struct or a Map, as the converter made it
 * @param bytes its size, for bounds
 * @param committedAtMs when MySQL committed what it tells of, in milliseconds since the epoch
 */
public record DeliveredRecord(long offset, Object value, long bytes, long committedAtMs) {
    public DeliveredRecord {
        requireNonNull(value, "value");
    }

    Instant committedAt() {
        return Instant.ofEpochMilli(committedAtMs);
    }
}
