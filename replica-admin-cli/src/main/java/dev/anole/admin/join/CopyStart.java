package dev.anole.admin.join;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds L with GTIDs, without a lock. {@code gtid_executed} trails the binlog, so it is read until it contains all that
 * the sink has applied (P): then whatever the stream says behind P is either in L, and seen by every snapshot opened
 * from now on, or not in L, and applied by the catch-up.
 */
final class CopyStart {

    private static final Logger LOG = LoggerFactory.getLogger(CopyStart.class);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final SourceServer server;
    private final Duration patience;

    CopyStart(SourceServer server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /** Snapshots are to be opened only after this returns. */
    CopyPosition find(ReplicaPosition noted, GtidSet applied) throws SQLException, InterruptedException, TableFailure {
        Deadline deadline = Deadline.in(patience);
        GtidSet executed = executedWith(applied, deadline);
        SourcePosition end = server.binlogEnd();
        LOG.debug("A copy for {} begins at {}, the sink being at offset {}", noted.source(), end, noted.nextOffset());
        return new CopyPosition(new SourcePosition(end.file(), end.position(), executed));
    }

    private GtidSet executedWith(GtidSet applied, Deadline deadline)
            throws SQLException, InterruptedException, TableFailure {
        while (true) {
            GtidSet executed = server.executedGtids();
            if (executed.containsAll(applied)) {
                return executed;
            }
            if (deadline.hasPassed()) {
                throw new TableFailure(
                        "the replica has applied transactions that the MySQL server never executed ("
                                + applied.minus(executed) + " are not in @@global.gtid_executed)",
                        "Check that db_conn names the server that the source connector reads; if it was restored or"
                                + " replaced, run init-replica for the whole source.");
            }
            deadline.pause(PAUSE);
        }
    }
}
