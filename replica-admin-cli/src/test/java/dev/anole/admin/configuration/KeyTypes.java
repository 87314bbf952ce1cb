package dev.anole.admin.configuration;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What values the keys of the file take, by the records that they are bound to. */
final class KeyTypes {

    /** Before the keys of a source. */
    static final String SOURCE = "sources.<name>.";

    private static final SnakeCaseStrategy NAMES = new SnakeCaseStrategy();

    private KeyTypes() {}

    /** By the paths of the keys; a key with keys below it has no value of its own. */
    static Map<String, String> all() {
        Map<String, String> types = new TreeMap<>();
        add(types, "", ConfigurationDocument.class);
        return types;
    }

    private static void add(Map<String, String> types, String path, Class<?> settings) {
        for (RecordComponent component : settings.getRecordComponents()) {
            String key = path + NAMES.translate(component.getName());
            Type type = component.getGenericType();
            if (isSources(type)) {
                add(types, SOURCE, SourceSettings.class);
            } else if (component.getType().isRecord()
                    && component.getType() != Setting.class
                    && component.getType() != SkipEvents.class) {
                add(types, key + ".", component.getType());
            } else {
                types.put(key, name(component.getType()));
            }
        }
    }

    private static boolean isSources(Type type) {
        return type instanceof ParameterizedType map
                && map.getRawType() == Map.class
                && map.getActualTypeArguments()[1] == SourceSettings.class;
    }

    private static String name(Class<?> type) {
        if (type == int.class || type == long.class) {
            return "number";
        }
        if (type == Boolean.class) {
            return "yes or no";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT) + "`")
                    .collect(joining(", "));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "list";
        }
        if (type == BadValueRule.class) {
            return "policy";
        }
        return type == String.class || type == Setting.class ? "text" : "map";
    }
}
