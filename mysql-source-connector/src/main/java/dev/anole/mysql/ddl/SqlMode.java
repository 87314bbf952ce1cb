package dev.anole.mysql.ddl;

/**
 * The parts of a session's {@code sql_mode} that decide where a name or a string of a statement ends (MySQL manual,
 * 7.1.11 Server SQL Modes).
 *
 * @param bits as the binlog has them (MySQL source documentation, {@code Query_event}, {@code Q_SQL_MODE_CODE})
 */
public record SqlMode(long bits) {

    /** What the server does by default, in so far as it matters here. */
    public static final SqlMode DEFAULT = new SqlMode(0);

    private static final long ANSI_QUOTES = 1 << 2;
    private static final long NO_BACKSLASH_ESCAPES = 1 << 20;

    /** Whether double quotes enclose names; else they enclose strings. */
    public boolean ansiQuotes() {
        return (bits & ANSI_QUOTES) != 0;
    }

    /** Whether a backslash in a string takes the next character as it is. */
    public boolean backslashEscapes() {
        return (bits & NO_BACKSLASH_ESCAPES) == 0;
    }
}
