package dev.anole.postgres.apply;

/** A row in PostgreSQL is not as MySQL had it, and the operator wants to be asked (on.drift=error). */
final class DriftException extends RuntimeException {

    private static final long serialVersionUID = 1;

    DriftException(String message) {
        super(message);
    }
}
