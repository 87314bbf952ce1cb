package dev.anole.admin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A source of {@code type: pgsql}: pg_chameleon's example nests its keys under its db_conn, out of which they are lifted;
 * its port is PostgreSQL's by default.
 */
final class PgsqlNesting {

    private static final Set<String> OF_CONNECTION =
            Set.of("host", "port", "user", "password", "database", "charset", "connect_timeout", "sslmode");

    private static final int DEFAULT_PORT = 5432;

    private PgsqlNesting() {}

    static void liftIn(ObjectNode document) {
        JsonNode sources = document.get("sources");
        if (sources == null) {
            return;
        }
        for (JsonNode source : sources) {
            if (source instanceof ObjectNode settings && settings.get("db_conn") instanceof ObjectNode connection) {
                String type =
                        connection.path("type").asText(settings.path("type").asText());
                if (type.equals("pgsql")) {
                    lift(connection, settings);
                }
            }
        }
    }

    private static void lift(ObjectNode connection, ObjectNode settings) {
        List<String> keys = connection.properties().stream()
                .map(Map.Entry::getKey)
                .filter(key -> !OF_CONNECTION.contains(key) && !settings.has(key))
                .toList();
        for (String key : keys) {
            settings.set(key, connection.remove(key));
        }
        if (!connection.hasNonNull("port")) {
            connection.put("port", DEFAULT_PORT);
        }
    }
}
