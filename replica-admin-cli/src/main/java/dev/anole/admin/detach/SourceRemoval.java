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
        if (keepTopic) {
            removeConnectors();
            return false;
        }
        try (ReplicaTopic topic = ReplicaTopic.of(configuration.kafka(), position.get())) {
            // Before anything is deleted, so that a broker that does not answer changes nothing.
            boolean there = topic.exists();
            removeConnectors();
            console.progress("Deleting the topic " + position.get().topic());
            return there && topic.delete();
        }
    }

    private void removeConnectors() throws InterruptedException {
        console.progress("Deleting the connectors of source " + source.name());
        new ReplicaConnectors(new ConnectRest(configuration.connect()), source).remove();
    }

    /** @throws AdminException if the broker does not answer, from which the topic is to be deleted */
    public void requireBroker() throws SQLException, InterruptedException {
        Optional<ReplicaPosition> position = database.positions().find(source.name());
        if (position.isPresent()) {
            try (ReplicaTopic topic = ReplicaTopic.of(configuration.kafka(), position.get())) {
                topic.exists();
            }
        }
    }

    /** Removes the source from the catalogue, but the rows that were left out of its tables if they are to be kept. */
    public void forget(boolean keepDiscarded) throws SQLException {
        database.inTransaction(() -> {
            database.dropLoadingSchemas(source.name());
            database.badValues(source.name()).forgetSource(keepDiscarded);
            database.sources().remove(source.name());
        });
    }
}
