package dev.anole.postgres.apply;

/** The session is to be opened again and to go on from what was committed; nothing is wrong. */
final class RestartException extends RuntimeException {

    RestartException(String message) {
        super(message);
    }
}
