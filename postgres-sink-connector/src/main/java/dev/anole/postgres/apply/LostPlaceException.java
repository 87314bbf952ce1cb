package dev.anole.postgres.apply;

/** Another task holds the replica's place now. */
final class LostPlaceException extends RuntimeException {

    LostPlaceException(String message) {
        super(message);
    }
}
