package dev.anole.admin.join;

import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.prepared.PreparedTransactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for XA transactions whose rows neither the copy would see nor the stream bring: those that were prepared before
 * the source's stream began, or before it published the table. All others are no reason to wait: their rows are parked
 * in the catalogue, or on their way there, and the catch-up applies them at XA COMMIT. Used by one thread.
 */
final class PreparedAtStart {

    private static final Logger LOG = LoggerFactory.getLogger(PreparedAtStart.class);
    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int NAMED = 10;

    private final JoinContext context;
    private final SourceServer server;
    private final Connection postgres;
    private final PreparedTransactions parked;

    /** @param postgres in manual commit mode */
    PreparedAtStart(JoinContext context, SourceServer server, Connection postgres) {
        this.context = context;
        this.server = server;
        this.postgres = postgres;
        parked = new PreparedTransactions(postgres, context.source());
    }

    /**
     * Returns when every transaction that is prepared now is known to the stream, or has ended.
     *
     * @param noted the sink's position when the copy began, in the incarnation that publishes the table
     */
    void await(ReplicaPosition noted, TableId table) throws SQLException, InterruptedException, TableFailure {
        Optional<Set<String>> prepared = server.preparedTransactions();
        if (prepared.isEmpty()) {
            requireNoXa();
            return;
        }
        Set<String> waitedFor = new HashSet<>(prepared.get());
        awaitStream(noted, waitedFor);
        if (waitedFor.isEmpty()) {
            return;
        }
        context.progress().phase(table, "waiting for the end of XA transactions " + names(waitedFor));
        Deadline deadline = Deadline.in(context.limits().settle());
        while (!waitedFor.isEmpty()) {
            if (deadline.hasPassed()) {
                throw new TableFailure(
                        "XA transactions that were prepared before the stream could bring their rows were neither"
                                + " committed nor rolled back for "
                                + context.limits().settle().toSeconds() + " s, and a copy would miss what they"
                                + " changed: " + names(waitedFor),
                        "Look at XA RECOVER CONVERT XID in MySQL, end them by XA COMMIT or XA ROLLBACK, and run the"
                                + " command again.");
            }
            deadline.pause(PAUSE);
            waitedFor.retainAll(server.preparedTransactions().orElse(Set.of()));
        }
    }

    /** Removes what has ended and what the sink has parked, until the sink has seen all that is prepared now. */
    private void awaitStream(ReplicaPosition noted, Set<String> waitedFor)
            throws SQLException, InterruptedException, TableFailure {
        SourcePosition prepared = server.binlogEnd();
        SinkWatch watch = new SinkWatch(context, postgres);
        while (!waitedFor.isEmpty()) {
            ReplicaPosition position =
                    new Positions(postgres).find(context.source()).orElse(noted);
            waitedFor.removeAll(parked.ofIncarnation(noted.incarnation()));
            postgres.commit();
            waitedFor.retainAll(server.preparedTransactions().orElse(Set.of()));
            if (position.applied().filePositionAtLeast(prepared)) {
                return;
            }
            watch.look(position, prepared);
            postgres.commit();
            Deadline.in(PAUSE).pause(PAUSE);
        }
    }

    private static String names(Set<String> xids) {
        String names =
                String.join("; ", new TreeSet<>(xids).stream().limit(NAMED).toList());
        return xids.size() <= NAMED ? names : names + " and " + (xids.size() - NAMED) + " more";
    }

    private void requireNoXa() throws SQLException, TableFailure {
        if (server.sawXaPrepare()) {
            throw new TableFailure(
                    "XA transactions are used on this server, and its user may not run XA RECOVER, which tells whether"
                            + " one is prepared whose rows a copy would miss",
                    "GRANT XA_RECOVER_ADMIN ON *.* to that user, and run the command again.");
        }
        LOG.warn("The MySQL user lacks XA_RECOVER_ADMIN: XA transactions that were prepared before the server's last"
                + " start and are still open would be missed by the copy; there were none since");
    }
}
