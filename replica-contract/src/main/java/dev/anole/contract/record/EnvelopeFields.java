package dev.anole.contract.record;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** The fields of one struct of an envelope, whether a converter made it a Struct or a Map. */
final class EnvelopeFields {

    /** Of this struct within the envelope, a dot behind it; empty for the envelope itself. */
    private final String path;

    private final Object fields;

    private EnvelopeFields(String path, Object fields) {
        this.path = path;
        this.fields = fields;
    }

    /** @throws IllegalArgumentException if the value is neither Struct nor Map */
    static EnvelopeFields of(@Nullable Object envelope) {
        if (envelope instanceof Struct || envelope instanceof Map<?, ?>) {
            return new EnvelopeFields("", envelope);
        }
        throw new IllegalArgumentException("The record is no envelope: its value is "
                + (envelope == null ? "null" : "a " + envelope.getClass().getSimpleName() + ", not a Struct or Map"));
    }

    EnvelopeFields struct(String name) {
        Object value = required(name);
        if (value instanceof Struct || value instanceof Map<?, ?>) {
            return new EnvelopeFields(path + name + ".", value);
        }
        throw unexpected(name, "a struct", value);
    }

    String text(String name) {
        String text = optionalText(name);
        if (text == null) {
            throw missing(name);
        }
        return text;
    }

    @Nullable
    String optionalText(String name) {
        Object value = optional(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw unexpected(name, "a string", value);
    }

    long number(String name) {
        Object value = required(name);
        if (value instanceof Long || value instanceof Integer) {
            return ((Number) value).longValue();
        }
        throw unexpected(name, "an integer", value);
    }

    boolean flag(String name) {
        Object value = required(name);
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw unexpected(name, "a boolean", value);
    }

    /** The values of a struct by their names. */
    Map<String, @Nullable Object> values(String name) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        Object struct = struct(name).fields;
        if (struct instanceof Struct connect) {
            for (Field field : connect.schema().fields()) {
                values.put(field.name(), connect.get(field));
            }
        } else {
            ((Map<?, ?>) struct).forEach((key, value) -> values.put(String.valueOf(key), value));
        }
        return values;
    }

    private Object required(String name) {
        Object value = optional(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    private @Nullable Object optional(String name) {
        if (fields instanceof Struct struct) {
            Field field = struct.schema().field(name);
            return field == null ? null : struct.get(field);
        }
        return ((Map<?, ?>) fields).get(name);
    }

    private IllegalArgumentException missing(String name) {
        return new IllegalArgumentException("The envelope has no field " + path + name);
    }

    private IllegalArgumentException unexpected(String name, String wanted, Object found) {
        return new IllegalArgumentException("The envelope's field " + path + name + " is not " + wanted + " but a "
                + found.getClass().getSimpleName());
    }
}
