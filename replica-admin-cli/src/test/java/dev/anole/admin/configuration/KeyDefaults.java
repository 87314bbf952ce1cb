package dev.anole.admin.configuration;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What holds where the file says nothing: what a file says in force that has only what it must have. */
final class KeyDefaults {

    private static final String SMALLEST = """
            pg_conn: {user: usr, database: db}
            sources: {shop: {type: mysql, db_conn: {user: usr}}}
            """;

    /** Of keys that the records have no value for: who uses them knows it. */
    private static final Map<String, String> OF_THE_USERS = Map.ofEntries(
            entry("rollbar_endpoint", "https://api.rollbar.com/api/1/item/"),
            entry(KeyTypes.SOURCE + "auto_maintenance", "disabled"),
            entry(KeyTypes.SOURCE + "lock_timeout", "500ms"),
            entry(KeyTypes.SOURCE + "replica_batch_size", "20000"),
            entry(KeyTypes.SOURCE + "replay_max_rows", "20000"),
            entry(KeyTypes.SOURCE + "topic", "<source>.changes"),
            entry(KeyTypes.SOURCE + "bad_values.zero_date", "null"),
            entry(KeyTypes.SOURCE + "bad_values.time_out_of_range", "null"),
            entry(KeyTypes.SOURCE + "bad_values.nul_character", "{replace_by: \"\"}"),
            entry(KeyTypes.SOURCE + "bad_values.invalid_text", "{replace_by: \"\\uFFFD\"}"),
            entry(KeyTypes.SOURCE + "bad_values.number_out_of_range", "null"),
            entry(KeyTypes.SOURCE + "bad_values.enum_index_zero", "null"),
            entry(KeyTypes.SOURCE + "bad_values.key", "fail"));

    private KeyDefaults() {}

    /** By the paths of the keys; none of those without a default. */
    static Map<String, String> all(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("smallest.yml"), SMALLEST);
        Configuration configuration = ConfigurationFile.read(file.toString());
        Map<String, String> defaults = new TreeMap<>();
        add(defaults, "", ShownConfiguration.ofGlobals(configuration));
        add(defaults, KeyTypes.SOURCE, ShownConfiguration.of(configuration.source("shop")));
        defaults.keySet().removeIf(KeyDefaults::isRequired);
        defaults.putAll(OF_THE_USERS);
        KeyTypes.all().keySet().stream()
                .filter(key -> key.contains(".ddl_policy."))
                .forEach(key -> defaults.put(key, "apply"));
        String home = System.getProperty("user.home");
        defaults.replaceAll((key, value) -> value.replace(home, "~"));
        return defaults;
    }

    private static void add(Map<String, String> defaults, String path, JsonNode node) {
        node.properties().forEach(field -> {
            JsonNode value = field.getValue();
            if (value.isObject()) {
                add(defaults, path + field.getKey() + ".", value);
            } else if (value.isValueNode() && !value.isNull() && !(value.isNumber() && value.asLong() == 0)) {
                defaults.put(path + field.getKey(), text(value));
            }
        });
    }

    /** Whether a source of MySQL's does without it as little as the target. */
    static boolean isRequired(String path) {
        return path.matches("pg_conn\\.database|.*_conn\\.user|sources\\.[^.]*\\.(type|schema_mappings)");
    }

    private static String text(JsonNode value) {
        return value.isBoolean() ? (value.asBoolean() ? "yes" : "no") : value.asText();
    }
}
