package dev.anole.mysql.server;

import static java.util.Objects.requireNonNull;

/**
 * Something that keeps a source from running, or may harm it.
 *
 * @param setting the connector's setting that it belongs to
 * @param message what was found, and what mends it
 * @param isFatal whether the source cannot run with it
 */
public record Problem(String setting, String message, boolean isFatal) {

    public Problem {
        requireNonNull(setting, "setting");
        requireNonNull(message, "message");
    }
}
