package dev.anole.admin.configuration;

import java.util.Locale;

/** {@code on_error_replay}: what a table that cannot be replayed does to the others. */
public enum OnError {
    /** The replica stops. */
    EXIT,
    /** The table leaves the replica, the others go on. */
    CONTINUE;

    /** As the connector's setting has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
