package dev.anole.postgres.apply;

import java.sql.SQLException;

/** The one place where SQLSTATEs become decisions (PostgreSQL manual, appendix A). */
public final class SqlStates {

    private static final String BY_ITSELF = "; the sink goes on by itself once it can";

    /** What to do about a failed statement. */
    public enum Decision {
        /** The session, the server or another session is the cause, not the data: connect again and go on. */
        RECONNECT,
        /** The data or the table are the cause: it would fail again. */
        FAIL
    }

    private SqlStates() {}

    public static Decision decide(SQLException e) {
        String state = e.getSQLState();
        if (state == null || state.length() < 2) {
            return Decision.RECONNECT;
        }
        return switch (state.substring(0, 2)) {
            // Connection; transaction rollback: serialisation, deadlock, unknown outcome; resources: memory, disk,
            // connections; operator intervention: shutdown, terminated backend, starting up.
            case "08", "40", "53", "57", "58" -> Decision.RECONNECT;
            // Lock not available, within lock_timeout.
            case "55" -> state.equals("55P03") ? Decision.RECONNECT : Decision.FAIL;
            // idle_in_transaction_session_timeout, transaction_timeout: what was done is rolled back.
            case "25" -> state.equals("25P03") || state.equals("25P04") ? Decision.RECONNECT : Decision.FAIL;
            default -> Decision.FAIL;
        };
    }

    /**
     * Goes on only with what PostgreSQL would refuse each time.
     *
     * @throws SQLException the same one, if connecting again may heal it
     */
    static void requireRefusal(SQLException e) throws SQLException {
        if (decide(e) == Decision.RECONNECT) {
            throw e;
        }
    }

    /** What an operator can do to shorten the wait, where connecting again may heal but did not at once. */
    static String remedy(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return switch (state) {
            case "53100" -> "Free disk space on the PostgreSQL server, or add some" + BY_ITSELF;
            case "53200" -> "Give the PostgreSQL server more memory, or lower what its sessions may use" + BY_ITSELF;
            case "53300" -> "End sessions of PostgreSQL, or raise max_connections" + BY_ITSELF;
            case "55P03" -> "End the session that holds the table's lock (pg_locks, pg_blocking_pids)" + BY_ITSELF;
            case "40001", "40P01" -> "Find who else writes to the replica's tables" + BY_ITSELF;
            default -> "See the log of PostgreSQL, and that it runs and can be reached" + BY_ITSELF;
        };
    }
}
