package dev.anole.admin.initialise;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.contract.SourcePosition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * With what a stream began whose tables are not all copied yet. The catalogue keeps it until they are, so that the same
 * command, run again, can tell whether it may go on.
 *
 * @param settings by their keys in the configuration, those that decide what the topic holds and where it goes
 * @param position MySQL's, for the report
 */
record UnfinishedStart(Map<String, String> settings, String position) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<UnfinishedStart> TYPE = new TypeReference<>() {};

    UnfinishedStart {
        settings = Map.copyOf(settings);
    }

    static UnfinishedStart of(ReplicaSource source, SourcePosition position) {
        return new UnfinishedStart(settings(source), position.toString());
    }

    private static Map<String, String> settings(ReplicaSource source) {
        SourceSettings settings = source.settings();
        return Map.of(
                "schema_mappings", new TreeMap<>(settings.schemaMappings()).toString(),
                "limit_tables",
                        settings.limitTables().stream().sorted().toList().toString(),
                "skip_tables", settings.skipTables().stream().sorted().toList().toString(),
                "gtid_enable", settings.gtidEnable().toString(),
                "topic", source.topic());
    }

    /** The keys whose settings are others now. */
    List<String> changed(ReplicaSource source) {
        return settings(source).entrySet().stream()
                .filter(setting -> !setting.getValue().equals(settings.get(setting.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Could not write " + this, e);
        }
    }

    static UnfinishedStart fromJson(String json) {
        try {
            return JSON.readValue(json, TYPE);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The catalogue's start of the stream cannot be read: " + json, e);
        }
    }
}
