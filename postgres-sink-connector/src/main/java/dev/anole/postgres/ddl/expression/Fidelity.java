package dev.anole.postgres.ddl.expression;

/**
 * How near PostgreSQL's values of a column are to MySQL's, where a value that PostgreSQL cannot hold is treated by a
 * policy.
 *
 * @param mayBecomeNull whether a value may be NULL in PostgreSQL that is none in MySQL
 * @param mayDiffer whether it may be another value; of a text, one of no more characters
 */
public record Fidelity(boolean mayBecomeNull, boolean mayDiffer) {

    public static final Fidelity EXACT = new Fidelity(false, false);
}
