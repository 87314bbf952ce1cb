package dev.anole.admin.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.Locale;

/** YAML 1.1's words for truth, all of which pg_chameleon accepts. */
final class YesOrNo extends StdDeserializer<Boolean> {

    YesOrNo() {
        super(Boolean.class);
    }

    @Override
    public Boolean deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String word = parser.getText();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> (Boolean) context.handleWeirdStringValue(Boolean.class, word, "true or false");
        };
    }
}
