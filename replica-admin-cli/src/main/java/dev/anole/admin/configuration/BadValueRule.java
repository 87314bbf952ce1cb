package dev.anole.admin.configuration;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.anole.postgres.types.BadValuePolicy;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One entry of {@code bad_values}: {@code null}, {@code discard_row}, {@code fail}, or {@code {replace_by: text}}. */
@JsonDeserialize(using = BadValueRule.Reader.class)
final class BadValueRule {

    private static final String REPLACE_BY = "replace_by";

    private final BadValuePolicy policy;

    private BadValueRule(BadValuePolicy policy) {
        this.policy = policy;
    }

    BadValuePolicy policy() {
        return policy;
    }

    static final class Reader extends StdDeserializer<BadValueRule> {

        Reader() {
            super(BadValueRule.class);
        }

        @Override
        public BadValueRule getNullValue(DeserializationContext context) {
            return new BadValueRule(BadValuePolicy.NULL);
        }

        /** A key that is missing means the default, one without a value means NULL. */
        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }

        @Override
        public BadValueRule deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new BadValueRule(read(context.readTree(parser)));
        }

        private static BadValuePolicy read(JsonNode node) {
            if (node.isObject() && node.size() == 1 && node.hasNonNull(REPLACE_BY)) {
                return BadValuePolicy.replaceBy(node.get(REPLACE_BY).asText());
            }
            return switch (node.isNull() ? "null" : node.asText().toLowerCase(Locale.ROOT)) {
                case "null" -> BadValuePolicy.NULL;
                case "discard_row" -> BadValuePolicy.DISCARD_ROW;
                case "fail" -> BadValuePolicy.FAIL;
                default ->
                    throw new IllegalArgumentException("it must be null, discard_row, fail, or {replace_by: \"...\"}");
            };
        }
    }
}
