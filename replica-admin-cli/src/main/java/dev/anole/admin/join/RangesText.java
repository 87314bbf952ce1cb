package dev.anole.admin.join;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Ranges as the catalogue stores them: {@code [[null, ["7"]], [["7"], null]]}. Bounds are literals of MySQL's, which are
 * ASCII whatever the key's bytes are, so nothing is lost.
 */
final class RangesText {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<List<@Nullable List<String>>>> RANGES = new TypeReference<>() {};

    private RangesText() {}

    static String write(List<KeyRange> ranges) {
        try {
            return JSON.writeValueAsString(ranges.stream()
                    .map(range -> Arrays.asList(literals(range.after()), literals(range.upTo())))
                    .toList());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the ranges of a key", e);
        }
    }

    static List<KeyRange> read(String text) {
        try {
            return JSON.readValue(text, RANGES).stream()
                    .map(range -> new KeyRange(bound(range.get(0)), bound(range.get(1))))
                    .toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The catalogue's ranges of a key cannot be read: " + text, e);
        }
    }

    private static @Nullable List<String> literals(@Nullable KeyBound bound) {
        return bound == null ? null : bound.literals();
    }

    private static @Nullable KeyBound bound(@Nullable List<String> literals) {
        return literals == null ? null : new KeyBound(literals);
    }
}
