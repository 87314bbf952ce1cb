package dev.anole.admin.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

/**
 * {@code kafka}: the brokers, for this program's own clients.
 *
 * @param bootstrapServers {@code localhost:9092} if missing
 * @param properties any further client property, such as those of security
 */
public record KafkaSettings(Setting bootstrapServers, Map<String, Setting> properties) {

    public KafkaSettings(
            @Nullable Setting bootstrapServers,
            @JsonDeserialize(contentUsing = Property.class) @Nullable Map<String, Setting> properties) {
        this.bootstrapServers = bootstrapServers == null ? new Setting("localhost:9092") : bootstrapServers;
        this.properties = properties == null ? Map.of() : Map.copyOf(properties);
    }

    /** For Kafka's clients, with every reference resolved. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> resolved = new HashMap<>();
        properties.forEach((key, value) -> resolved.put(key, value.value()));
        resolved.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers.value());
        return resolved;
    }

    /** Numbers, and yes or no, are written without quotes. */
    static final class Property extends StdDeserializer<Setting> {

        private static final long serialVersionUID = 1L;

        Property() {
            super(Setting.class);
        }

        @Override
        public Setting deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.currentToken().isScalarValue()
                    ? new Setting(parser.getText())
                    : (Setting) context.handleUnexpectedToken(Setting.class, parser);
        }

        @Override
        public Setting getNullValue(DeserializationContext context) {
            return new Setting("");
        }
    }
}
