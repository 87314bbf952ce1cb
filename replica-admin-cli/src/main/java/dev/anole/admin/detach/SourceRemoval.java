package dev.anole.admin.detach;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceType;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.admin.topic.ReplicaTopic;
import java.sql.SQLException;

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

    /** Returns whether there was a topic that it deleted. */
    public boolean run(boolean keepTopic) throws SQLException, InterruptedException {
        boolean topicDeleted = source.settings().type() == SourceType.MYSQL && removeFromKafka(keepTopic);
        database.inTransaction(() -> {
            database.dropLoadingSchemas(source.name());
            database.sources().remove(source.name());
        });
        return topicDeleted;
    }

    private boolean removeFromKafka(boolean keepTopic) throws InterruptedException {
        console.progress("Deleting the connectors of source " + source.name());
        new ReplicaConnectors(new ConnectRest(configuration.connect()), source).remove();
        if (keepTopic) {
            return false;
        }
        console.progress("Deleting the topic " + source.topic());
        try (ReplicaTopic topic = new ReplicaTopic(configuration.kafka().clientProperties(), source.topic())) {
            return topic.delete();
        }
    }
}
