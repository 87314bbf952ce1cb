package dev.anole.postgres.apply;

/** What it means that a row in PostgreSQL is not as MySQL had it before a change. */
enum OnMismatch {
    /** MySQL's row is written, and the row counted as drift. */
    MEND,
    /** The change cannot be applied. */
    REFUSE,
    /** Events of the table are skipped, so it is to be expected. */
    EXPECT
}
