package dev.anole.admin.configuration;

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

    private KeyDefaults() {}

    /** By the paths of the keys; none of those without a default. */
    static Map<String, String> all(Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("smallest.yml"), SMALLEST);
        Configuration configuration = ConfigurationFile.read(file.toString());
        Map<String, String> defaults = new TreeMap<>();
        add(defaults, "", ShownConfiguration.ofGlobals(configuration));
        add(defaults, KeyTypes.SOURCE, ShownConfiguration.of(configuration.source("shop")));
        defaults.keySet().removeIf(KeyDefaults::mustBeGiven);
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

    private static boolean mustBeGiven(String path) {
        return path.matches(".*_conn\\.(user|database)|sources\\.[^.]*\\.type");
    }

    private static String text(JsonNode value) {
        return value.isBoolean() ? (value.asBoolean() ? "yes" : "no") : value.asText();
    }
}
