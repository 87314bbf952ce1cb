package dev.anole.admin.configuration;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a configuration says, defaults included, by the file's keys; secrets are hidden, references to them are not. */
public final class ShownConfiguration {

    private static final String HIDDEN = "[hidden]";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .addModule(new SimpleModule()
                    .addSerializer(Setting.class, new AsWritten())
                    .addSerializer(Path.class, ToStringSerializer.instance))
            .build();

    private ShownConfiguration() {}

    private static final class AsWritten extends JsonSerializer<Setting> {
        @Override
        public void serialize(Setting setting, JsonGenerator generator, SerializerProvider provider)
                throws IOException {
            generator.writeString(setting.written());
        }
    }

    /** Of everything but the sources. */
    public static ObjectNode ofGlobals(Configuration configuration) {
        ObjectNode globals = MAPPER.createObjectNode();
        ObjectNode rollbar = MAPPER.createObjectNode();
        tree(configuration.rollbar()).properties().stream()
                .filter(key -> !key.getKey().equals("enabled"))
                .forEach(key -> rollbar.set("rollbar_" + key.getKey(), key.getValue()));
        hide(rollbar);
        globals.setAll(rollbar);
        tree(configuration.log()).properties().forEach(key -> globals.set("log_" + key.getKey(), key.getValue()));
        globals.set("pg_conn", tree(configuration.postgres()));
        globals.set("kafka", tree(configuration.kafka()));
        globals.set("connect", tree(configuration.connect()));
        globals.set("fillfactor", tree(configuration.fillfactors()));
        globals.set("type_override", tree(configuration.typeOverrides()));
        return globals;
    }

    public static JsonNode of(ReplicaSource source) {
        return tree(source.settings());
    }

    private static JsonNode tree(Object part) {
        JsonNode tree = MAPPER.valueToTree(part);
        hide(tree);
        return tree;
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
                if (Secrets.isPlain(field.getKey(), field.getValue())) {
                    object.put(field.getKey(), HIDDEN);
                }
            }
        }
        node.forEach(ShownConfiguration::hide);
    }

    /** Keys, those of nested values behind a dot, and values; what is not set is left out. */
    public static List<List<String>> lines(JsonNode node) {
        List<List<String>> lines = new ArrayList<>();
        add("", node, lines);
        return lines;
    }

    private static void add(String key, JsonNode node, List<List<String>> lines) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                add(key.isEmpty() ? field.getKey() : key + "." + field.getKey(), field.getValue(), lines);
            }
        } else if (node.isArray()) {
            List<String> elements = new ArrayList<>();
            node.forEach(element -> elements.add(element.isTextual() ? element.textValue() : element.toString()));
            if (!elements.isEmpty()) {
                lines.add(List.of(key, String.join(", ", elements)));
            }
        } else if (!node.isNull()) {
            lines.add(List.of(key, node.asText()));
        }
    }
}
