package dev.anole.admin.configuration;

import dev.anole.postgres.types.TableRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands under {@code type_override: <column type>:}.
 *
 * @param overrideTo a type of PostgreSQL's
 * @param overrideTables {@code schema.table}, of MySQL or of PostgreSQL, or {@code *} for all
 */
record TypeOverrideSettings(String overrideTo, List<String> overrideTables) {
    TypeOverrideSettings(@Nullable String overrideTo, @Nullable List<String> overrideTables) {
        if (overrideTo == null || overrideTo.isBlank()) {
            throw new IllegalArgumentException("the key override_to is missing or empty");
        }
        if (overrideTo.contains(";")) {
            throw new IllegalArgumentException("override_to is \"" + overrideTo + "\", which is no type");
        }
        if (overrideTables == null || overrideTables.isEmpty()) {
            throw new IllegalArgumentException("the key override_tables is missing; \"*\" means all tables");
        }
        this.overrideTo = overrideTo.strip();
        this.overrideTables = List.copyOf(overrideTables);
    }

    /** @param settings by MySQL's column type */
    static Map<String, TableRule> rules(Map<String, TypeOverrideSettings> settings) {
        Map<String, TableRule> rules = new LinkedHashMap<>();
        settings.forEach((columnType, override) ->
                rules.put(columnType, new TableRule(override.overrideTo(), override.overrideTables())));
        return rules;
    }
}
