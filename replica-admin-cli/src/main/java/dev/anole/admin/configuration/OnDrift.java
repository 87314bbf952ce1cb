package dev.anole.admin.configuration;

import java.util.Locale;

/** {@code on_drift}: what happens when a change meets a row in PostgreSQL that is not as MySQL had it. */
public enum OnDrift {
    /** MySQL's row is written, and the drift counted. */
    MEND,
    /** The change cannot be applied: {@code on_error_replay} says what follows. */
    ERROR;

    /** As the connector's setting has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
