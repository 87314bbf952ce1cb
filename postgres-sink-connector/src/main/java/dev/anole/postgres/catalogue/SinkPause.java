package dev.anole.postgres.catalogue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Keeps a source's sink from beginning transactions for as long as the session of the one who wants it lives: an advisory
 * lock, so that nothing is left paused whatever becomes of that process. Commits nothing itself.
 */
public final class SinkPause {

    private static final String KEY = "hashtextextended('anole pause ' || ?, 0)";

    /** Whether nobody wants the sink to wait; then nobody can begin to before the transaction ends. One parameter. */
    static final String MAY_GO_ON = "pg_try_advisory_xact_lock_shared(" + KEY + ")";

    private final Connection connection;
    private final String source;

    public SinkPause(Connection connection, String source) {
        this.connection = connection;
        this.source = source;
    }

    /**
     * Waits until the sink's open transaction has ended, if there is one, and keeps it from beginning another one until
     * this session ends. The connection must be in autocommit mode, and has no other use.
     */
    public void begin() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_lock(" + KEY + ")")) {
            lock.setString(1, source);
            lock.execute();
        }
    }

    /** Whether somebody wants the sink to wait. */
    public boolean isWanted() throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("SELECT NOT " + MAY_GO_ON)) {
            lock.setString(1, source);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
