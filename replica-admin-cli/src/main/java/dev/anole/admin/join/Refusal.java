package dev.anole.admin.join;

import com.mysql.cj.exceptions.CJCommunicationsException;
import com.mysql.cj.exceptions.MysqlErrorNumbers;
import dev.anole.admin.join.TableFailure.Remainder;
import dev.anole.postgres.apply.SqlStates;
import java.io.IOException;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What a database's error means for a join. */
final class Refusal {

    static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK = "40P01";
    private static final String DEPENDENT_OBJECTS = "2BP01";
    private static final String DUPLICATE_TABLE = "42P07";
    private static final String DUPLICATE_OBJECT = "42710";

    /** {@code COPY orders, line 7, column price: "…"}, whose end is a row's value. */
    private static final Pattern COPY_COLUMN = Pattern.compile("COPY .*?, line \\d+, column (.*?)(: \"|, null input)");

    private Refusal() {}

    /** Whether the same may succeed when it is tried again with new sessions. */
    static boolean isPassing(SQLException e) {
        if (e instanceof PSQLException) {
            return SqlStates.decide(e) == SqlStates.Decision.RECONNECT;
        }
        String state = e.getSQLState();
        // Lost connections; deadlocks and lock waits; a statement that was killed.
        boolean passing = state != null && (state.startsWith("08") || state.equals("40001") || state.equals("70100"));
        return passing || isOfNetwork(e);
    }

    /** A connection that is lost in the middle of a result does not always have its SQLSTATE. */
    private static boolean isOfNetwork(SQLException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException || cause instanceof CJCommunicationsException) {
                return true;
            }
        }
        return false;
    }

    /** MySQL's table was altered under a snapshot, dropped, or lacks a column or the key that it had. */
    static boolean isOfChangedTable(SQLException e) {
        return switch (e.getErrorCode()) {
            case MysqlErrorNumbers.ER_TABLE_DEF_CHANGED,
                    MysqlErrorNumbers.ER_NO_SUCH_TABLE,
                    MysqlErrorNumbers.ER_BAD_FIELD_ERROR,
                    MysqlErrorNumbers.ER_KEY_DOES_NOT_EXITS,
                    MysqlErrorNumbers.ER_BAD_DB_ERROR -> true;
            default -> false;
        };
    }

    static boolean isPassing(Exception e) {
        return e instanceof SQLException sql && isPassing(sql);
    }

    /** Whether others hold the locks: lock_timeout, or a deadlock. */
    static boolean isOfLocks(SQLException e) {
        return LOCK_NOT_AVAILABLE.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState());
    }

    /** Whether PostgreSQL refused the values themselves: data exceptions, violated constraints. */
    static boolean isOfValues(SQLException e) {
        String state = e.getSQLState();
        return e instanceof PSQLException && state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /** What to tell the operator of an error that will not pass. */
    static TableFailure explained(SQLException e) {
        ServerErrorMessage message = e instanceof PSQLException postgres ? postgres.getServerErrorMessage() : null;
        if (message == null) {
            String server = e instanceof PSQLException ? "PostgreSQL" : "MySQL";
            return new TableFailure(
                    server + " failed (SQLSTATE " + e.getSQLState() + "): " + firstLine(e),
                    "Mend what it says, often a missing privilege, and run the command again.",
                    e);
        }
        return switch (String.valueOf(e.getSQLState())) {
            case DEPENDENT_OBJECTS ->
                new TableFailure(
                        "the old table in PostgreSQL cannot be dropped, since other objects depend on it: "
                                + String.valueOf(message.getDetail()).replace("\n", "; "),
                        "Drop these objects, run the command again, and create them anew.",
                        e);
            case DUPLICATE_TABLE, DUPLICATE_OBJECT ->
                new TableFailure(
                        "PostgreSQL has something of that name already that is not the replica's: "
                                + withoutValue(message),
                        "Rename it or drop it, and run the command again.",
                        e);
            default ->
                new TableFailure(
                                "PostgreSQL refused it (SQLSTATE " + e.getSQLState() + "): " + withoutValue(message)
                                        + column(message),
                                "Mend it in MySQL, or leave the table out by skip_tables, and run the command again.",
                                e)
                        .leaving(isOfValues(e) ? Remainder.NOTHING : Remainder.COPY);
        };
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }

    /** Data exceptions (class 22) quote the value behind a colon. */
    private static String withoutValue(ServerErrorMessage message) {
        String text = String.valueOf(message.getMessage());
        String state = String.valueOf(message.getSQLState());
        int colon = text.indexOf(": \"");
        return state.startsWith("22") && colon > 0 ? text.substring(0, colon) : text;
    }

    private static String column(ServerErrorMessage message) {
        Matcher matcher = COPY_COLUMN.matcher(String.valueOf(message.getWhere()));
        return matcher.find() ? ", in column " + matcher.group(1) : "";
    }
}
