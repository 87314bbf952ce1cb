package dev.anole.admin.database;

import java.sql.SQLException;
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
        return message.lines().findFirst().orElse(message).strip();
    }

    /** Whether the server was lost or never reached (SQLSTATE class 08). */
    public static boolean connectionLost(SQLException e) {
        return e.getSQLState() != null && e.getSQLState().startsWith("08");
    }
}
