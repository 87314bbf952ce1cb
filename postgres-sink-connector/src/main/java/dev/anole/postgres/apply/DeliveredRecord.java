package dev.anole.postgres.apply;

import static java.util.Objects.requireNonNull;

/**
 * A record as Connect delivered it.
 *
 * @param value bytes, a Struct or a Map, as the converter made it
 * @param bytes its size, for bounds
 */
public record DeliveredRecord(long offset, Object value, long bytes) {
    public DeliveredRecord {
        requireNonNull(value, "value");
    }
}
