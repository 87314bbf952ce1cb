package dev.anole.postgres.ddl.expression;

/** An expression has something that PostgreSQL lacks, or of which it is not sure that it means the same there. */
final class UntranslatableException extends Exception {

    UntranslatableException(String what) {
        super(what, null, false, false);
    }
}
