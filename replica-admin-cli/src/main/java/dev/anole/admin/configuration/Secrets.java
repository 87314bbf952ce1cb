package dev.anole.admin.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which keys of the file have secrets as their values. */
final class Secrets {

    /** Kafka's properties among them. */
    private static final Pattern KEY = Pattern.compile(
            "(?i).*(password|secret|token|jaas|credential|keystore\\.key|private\\.key|passphrase|assertion|rollbar_key).*");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}");

    private Secrets() {}

    /** Whether the value is a secret, and not only a reference to one. */
    static boolean isPlain(String key, JsonNode value) {
        return KEY.matcher(key).matches()
                && value.isValueNode()
                && !value.isNull()
                && !value.asText().isEmpty()
                && !REFERENCE.matcher(value.asText()).matches();
    }

    /** The path of a key whose value is one. */
    static Optional<String> firstPlain(JsonNode document) {
        for (Map.Entry<String, JsonNode> field : document.properties()) {
            if (isPlain(field.getKey(), field.getValue())) {
                return Optional.of(field.getKey());
            }
            Optional<String> below = firstPlain(field.getValue());
            if (below.isPresent()) {
                return below.map(key -> field.getKey() + "." + key);
            }
        }
        return Optional.empty();
    }
}
