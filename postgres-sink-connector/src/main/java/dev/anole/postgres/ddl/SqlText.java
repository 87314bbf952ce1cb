package dev.anole.postgres.ddl;

/** Constants in statements. */
public final class SqlText {

    private SqlText() {}

    /** A string constant; in the sessions that we open, backslashes are plain (standard_conforming_strings). */
    public static String literal(String text) {
        // PostgreSQL's text has no NUL.
        return "'" + text.replace("'", "''").replace("\0", "") + "'";
    }
}
