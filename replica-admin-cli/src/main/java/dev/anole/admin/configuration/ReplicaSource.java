package dev.anole.admin.configuration;

import java.util.regex.Pattern;

/**
 * A source of the file with its name, and the names in Kafka and Connect that are made from it.
 *
 * @param rollbar the file's, which the connectors use too
 */
public record ReplicaSource(String name, SourceSettings settings, RollbarSettings rollbar) {

    /** What a topic's name may hold, since the topic is named after the source. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public ReplicaSource {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the source name \"" + name
                    + "\" may hold only letters, digits, '.', '_' and '-' (topic and connectors are named after it)");
        }
    }

    /** The topic that carries the source's changes. */
    public String topic() {
        String configured = settings.topic();
        return configured == null ? name + ".changes" : configured;
    }

    public String sourceConnector() {
        return name + "-mysql-source";
    }

    public String sinkConnector() {
        return name + "-postgres-sink";
    }
}
