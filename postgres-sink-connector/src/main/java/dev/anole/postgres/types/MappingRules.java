package dev.anole.postgres.types;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.GhostTable;
import dev.anole.postgres.catalogue.PostgresName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the operator has laid down for tables that come to a replica, whether they are copied or MySQL creates them while
 * it runs. Kept in the catalogue, since the sink does not see the configuration. Immutable.
 *
 * @param types by MySQL's column type, the type of PostgreSQL's that takes the place of the type table's, by its full name
 * @param textSearch PostgreSQL's text search configuration for FULLTEXT indexes; null if they are left out
 * @param keepExisting whether tables that PostgreSQL has keep their definitions
 * @param readers roles of PostgreSQL's that may read the tables; some may not exist
 * @param fillfactors percentages; the last one that is for a table counts
 * @param ghostSchema for the tables that online schema changes work with; null for the mapped ones
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record MappingRules(
        Map<String, TableRule> types,
        BadValuePolicies badValues,
        @Nullable String textSearch,
        boolean keepExisting,
        List<String> readers,
        List<TableRule> fillfactors,
        @Nullable String ghostSchema) {

    public static final MappingRules DEFAULT = new MappingRules(null, null, null, false, null, null, null);

    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** MySQL has them no more since 8.0.19, but for {@code tinyint(1)} (manual, 13.1.6). */
    private static final Pattern DISPLAY_WIDTH =
            Pattern.compile("\\b(tinyint|smallint|mediumint|int|integer|bigint)\\((\\d+)\\)");

    public MappingRules(
            @Nullable Map<String, TableRule> types,
            @Nullable BadValuePolicies badValues,
            @Nullable String textSearch,
            boolean keepExisting,
            @Nullable List<String> readers,
            @Nullable List<TableRule> fillfactors,
            @Nullable String ghostSchema) {
        Map<String, TableRule> byType = new LinkedHashMap<>();
        if (types != null) {
            types.forEach((columnType, rule) -> byType.put(normal(columnType), rule));
        }
        this.types = byType;
        this.badValues = badValues == null ? BadValuePolicies.DEFAULTS : badValues;
        this.textSearch = textSearch;
        this.keepExisting = keepExisting;
        this.readers = readers == null ? List.of() : List.copyOf(readers);
        this.fillfactors = fillfactors == null ? List.of() : List.copyOf(fillfactors);
        this.ghostSchema = ghostSchema;
    }

    /** Without display widths, and without the difference of cases but in labels. */
    private static String normal(String columnType) {
        int quote = columnType.indexOf('\'');
        String words = quote < 0 ? columnType : columnType.substring(0, quote);
        String normal = DISPLAY_WIDTH
                .matcher(words.strip().toLowerCase(Locale.ROOT))
                .replaceAll(match -> match.group().equals("tinyint(1)") ? "tinyint(1)" : match.group(1));
        return quote < 0 ? normal.replace(", ", ",") : normal + columnType.substring(quote);
    }

    /**
     * The type that a column gets; empty for the usual one. What is to take a table's place has what that has.
     *
     * @param columnType MySQL's exact column type
     */
    public Optional<String> type(TableId table, PostgresName name, String columnType) {
        return Optional.ofNullable(types.get(normal(columnType)))
                .filter(rule -> rule.isFor(table, name)
                        || GhostTable.base(table)
                                .filter(base -> rule.isFor(base, new PostgresName(name.schema(), base.table())))
                                .isPresent())
                .map(TableRule::value);
    }

    /** The fillfactor that a table gets, a percentage; empty for PostgreSQL's own. */
    public Optional<String> fillfactor(TableId table, PostgresName name) {
        return fillfactors.stream()
                .filter(rule -> rule.isFor(table, name))
                .map(TableRule::value)
                .reduce((former, last) -> last);
    }

    /**
     * Where PostgreSQL has a table.
     *
     * @param schema that its database is mapped to
     */
    public PostgresName target(String schema, TableId table) {
        return ghostSchema != null && GhostTable.base(table).isPresent()
                ? new PostgresName(Identifiers.fit(ghostSchema), Identifiers.join(schema, table.table()))
                : Identifiers.table(schema, table);
    }

    /**
     * The same by all mappings; empty if the table's database is not mapped.
     *
     * @param schemaMappings MySQL database to PostgreSQL schema
     */
    public Optional<PostgresName> target(Map<String, String> schemaMappings, TableId table) {
        return Optional.ofNullable(schemaMappings.get(table.database())).map(schema -> target(schema, table));
    }

    public MappingRules withTypes(Map<String, TableRule> newTypes) {
        return new MappingRules(newTypes, badValues, textSearch, keepExisting, readers, fillfactors, ghostSchema);
    }

    /** The mapping of a table that has nothing but what these rules say of all tables. */
    public TableMapping mapping() {
        return new TableMapping(Map.of(), Map.of(), badValues, textSearch, false);
    }

    /** As the catalogue stores it. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write a source's rules", e);
        }
    }

    /** Reads what {@link #toJson} wrote; fields of later versions are ignored. */
    public static MappingRules fromJson(String json) {
        try {
            return JSON.readValue(json, MappingRules.class);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read a source's rules from the catalogue", e);
        }
    }
}
