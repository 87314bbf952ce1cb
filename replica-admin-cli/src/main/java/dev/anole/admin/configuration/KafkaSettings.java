package dev.anole.admin.configuration;

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

    public KafkaSettings(@Nullable Setting bootstrapServers, @Nullable Map<String, Setting> properties) {
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
}
