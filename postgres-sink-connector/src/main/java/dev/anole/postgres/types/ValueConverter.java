package dev.anole.postgres.types;

import dev.anole.contract.value.ValueBuffer;
import org.jspecify.annotations.Nullable;

/** Turns one value's canonical text, as {@link dev.anole.contract.value.RowDecoder} defines it, into PostgreSQL's text. */
@FunctionalInterface
public interface ValueConverter {

    /**
     * Appends the text of {@code bytes[from, to)}, unescaped.
     *
     * @return null if all is well; else what PostgreSQL cannot hold, and what was appended has no meaning
     */
    @Nullable
    BadValueKind convert(byte[] bytes, int from, int to, ValueBuffer out);

    /**
     * The canonical text with a replacement, in UTF-8, for each part of that kind; only for {@linkplain
     * BadValueKind#isPart parts} that {@link #convert} has found.
     */
    default byte[] mend(BadValueKind kind, byte[] bytes, int from, int to, byte[] replacement) {
        throw new IllegalStateException("No part of a value can be replaced for " + kind);
    }
}
