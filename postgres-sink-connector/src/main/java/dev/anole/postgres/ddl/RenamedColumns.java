package dev.anole.postgres.ddl;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnBuilder;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A table once its columns have the names that are coming, and before anything else of it changes. */
final class RenamedColumns {

    private final MappedTable renamed;
    private final List<String> statements = new ArrayList<>();

    /** @param former by the names that are coming, those that columns have; who is not there goes */
    RenamedColumns(MappedTable before, PostgresName name, Map<String, String> former) {
        Map<String, String> now = new HashMap<>();
        former.forEach((is, was) -> now.put(was, is));
        TableDefinition definition = before.definition();
        List<ColumnDefinition> columns = definition.columns().stream()
                .map(column -> ColumnBuilder.of(column)
                        .name(now.getOrDefault(column.name(), column.name()))
                        .build())
                .toList();
        List<IndexDefinition> indexes = definition.indexes().stream()
                .map(index -> new IndexDefinition(
                        index.name(),
                        index.unique(),
                        index.kind(),
                        index.parts().stream().map(part -> part(part, now)).toList()))
                .toList();
        Map<String, String> types = new TreeMap<>();
        before.mapping().types().forEach((column, type) -> types.put(now.getOrDefault(column, column), type));
        List<CheckDefinition> checks = definition.checks();
        renamed = new MappedTable(
                new TableDefinition(
                        definition.id(),
                        columns,
                        indexes,
                        definition.foreignKeys(),
                        definition.comment(),
                        checks,
                        definition.text()),
                name,
                before.mapping().withTypes(types));
        rename(name, before, now);
    }

    private static IndexDefinition.Part part(IndexDefinition.Part part, Map<String, String> now) {
        @Nullable String column = part.column();
        return column == null
                ? part
                : new IndexDefinition.Part(
                        now.getOrDefault(column, column), null, part.prefixLength(), part.descending());
    }

    /** By names between where two columns swap theirs. */
    private void rename(PostgresName table, MappedTable before, Map<String, String> now) {
        Map<String, String> changes = new TreeMap<>();
        for (ColumnMapping column : before.columns()) {
            String is = now.get(column.column().name());
            if (is != null && !is.equals(column.column().name())) {
                changes.put(column.quotedName(), PostgresName.quote(Identifiers.fit(is)));
            }
        }
        Set<String> taken =
                before.columns().stream().map(ColumnMapping::quotedName).collect(Collectors.toSet());
        Map<String, String> later = new TreeMap<>();
        changes.forEach((from, to) -> {
            if (taken.contains(to)) {
                String between = PostgresName.quote("anole_renamed_" + later.size());
                later.put(between, to);
                statements.add(rename(table, from, between));
            }
        });
        changes.forEach((from, to) -> {
            if (!taken.contains(to)) {
                statements.add(rename(table, from, to));
            }
        });
        before.columns().stream()
                .filter(column -> !now.containsKey(column.column().name()))
                .forEach(column ->
                        statements.add("ALTER TABLE " + table.quoted() + " DROP COLUMN " + column.quotedName()));
        // The names of columns that went are free by now.
        later.forEach((from, to) -> statements.add(rename(table, from, to)));
    }

    private static String rename(PostgresName table, String from, String to) {
        return "ALTER TABLE " + table.quoted() + " RENAME COLUMN " + from + " TO " + to;
    }

    /** The table as it is then. */
    MappedTable table() {
        return renamed;
    }

    /** Drop the columns that go, and rename others. */
    List<String> statements() {
        return statements;
    }
}
