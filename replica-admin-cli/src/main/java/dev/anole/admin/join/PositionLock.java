package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lock on the source's position, which the sink holds while it writes: for a large transaction that is long. */
final class PositionLock {

    private static final Logger LOG = LoggerFactory.getLogger(PositionLock.class);

    private PositionLock() {}

    /**
     * Takes it in the connection's transaction, however long the sink writes.
     *
     * @throws InterruptedException if the thread is interrupted meanwhile
     */
    static ReplicaPosition take(JoinContext context, Connection connection)
            throws SQLException, InterruptedException, TableFailure {
        while (true) {
            Statements.execute(connection, List.of("SET LOCAL lock_timeout = '30s'"));
            try {
                return Swap.position(new Positions(connection).lock(context.source()));
            } catch (SQLException e) {
                if (!Refusal.isOfLocks(e)) {
                    throw e;
                }
                connection.rollback();
                context.lock().ensure();
                LOG.info("The sink is writing a large transaction, which the copies wait for");
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted while the sink was writing");
            }
        }
    }

    /** Whether somebody holds it. A lock on the row is left to the connection's transaction if nobody does. */
    static boolean isHeld(Connection connection, String source) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT FROM anole.positions WHERE source = ? FOR SHARE SKIP LOCKED")) {
            statement.setString(1, source);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next();
            }
        }
    }
}
