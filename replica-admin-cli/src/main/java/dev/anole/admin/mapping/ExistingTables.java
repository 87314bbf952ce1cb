package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tables that PostgreSQL has, and that {@code keep_existing_schema} has kept as they are. Immutable. */
final class ExistingTables {

    private final boolean keeps;
    private final Map<PostgresName, Map<String, Column>> tables;

    /**
     * @param type as DDL has it
     * @param notNull whether NULL is refused
     * @param filled whether it has a value where none is given
     * @param obstacle why no value can be given; empty if one can
     */
    private record Column(String type, boolean notNull, boolean filled, String obstacle) {}

    private ExistingTables(boolean keeps, Map<PostgresName, Map<String, Column>> tables) {
        this.keeps = keeps;
        this.tables = tables;
    }

    /** Whether tables that PostgreSQL has are kept, be there any or not. */
    boolean keeps() {
        return keeps;
    }

    static ExistingTables none() {
        return new ExistingTables(false, Map.of());
    }

    static ExistingTables read(Connection postgres, Collection<String> schemas) throws SQLException {
        String sql = """
                SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
                  a.attnotnull, a.atthasdef OR a.attidentity <> '',
                  CASE WHEN a.attidentity = 'a' THEN 'is GENERATED ALWAYS AS IDENTITY' WHEN a.attgenerated <> '' THEN
                    'is a generated one' ELSE '' END FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped""";
        Map<PostgresName, Map<String, Column>> tables = new HashMap<>();
        try (PreparedStatement statement = postgres.prepareStatement(sql)) {
            statement.setArray(1, postgres.createArrayOf("text", schemas.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.computeIfAbsent(
                                    new PostgresName(row.getString(1), row.getString(2)), name -> new LinkedHashMap<>())
                            .put(
                                    row.getString(3),
                                    new Column(
                                            row.getString(4), row.getBoolean(5), row.getBoolean(6), row.getString(7)));
                }
            }
        }
        return new ExistingTables(true, tables);
    }

    /**
     * The types of the table's columns by MySQL's names, if PostgreSQL has the table.
     *
     * @throws AdminException if it cannot hold MySQL's rows, naming the columns
     */
    Optional<Map<String, String>> types(TableDefinition definition, PostgresName name) {
        Map<String, Column> columns = tables.get(name);
        if (columns == null) {
            return Optional.empty();
        }
        Map<String, String> types = new TreeMap<>();
        for (ColumnDefinition column : definition.columns()) {
            Column existing = columns.get(Identifiers.fit(column.name()));
            if (existing == null) {
                throw refused(definition, name, "it lacks the column " + column.name());
            }
            if (!existing.obstacle().isEmpty()) {
                throw refused(definition, name, "its column " + column.name() + " " + existing.obstacle());
            }
            types.put(column.name(), existing.type());
        }
        columnsOfItsOwn(definition, name).forEach((column, existing) -> {
            if (existing.notNull() && !existing.filled() && existing.obstacle().isEmpty()) {
                throw refused(
                        definition,
                        name,
                        "its column " + column + ", which MySQL has not, is NOT NULL and has no default");
            }
        });
        return Optional.of(types);
    }

    /** Names of the columns that MySQL has not; their values do not outlive a copy. Empty if PostgreSQL has no such table. */
    List<String> columnsOfItsOwn(MappedTable table) {
        return List.copyOf(columnsOfItsOwn(table.definition(), table.name()).keySet());
    }

    private Map<String, Column> columnsOfItsOwn(TableDefinition definition, PostgresName name) {
        Map<String, Column> others = new LinkedHashMap<>(tables.getOrDefault(name, Map.of()));
        definition.columns().forEach(column -> others.remove(Identifiers.fit(column.name())));
        return others;
    }

    /** @throws AdminException if a column is NOT NULL that may get NULL, by MySQL's definition or by a policy */
    void requireNullable(MappedTable table) {
        Map<String, Column> columns = tables.getOrDefault(table.name(), Map.of());
        for (ColumnMapping mapping : table.columns()) {
            Column existing = columns.get(Identifiers.fit(mapping.column().name()));
            if (existing != null && existing.notNull() && !mapping.notNull()) {
                throw refused(
                        table.definition(),
                        table.name(),
                        "its column " + mapping.column().name() + " is NOT NULL, and NULL may come "
                                + (mapping.column().nullable() ? "from MySQL" : "of a policy in bad_values"));
            }
        }
    }

    private static AdminException refused(TableDefinition definition, PostgresName name, String why) {
        return new AdminException(
                ExitCode.PRECONDITION,
                "keep_existing_schema is set, but PostgreSQL's table " + name + " cannot take the rows of "
                        + definition.id() + ": " + why + ".",
                "Alter or drop it in PostgreSQL, or leave the table out by skip_tables.");
    }
}
