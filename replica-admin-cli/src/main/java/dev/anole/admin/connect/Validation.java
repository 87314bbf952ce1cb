package dev.anole.admin.connect;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/** The reply to {@code PUT /connector-plugins/{plugin}/config/validate}, without the definitions. */
public record Validation(@JsonProperty("error_count") int errorCount, List<Item> configs) {

    public Validation {
        configs = List.copyOf(configs);
    }

    /** One setting. */
    public record Item(Value value) {}

    /** What was said about it; its value is not kept, since it may be a secret. */
    public record Value(String name, List<String> errors) {
        public Value {
            errors = List.copyOf(errors);
        }
    }

    /** One line per error: the setting's name and what is wrong. */
    public List<String> errors() {
        return configs.stream()
                .map(Item::value)
                .flatMap(value -> value.errors().stream().map(error -> value.name() + ": " + error))
                .toList();
    }
}
