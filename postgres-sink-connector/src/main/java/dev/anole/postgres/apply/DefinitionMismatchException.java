package dev.anole.postgres.apply;

/** A row's metadata disagree with the catalogue's definition of its table; the message names both sides. */
public final class DefinitionMismatchException extends RuntimeException {

    DefinitionMismatchException(String message) {
        super(message);
    }
}
