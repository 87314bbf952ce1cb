package dev.anole.postgres.apply;

/**
 * A key has a value that PostgreSQL cannot hold. Other values are replaced; of keys, two could become one. The message
 * names table and column.
 */
public final class BadKeyException extends RuntimeException {

    BadKeyException(String message) {
        super(message);
    }
}
