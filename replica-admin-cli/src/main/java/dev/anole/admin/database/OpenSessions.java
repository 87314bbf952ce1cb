package dev.anole.admin.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sessions on the target database that a command works by, so that a signal can end them: a thread that waits for a
 * statement does not notice that it is interrupted. Safe for use by several threads.
 */
public final class OpenSessions {

    private static final Logger LOG = LoggerFactory.getLogger(OpenSessions.class);

    private static final Set<Connection> OPEN =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private OpenSessions() {}

    static Connection add(Connection connection) {
        OPEN.add(connection);
        return connection;
    }

    /** Ends all of them at once; what they were doing fails. */
    public static void abortAll() {
        List<Connection> open;
        synchronized (OPEN) {
            open = List.copyOf(OPEN);
        }
        // At once, since a server that does not answer is waited for.
        open.parallelStream().forEach(OpenSessions::abort);
    }

    /** Ends a session at once, whatever it is doing; its open transaction is rolled back. */
    public static void abort(Connection connection) {
        try {
            if (connection.isWrapperFor(PGConnection.class)) {
                // PostgreSQL would finish a long statement before it notices that nobody waits for it.
                connection.unwrap(PGConnection.class).cancelQuery();
            }
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("Could not abort a session, which the server ends with its connection", e);
        }
    }
}
