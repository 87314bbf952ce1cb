package dev.anole.postgres.catalogue;

import java.util.Locale;

/** Where one table stands; the sink writes to those that are replicating, and to no others. */
public enum TableState {
    COPYING,
    CATCHING_UP,
    REPLICATING,
    HELD,
    DISABLED;

    /** As the catalogue stores it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TableState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
