package dev.anole.admin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Refuses keys that no record of the configuration has. Jackson does that too, but only after it has built the record,
 * and then a mistyped key shows as a missing one.
 */
final class UnknownKeys {

    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

    private UnknownKeys() {}

    /** @throws IllegalArgumentException naming the key, its path and the nearest known key */
    static void refuseIn(JsonNode document) {
        refuseIn(document, ConfigurationDocument.class, "");
    }

    private static void refuseIn(JsonNode node, Type type, String path) {
        if (type instanceof Class<?> settings && settings.isRecord() && settings != Setting.class) {
            Map<String, Type> known = keys(settings);
            node.properties().forEach(entry -> {
                Type below = known.get(entry.getKey());
                if (below == null) {
                    throw unknown(entry.getKey(), path, settings, known);
                }
                refuseIn(entry.getValue(), below, path + entry.getKey() + ".");
            });
        } else if (type instanceof ParameterizedType map && map.getRawType() == Map.class) {
            Type values = map.getActualTypeArguments()[1];
            node.properties().forEach(entry -> refuseIn(entry.getValue(), values, path + entry.getKey() + "."));
        }
    }

    private static Map<String, Type> keys(Class<?> settings) {
        Map<String, Type> keys = new LinkedHashMap<>();
        for (RecordComponent component : settings.getRecordComponents()) {
            keys.put(NAMES.translate(component.getName()), component.getGenericType());
        }
        return keys;
    }

    private static IllegalArgumentException unknown(
            String key, String path, Class<?> settings, Map<String, Type> known) {
        TreeSet<String> candidates = new TreeSet<>(known.keySet());
        candidates.addAll(KeysWithoutEffect.of(settings));
        String hint = NearestName.of(key, candidates)
                .map(nearest -> ", did you mean " + nearest + "?")
                .orElse("; known there are " + String.join(", ", candidates));
        return new IllegalArgumentException("the key " + key + " (" + path + key + ") is not known" + hint);
    }
}
