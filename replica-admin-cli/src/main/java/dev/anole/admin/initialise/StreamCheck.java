package dev.anole.admin.initialise;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.util.List;
import java.util.Optional;

/** Whether the stream of an initialisation that was interrupted can go on, so that only tables are left to join it. */
final class StreamCheck {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final ReplicaConnectors connectors;

    StreamCheck(Configuration configuration, ReplicaSource source, ReplicaConnectors connectors) {
        this.configuration = configuration;
        this.source = source;
        this.connectors = connectors;
    }

    /**
     * What stands in the way, a clause; empty if nothing does.
     *
     * @param started with what it began
     * @param position the sink's place; empty if the catalogue has none
     */
    Optional<String> obstacle(UnfinishedStart started, Optional<ReplicaPosition> position) throws InterruptedException {
        List<String> changed = started.changed(source);
        if (!changed.isEmpty()) {
            return Optional.of("the configuration has changed (" + String.join(", ", changed) + ")");
        }
        List<String> missing = connectors.missing();
        if (!missing.isEmpty()) {
            return Optional.of("Kafka Connect does not have " + String.join(" and ", missing));
        }
        if (position.isEmpty()) {
            return Optional.of("the catalogue has no position of it");
        }
        return ofTopic(position.get().nextOffset());
    }

    private Optional<String> ofTopic(long nextOffset) throws InterruptedException {
        try (ReplicaTopic topic = new ReplicaTopic(configuration.kafka().clientProperties(), source.topic())) {
            boolean goesOn = topic.beginningOffset() <= nextOffset && nextOffset <= topic.endOffset();
            return goesOn
                    ? Optional.empty()
                    : Optional.of("the topic " + source.topic() + " does not go on at the sink's offset " + nextOffset);
        }
    }
}
