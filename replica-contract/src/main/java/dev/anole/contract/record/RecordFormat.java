package dev.anole.contract.record;

import java.util.Locale;

/** How change events are written to a topic. */
public enum RecordFormat {
    /** The pair's own: bytes, for {@code ByteArrayConverter}; see {@link CompactCodec}. */
    COMPACT,
    /** For other consumers: one row per record, as a Connect struct; see {@link EnvelopeCodec}. */
    ENVELOPE;

    /** The value of the setting {@code record.format}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
