package dev.anole.admin.pgsql;

import dev.anole.postgres.catalogue.PostgresName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is copied, as the source has it. Statements have the source's names.
 *
 * @param types that are copied, each behind those that it needs
 * @param foreignTypes that the target must have already
 * @param keys statements that make constraints and indexes, by the tables' numbers
 * @param foreignKeys statements that make them, once all tables have their keys
 * @param warnings what is left out, one sentence each
 */
record SourcePlan(
        List<SourceTable> tables,
        List<SourceType> types,
        List<SourceType> foreignTypes,
        List<SourceSequence> sequences,
        Map<Long, List<String>> keys,
        List<String> foreignKeys,
        List<String> warnings) {

    SourcePlan {
        tables = List.copyOf(tables);
        types = List.copyOf(types);
        foreignTypes = List.copyOf(foreignTypes);
        sequences = List.copyOf(sequences);
        keys = Map.copyOf(keys);
        foreignKeys = List.copyOf(foreignKeys);
        warnings = List.copyOf(warnings);
    }

    List<String> keysOf(SourceTable table) {
        return keys.getOrDefault(table.oid(), List.of());
    }

    SourcePlan withWarnings(List<String> others) {
        return new SourcePlan(tables, types, foreignTypes, sequences, keys, foreignKeys, others);
    }

    /** @param schema gives a schema of the source its new name */
    Renaming renaming(UnaryOperator<String> schema) {
        Map<PostgresName, PostgresName> names = new LinkedHashMap<>();
        tables.forEach(table -> put(names, table.name(), schema));
        types.forEach(type -> put(names, type.name(), schema));
        sequences.forEach(sequence -> put(names, sequence.name(), schema));
        return new Renaming(names);
    }

    private static void put(Map<PostgresName, PostgresName> names, PostgresName name, UnaryOperator<String> schema) {
        names.put(name, new PostgresName(schema.apply(name.schema()), name.name()));
    }
}
