package dev.anole.postgres.apply;

import java.sql.SQLException;

/** The one place where SQLSTATEs become decisions (PostgreSQL manual, appendix A). */
public final class SqlStates {

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
}
