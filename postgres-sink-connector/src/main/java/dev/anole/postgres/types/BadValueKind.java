package dev.anole.postgres.types;

import java.util.Locale;
import java.util.Optional;

/** What a value of MySQL's may have that PostgreSQL's type cannot hold. */
public enum BadValueKind {
    /** A year, month or day of 0, or a day that its month does not have (MySQL manual, ALLOW_INVALID_DATES). */
    ZERO_DATE("a zero, partial or impossible date", false),
    /** A TIME that is negative or beyond 24 hours. */
    TIME_OUT_OF_RANGE("a time outside of a day", false),
    /** A NUL character in text, or {@code \u0000} in JSON. */
    NUL_CHARACTER("a NUL character", true),
    /** Bytes that are no text in the column's character set, or a lone surrogate. */
    INVALID_TEXT("bytes that are no text in its character set", true),
    /** A number beyond the type that an override chose. */
    NUMBER_OUT_OF_RANGE("a number beyond PostgreSQL's type", false),
    /** ENUM's error value (MySQL manual, The ENUM Type). */
    ENUM_INDEX_ZERO("ENUM's error value", false);

    private final String description;
    private final boolean part;

    BadValueKind(String description, boolean part) {
        this.description = description;
        this.part = part;
    }

    /** A noun with its article, for messages. */
    public String description() {
        return description;
    }

    /** Whether it is a part of a text, in whose place a replacement can be put. */
    public boolean isPart() {
        return part;
    }

    /** As the configuration and the catalogue name it. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that {@link #key}; empty if there is none. */
    public static Optional<BadValueKind> ofKey(String key) {
        for (BadValueKind kind : values()) {
            if (kind.key().equals(key)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
