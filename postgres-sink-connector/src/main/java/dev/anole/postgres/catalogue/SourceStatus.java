package dev.anole.postgres.catalogue;

import java.util.Locale;

/** Where a source stands in its life cycle; the names are pg_chameleon's. */
public enum SourceStatus {
    READY,
    INITIALISING,
    INITIALISED,
    SYNCING,
    SYNCED,
    STOPPED,
    RUNNING,
    ERROR;

    /** As the catalogue stores it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SourceStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
