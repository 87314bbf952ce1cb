package dev.anole.postgres.ddl;

/**
 * Something of MySQL's table that PostgreSQL's is without, or has otherwise.
 *
 * @param object what it is about: the name of a column, an index or a check; the table's own for its name
 * @param detail a clause for people, without a full stop
 */
public record Omission(Kind kind, String object, String detail) {

    /** What is concerned. */
    public enum Kind {
        NAME,
        NOT_NULL,
        DEFAULT,
        CHECK,
        INDEX
    }
}
