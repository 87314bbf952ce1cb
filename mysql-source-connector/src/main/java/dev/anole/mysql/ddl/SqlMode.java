package dev.anole.mysql.ddl;

import dev.anole.contract.ddl.Dialect;

/**
 * The parts of a session's {@code sql_mode} that decide how a statement is read (MySQL manual, 7.1.11 Server SQL
 * Modes).
 *
 * @param bits as the binlog has them (MySQL source documentation, {@code Query_event}, {@code Q_SQL_MODE_CODE})
 */
public record SqlMode(long bits) {

    /** What the server does by default, in so far as it matters here. */
    public static final SqlMode DEFAULT = new SqlMode(0);

    private static final long REAL_AS_FLOAT = 1;
    private static final long ANSI_QUOTES = 1 << 2;
    private static final long NO_BACKSLASH_ESCAPES = 1 << 20;
    private static final long STRICT_TRANS_TABLES = 1 << 21;
    private static final long STRICT_ALL_TABLES = 1 << 22;
    private static final long MYSQL_TIME_TRUNCATE_FRACTIONAL = 1L << 32;
    private static final long MARIADB_TIME_ROUND_FRACTIONAL = 1L << 34;

    /** Whether values that do not fit are refused. */
    boolean strict() {
        return (bits & (STRICT_TRANS_TABLES | STRICT_ALL_TABLES)) != 0;
    }

    /** Whether fractional seconds that do not fit are rounded; else they are cut off. */
    boolean roundsFractions(Dialect dialect) {
        return dialect == Dialect.MYSQL
                ? (bits & MYSQL_TIME_TRUNCATE_FRACTIONAL) == 0
                : (bits & MARIADB_TIME_ROUND_FRACTIONAL) != 0;
    }

    /** Whether the type REAL is FLOAT; else it is DOUBLE. */
    public boolean realAsFloat() {
        return (bits & REAL_AS_FLOAT) != 0;
    }

    /** Whether double quotes enclose names; else they enclose strings. */
    public boolean ansiQuotes() {
        return (bits & ANSI_QUOTES) != 0;
    }

    /** Whether a backslash in a string takes the next character as it is. */
    public boolean backslashEscapes() {
        return (bits & NO_BACKSLASH_ESCAPES) == 0;
    }
}
