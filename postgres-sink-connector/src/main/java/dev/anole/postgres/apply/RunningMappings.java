package dev.anole.postgres.apply;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.Sources;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import dev.anole.postgres.types.MappingRules;
import dev.anole.postgres.types.PostgisTypes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides how PostgreSQL gets tables and columns that MySQL makes while the replica runs, as the command line does for
 * those that are copied. For one transaction, whose changes it sees.
 */
final class RunningMappings {

    private final Connection connection;
    private final ReplicaTables catalogue;
    private final MappingRules rules;
    private final Map<String, String> schemas;
    private final PostgisTypes postgis;

    /** @param connection in a transaction; stays the caller's */
    RunningMappings(Connection connection, String source) throws SQLException {
        this.connection = connection;
        catalogue = new ReplicaTables(connection, source);
        Sources sources = new Sources(connection);
        rules = sources.rules(source);
        schemas = sources.find(source).map(Sources.Source::schemaMappings).orElse(Map.of());
        postgis = PostgisTypes.read(connection);
    }

    /** Where PostgreSQL has a table, or would have it; empty if its database is not mapped. */
    Optional<PostgresName> target(TableId id) {
        return rules.target(schemas, id);
    }

    /** A table that PostgreSQL cannot get. */
    static final class NameTakenException extends Exception {
        NameTakenException(PostgresName name) {
            super("PostgreSQL has something else named " + name);
        }
    }

    /** With the types of the rules, and the usual names. */
    MappedTable usual(TableDefinition definition, PostgresName name) throws SQLException {
        Map<String, String> types = new TreeMap<>();
        for (ColumnDefinition column : definition.columns()) {
            type(definition, name, column).ifPresent(type -> types.put(column.name(), type));
        }
        return new MappedTable(definition, name, rules.mapping().withTypes(types));
    }

    /** The same table with names of its parts that are free. */
    MappedTable named(MappedTable usual) throws SQLException, NameTakenException {
        return named(usual, namesIn(usual.name().schema()), Map.of());
    }

    /**
     * A table that MySQL has changed. Types and names that it has, it keeps.
     *
     * @param former by the names of its columns now, those of before
     */
    MappedTable changed(MappedTable before, TableDefinition definition, PostgresName name, Map<String, String> former)
            throws SQLException, NameTakenException {
        Map<String, String> types = new TreeMap<>();
        for (ColumnDefinition column : definition.columns()) {
            Optional<ColumnDefinition> was = Optional.ofNullable(former.get(column.name()))
                    .flatMap(before.definition()::column)
                    .filter(old -> old.columnType().equals(column.columnType()));
            Optional<String> type = was.isPresent()
                    ? Optional.ofNullable(before.mapping().types().get(was.get().name()))
                    : type(definition, name, column);
            type.ifPresent(found -> types.put(column.name(), found));
        }
        MappedTable usual = new MappedTable(
                definition, name, before.mapping().withTypes(types).withNames(Map.of()));
        Set<String> taken = namesIn(name.schema());
        if (!before.name().schema().equals(name.schema())) {
            return named(usual, taken, Map.of());
        }
        taken.removeAll(new TableRenderer(before).objectNames());
        taken.remove(before.name().name());
        return named(usual, taken, before.mapping().names());
    }

    /** The same table with names, of itself and of its parts, that are free in another schema too. */
    MappedTable movable(MappedTable before, String schema) throws SQLException, NameTakenException {
        TableId id = before.definition().id();
        Set<String> taken = namesIn(before.name().schema());
        taken.removeAll(new TableRenderer(before).objectNames());
        taken.remove(before.name().name());
        taken.addAll(namesIn(schema));
        String name = before.name().name();
        // The type of its arrays goes with it, and PostgreSQL does not give that another name.
        Set<String> arrays = arraysIn(schema);
        for (int number = 1; taken.contains(name) || arrays.contains(name) || arrays.contains("_" + name); number++) {
            name = Identifiers.alternative(before.name().name(), id, number);
        }
        taken.addAll(arrays);
        MappedTable usual = new MappedTable(
                before.definition(),
                new PostgresName(before.name().schema(), name),
                before.mapping().withNames(Map.of()));
        return named(usual, taken, before.mapping().names());
    }

