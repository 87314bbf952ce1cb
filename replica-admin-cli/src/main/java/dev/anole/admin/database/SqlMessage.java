package dev.anole.admin.database;

import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.postgresql.util.PSQLException;

/** A driver's message in one line, without the detail that may quote a row. */
public final class SqlMessage {

    private SqlMessage() {}

    public static String of(SQLException e) {
        if (e instanceof PSQLException postgres && postgres.getServerErrorMessage() != null) {
            String message = postgres.getServerErrorMessage().getMessage();
            if (message != null) {
                return message;
            }
        }
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        String line = message.lines().findFirst().orElse(message).strip();
        return connectionLost(e) ? line + reason(e, line) : line;
    }

    /** What the drivers leave to the causes, such as "Connection refused". */
    private static String reason(SQLException e, String line) {
        boolean ofTls = false;
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
            ofTls |= cause instanceof SSLException;
        }
        String reason = cause.getMessage();
        return cause == e || reason == null || line.contains(reason)
                ? ""
                : " (" + (ofTls ? "TLS: " : "")
                        + reason.lines().findFirst().orElse("").strip() + ")";
    }

    /** Whether the server was lost or never reached (SQLSTATE class 08). */
    public static boolean connectionLost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }

    /** Whether a lock was not to be had, at once or within lock_timeout (SQLSTATE 55P03). */
    public static boolean lockNotAvailable(SQLException e) {
        return "55P03".equals(e.getSQLState());
    }
}
