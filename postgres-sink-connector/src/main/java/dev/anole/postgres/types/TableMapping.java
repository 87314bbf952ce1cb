package dev.anole.postgres.types;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How PostgreSQL has a table otherwise than {@link TypeTable} and the rules of names have it. Decided when the table is
 * copied, and kept in the catalogue, so that copy, stream and DDL do the same.
 *
 * @param types by MySQL's column name, PostgreSQL's type in the place of the type table's
 * @param names by the name that an index, type or sequence would have, the one that it has, since that was taken
 * @param textSearch PostgreSQL's text search configuration by which FULLTEXT indexes are made; null if they are left out
 * @param existing whether PostgreSQL had the table before, and keeps it as it is: nothing of its parts is the replica's;
 *     {@code types} has every column then
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record TableMapping(
        Map<String, String> types,
        Map<String, String> names,
        BadValuePolicies badValues,
        @Nullable String textSearch,
        boolean existing) {

    public static final TableMapping DEFAULT = new TableMapping(null, null, null, null, false);

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    public TableMapping(
            @Nullable Map<String, String> types,
            @Nullable Map<String, String> names,
            @Nullable BadValuePolicies badValues,
            @Nullable String textSearch,
            boolean existing) {
        // Sorted, so that equal mappings have equal texts.
        this.types = types == null ? Map.of() : new TreeMap<>(types);
        this.names = names == null ? Map.of() : new TreeMap<>(names);
        this.badValues = badValues == null ? BadValuePolicies.DEFAULTS : badValues;
        this.textSearch = textSearch;
        this.existing = existing;
    }

    /** The name that stands for this one. */
    public String name(String usual) {
        return names.getOrDefault(usual, usual);
    }

    public TableMapping withTypes(Map<String, String> newTypes) {
        return new TableMapping(newTypes, names, badValues, textSearch, existing);
    }

    /** For a table that PostgreSQL had before, and keeps as it is. */
    public TableMapping keeping(Map<String, String> allTypes) {
        return new TableMapping(allTypes, Map.of(), badValues, textSearch, true);
    }

    public TableMapping withNames(Map<String, String> newNames) {
        return new TableMapping(types, newNames, badValues, textSearch, existing);
    }

    public TableMapping withBadValues(BadValuePolicies newBadValues) {
        return new TableMapping(types, names, newBadValues, textSearch, existing);
    }

    /** As the catalogue stores it. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write a table's mapping", e);
        }
    }

    /** Reads what {@link #toJson} wrote; fields of later versions are ignored. */
    public static TableMapping fromJson(String json) {
        try {
            return JSON.readValue(json, TableMapping.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read a table's mapping from the catalogue", e);
        }
    }
}
