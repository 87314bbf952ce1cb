package dev.anole.admin.configuration;

import java.util.Locale;

/**
 * {@code on_error_replay}, what a table that cannot be replayed does to the others, and {@code on_error_read}, what a
 * MySQL that cannot be reached does to the source connector.
 */
public enum OnError {
    /** The connector fails. */
    EXIT,
    /** The table leaves the replica, the others go on; MySQL is asked again until it answers. */
    CONTINUE;

    /** As the connector's setting has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
