package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.SQLException;

/** Stops the replica of one source. */
final class StoppedReplica {

    private StoppedReplica() {}

    /**
     * Stops both connectors, and waits until their tasks have ended.
     *
     * @param database in which the source is reserved
     * @return the source's status then
     */
    static SourceStatus stop(
            Configuration configuration, ReplicaSource source, TargetDatabase database, Console console)
            throws SQLException, InterruptedException {
        SourceStatus status = Registration.requireKnown(source, database).status();
        console.progress("Requesting the replica for source " + source.name() + " to stop");
        if (status != SourceStatus.READY) {
            // Before it was initialised, connectors of its name would be another database's.
            new ReplicaConnectors(new ConnectRest(configuration.connect()), source).stop();
        }
        // One that is syncing was interrupted, or the source could not have been reserved.
        if (status == SourceStatus.RUNNING || status == SourceStatus.SYNCING) {
            status = SourceStatus.STOPPED;
            database.sources().setStatus(source.name(), status);
        }
        console.say("The replica of source " + source.name() + " is stopped.");
        return status;
    }
}
