package dev.anole.admin.configuration;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Keys of pg_chameleon that are accepted and change nothing: taken out of the document, each with one warning. */
final class KeysWithoutEffect {

    private static final Map<String, String> GLOBAL =
            Map.of("pid_dir", "has no meaning: the replica runs on Kafka Connect");

    private static final Map<String, String> OF_CONNECTIONS =
            Map.of("charset", "has no meaning: each column's own character set is used");

    private static final Map<String, String> OF_SOURCES = Map.ofEntries(
            entry("copy_mode", "has no meaning: rows are always copied directly"),
            entry("out_dir", "has no meaning: rows are always copied directly"),
            entry("sleep_loop", "has no meaning: nothing polls"));

    private final List<String> warnings = new ArrayList<>();

    /** Takes the keys out of the document; keys of the wrong kind are left for the reader to refuse. */
    List<String> removeFrom(ObjectNode document) {
        remove(document, "", GLOBAL);
        if (document.get("pg_conn") instanceof ObjectNode target) {
            remove(target, "pg_conn.", OF_CONNECTIONS);
        }
        JsonNode sources = document.get("sources");
        if (sources != null) {
            sources.properties().forEach(source -> {
                if (source.getValue() instanceof ObjectNode settings) {
                    removeFromSource(settings, "sources." + source.getKey() + ".");
                }
            });
        }
        return warnings;
    }

    private void removeFromSource(ObjectNode settings, String path) {
        remove(settings, path, OF_SOURCES);
        if (settings.get("db_conn") instanceof ObjectNode connection) {
            remove(connection, path + "db_conn.", OF_CONNECTIONS);
        }
    }

    private void remove(ObjectNode node, String path, Map<String, String> keys) {
        for (String key : new TreeSet<>(keys.keySet())) {
            JsonNode value = node.remove(key);
            if (value != null && changesSomething(key, value)) {
                warnings.add(path + key + " " + keys.get(key) + ".");
            }
        }
    }

    private static boolean changesSomething(String key, JsonNode value) {
        if (value.isContainerNode()) {
            return !value.isEmpty();
        }
        String text = value.asText().toLowerCase(Locale.ROOT);
        return !value.isNull()
                && !Set.of("", "no", "false", "disabled").contains(text)
                && !(key.equals("copy_mode") && text.equals("direct"));
    }

    /** Those that may stand beside the record's own keys, for the nearest key to an unknown one. */
    static Set<String> of(Class<?> settings) {
        if (settings == ConfigurationDocument.class) {
            return GLOBAL.keySet();
        }
        if (settings == SourceSettings.class) {
            return OF_SOURCES.keySet();
        }
        boolean connection = settings == PostgresSettings.class || settings == MySqlSettings.class;
        return connection ? OF_CONNECTIONS.keySet() : Set.of();
    }
}