    /** @param kept names in the place of the usual ones that parts have already */
    private static MappedTable named(MappedTable usual, Set<String> taken, Map<String, String> kept)
            throws NameTakenException {
        PostgresName name = usual.name();
        if (!taken.add(name.name())) {
            throw new NameTakenException(name);
        }
        Map<String, String> names = new TreeMap<>();
        for (String part : new TableRenderer(usual).objectNames()) {
            String has = kept.getOrDefault(part, part);
            String free = taken.contains(has) ? part : has;
            for (int number = 1; taken.contains(free); number++) {
                free = Identifiers.alternative(part, usual.definition().id(), number);
            }
            taken.add(free);
            if (!free.equals(part)) {
                names.put(part, free);
            }
        }
        return new MappedTable(usual.definition(), name, usual.mapping().withNames(names));
    }

    /** Columns that foreign keys connect share one type. */
    private Optional<String> type(TableDefinition definition, PostgresName name, ColumnDefinition column)
            throws SQLException {
        for (ForeignKeyDefinition foreignKey : definition.foreignKeys()) {
            int index = foreignKey.columns().indexOf(column.name());
            if (index >= 0 && index < foreignKey.referencedColumns().size()) {
                Optional<String> type = catalogue
                        .find(foreignKey.referencedTable())
                        .map(parent -> parent.mapping()
                                .types()
                                .get(foreignKey.referencedColumns().get(index)));
                if (type.isPresent()) {
                    return type;
                }
            }
        }
        return rules.type(definition.id(), name, column.columnType()).or(() -> postgis.of(column));
    }

    /** Everything that makes a new table, with what the rules say of it. */
    List<String> create(MappedTable table) throws SQLException {
        List<String> statements = new ArrayList<>(openSchema(table.name().schema()));
        TableRenderer renderer = new TableRenderer(table);
        statements.addAll(renderer.createTable());
        String name = table.name().quoted();
        rules.fillfactor(table.definition().id(), table.name())
                .ifPresent(percent -> statements.add("ALTER TABLE " + name + " SET (fillfactor = " + percent + ")"));
        renderer.createKey().ifPresent(statements::add);
        statements.addAll(renderer.createIndexes());
        List<String> readers = readers();
        if (!readers.isEmpty()) {
            statements.add("GRANT SELECT ON TABLE " + name + " TO " + roles(readers));
        }
        return statements;
    }

    /** The schema of a database of which PostgreSQL has no table yet. */
    List<String> openSchema(String schema) throws SQLException {
        if (is("SELECT to_regnamespace(?) IS NOT NULL", PostgresName.quote(schema))) {
            return List.of();
        }
        List<String> statements = new ArrayList<>();
        statements.add("CREATE SCHEMA " + PostgresName.quote(schema));
        List<String> readers = schema.equals(rules.ghostSchema()) ? List.of() : readers();
        if (!readers.isEmpty()) {
            statements.add("GRANT USAGE ON SCHEMA " + PostgresName.quote(schema) + " TO " + roles(readers));
        }
        return statements;
    }

    private static String roles(List<String> readers) {
        return readers.stream().map(PostgresName::quote).collect(Collectors.joining(", "));
    }

    /** Those that exist; of the others the operator was warned. */
    private List<String> readers() throws SQLException {
        List<String> readers = new ArrayList<>();
        for (String reader : rules.readers()) {
            if (is("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)", reader)) {
                readers.add(reader);
            }
        }
        return readers;
    }

    private boolean is(String sql, String value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private Set<String> arraysIn(String schema) throws SQLException {
        return names("SELECT typname FROM pg_type WHERE typnamespace = to_regnamespace(" + literal(schema)
                + ") AND typelem <> 0");
    }

    private Set<String> namesIn(String schema) throws SQLException {
        return names("SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(" + literal(schema)
                + ") UNION SELECT typname FROM pg_type WHERE typnamespace = to_regnamespace(" + literal(schema)
                + ") AND typelem = 0 AND typrelid = 0");
    }

    private Set<String> names(String sql) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        return names;
    }

    private static String literal(String schema) {
        return "'" + PostgresName.quote(schema).replace("'", "''") + "'";
    }
}
