package dev.anole.admin.connect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of a connector that the file decides on, those too that it leaves out. For one thread. */
final class ConnectorSettings {

    private final Map<String, @Nullable String> values = new LinkedHashMap<>();

    /** @param value null if the connector is not to have the setting */
    void put(String key, @Nullable String value) {
        values.put(key, value);
    }

    /** @param names the connector is not to have the setting if there are none */
    void put(String key, List<String> names) {
        put(key, names.isEmpty() ? null : String.join(",", names));
    }

    /** Those that the connector is to have. */
    Map<String, String> present() {
        return over(Map.of());
    }

    /** A configuration with these settings; others, which somebody added by hand, stay. */
    Map<String, String> over(Map<String, String> current) {
        Map<String, String> merged = new LinkedHashMap<>(current);
        values.forEach((key, value) -> {
            if (value == null) {
                merged.remove(key);
            } else {
                merged.put(key, value);
            }
        });
        return merged;
    }
}
