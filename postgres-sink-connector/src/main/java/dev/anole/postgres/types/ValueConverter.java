package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;

/** Turns one value's canonical text, as {@link dev.anole.contract.value.RowDecoder} defines it, into PostgreSQL's text. */
@FunctionalInterface
public interface ValueConverter {

    /** What became of a value. */
    enum Outcome {
        /** Written as it is. */
        EXACT,
        /** PostgreSQL cannot hold it; what was written differs. To be counted. */
        REPLACED,
        /** PostgreSQL cannot hold it; nothing was written, it becomes NULL. To be counted. */
        REPLACED_BY_NULL
    }

    /** Appends the text of {@code bytes[from, to)}, unescaped. */
    Outcome convert(byte[] bytes, int from, int to, ValueBuffer out);
}
