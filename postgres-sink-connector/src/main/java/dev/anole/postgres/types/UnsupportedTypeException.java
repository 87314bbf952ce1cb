package dev.anole.postgres.types;

/** A column has a type that PostgreSQL gets no column for; the message names both. */
public final class UnsupportedTypeException extends RuntimeException {

    UnsupportedTypeException(String message) {
        super(message);
    }
}
