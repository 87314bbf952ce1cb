package dev.anole.postgres.transaction;

/** The topic does not continue what was applied; going on would lose changes. The message names place and remedy. */
public final class TornStreamException extends RuntimeException {

    TornStreamException(String message) {
        super(message);
    }
}
