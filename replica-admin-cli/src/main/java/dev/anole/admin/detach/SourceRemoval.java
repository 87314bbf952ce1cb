package dev.anole.admin.detach;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Removes all that a source has but its tables: connectors, offsets, topic, and last what the catalogue knows, so that a
 * removal that was interrupted can be run again. For one thread.
 */
public final class SourceRemoval {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final TargetDatabase database;
    private final Console console;

    public SourceRemoval(Configuration configuration, ReplicaSource source, TargetDatabase database, Console console) {
        this.configuration = configuration;
        this.source = source;
        this.database = database;
        this.console = console;
    }

    /**
     * Deletes connectors, offsets and topic; returns whether there was a topic that it deleted. By the catalogue: the
     * configuration may name another topic by now, and a source that was never initialised has none, while connectors of
     * its name may be those of another database.
     */
    public boolean removeFromKafka(boolean keepTopic) throws SQLException, InterruptedException {
        Optional<ReplicaPosition> position = database.positions().find(source.name());
        if (position.isEmpty()) {
            return false;
        }
        console.progress("Deleting the connectors of source " + source.name());
        new ReplicaConnectors(new ConnectRest(configuration.connect()), source).remove();
        if (keepTopic) {
            return false;
        }
        String name = position.get().topic();
        console.progress("Deleting the topic " + name);
        try (ReplicaTopic topic = new ReplicaTopic(configuration.kafka().clientProperties(), name)) {
            return topic.delete();
        }
    }

    /** Removes the source from the catalogue. */
    public void forget() throws SQLException {
        database.inTransaction(() -> {
            database.dropLoadingSchemas(source.name());
            database.sources().remove(source.name());
        });
    }
}
