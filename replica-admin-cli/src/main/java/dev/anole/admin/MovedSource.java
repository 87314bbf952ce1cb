package dev.anole.admin;

import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.contract.GtidSet;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Looks, before the source connector is told to read another MySQL server, whether that one has every transaction that
 * the replica has applied. The source itself knows only how far its stored offset is, and after a kill the replica is
 * further.
 */
final class MovedSource {

    /** A replica that was promoted may have to finish its relay log. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE_MS = 200;

    private MovedSource() {}

    /** @throws AdminException if the server that the configuration names lacks any of them */
    static void requireApplied(ReplicaSource source, TargetDatabase database)
            throws SQLException, InterruptedException {
        Optional<GtidSet> applied = database.positions()
                .find(source.name())
                .map(ReplicaPosition::applied)
                .flatMap(position -> Optional.ofNullable(position.gtids()));
        if (applied.isEmpty()) {
            // By file positions a source cannot move at all, which the connector says.
            return;
        }
        try (Connection connection = SourceServer.open(source.settings().dbConn())) {
            MySqlServer server = new MySqlServer(connection);
            if (server.usesGtids()) {
                requireExecuted(server, applied.get(), source);
            }
        }
    }

    private static void requireExecuted(MySqlServer server, GtidSet applied, ReplicaSource source)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        GtidSet executed = server.executedGtids();
        while (!executed.containsAll(applied)) {
            if (System.nanoTime() >= end) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The MySQL server on "
                                + source.settings().dbConn().address().place()
                                + " has not executed the transactions " + applied.minus(executed)
                                + ", which the replica of source " + source.name() + " has applied.",
                        "Name a server that has them in db_conn; if there is none, run init-replica --source "
                                + source.name() + ".");
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            executed = server.executedGtids();
        }
    }
}
