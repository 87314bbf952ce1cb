package dev.anole.postgres.apply;

import dev.anole.postgres.ReplicaException;

/** Another task holds the replica's place now. */
final class LostPlaceException extends ReplicaException {

    LostPlaceException(String source, String place) {
        super(
                "Another sink task took over the replica of source " + source + " from this one, at " + place,
                "Nothing, if Connect moved the task to another worker; else two sink connectors replay the source, of"
                        + " which one must be deleted",
                place,
                null);
    }
}
