package dev.anole.admin.join;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the sink applies what comes from the MySQL server that is to be copied from: when a source moves to
 * another server, the command may be there first. Used by one thread.
 */
final class StreamServer {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private StreamServer() {}

    /**
     * Returns at once where the source has not moved.
     *
     * @param postgres in manual commit mode; its transaction is ended
     * @param table for messages
     * @throws TableFailure if the stream still comes from another server after a while
     */
    static void await(JoinContext context, SourceServer server, Connection postgres, TableId table)
            throws SQLException, InterruptedException, TableFailure {
        String wanted = server.uuid();
        Positions positions = new Positions(postgres);
        Deadline deadline = Deadline.in(context.limits().settle());
        String applied = appliedFrom(context, positions, postgres);
        while (applied != null && !applied.equals(wanted)) {
            if (deadline.hasPassed()) {
                throw new TableFailure(
                        "the stream comes from another MySQL server (" + applied
                                + ") than the one that is to be copied from (" + wanted + ")",
                        "Run start-replica, which has the source connector read the server that the configuration names,"
                                + " and run the command again.");
            }
            context.progress().phase(table, "waiting for the source to move to this server");
            deadline.pause(PAUSE);
            applied = appliedFrom(context, positions, postgres);
        }
    }

    private static @Nullable String appliedFrom(JoinContext context, Positions positions, Connection postgres)
            throws SQLException {
        Optional<ReplicaPosition> position = positions.find(context.source());
        postgres.commit();
        return position.map(ReplicaPosition::serverUuid).orElse(null);
    }
}
