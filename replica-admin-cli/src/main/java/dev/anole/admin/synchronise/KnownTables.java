package dev.anole.admin.synchronise;

import dev.anole.admin.configuration.NearestName;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What MySQL, the configuration and the catalogue know of a source's tables.
 *
 * @param tables those that the configuration lets through
 * @param inMySql type of each table and view in the mapped schemas, by {@code schema.table}
 * @param replica the tables of the catalogue
 */
record KnownTables(
        ReplicaSource source, List<TableDefinition> tables, Map<String, String> inMySql, List<ReplicaTable> replica) {

    private static final Set<String> SYSTEM_SCHEMAS =
            Set.of("mysql", "information_schema", "performance_schema", "sys");

    private static final int NEAR_NAMES = 3;

    KnownTables {
        tables = List.copyOf(tables);
        inMySql = Map.copyOf(inMySql);
        replica = List.copyOf(replica);
    }

    static KnownTables read(
            Connection mysql, ReplicaSource source, List<TableDefinition> tables, List<ReplicaTable> replica)
            throws SQLException {
        Collection<String> schemas = source.settings().schemaMappings().keySet();
        String sql =
                "SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE table_schema IN ("
                        + String.join(", ", Collections.nCopies(schemas.size(), "?")) + ")";
        Map<String, String> inMySql = new TreeMap<>();
        try (PreparedStatement statement = mysql.prepareStatement(sql)) {
            int parameter = 0;
            for (String schema : schemas) {
                statement.setString(++parameter, schema);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    inMySql.put(new TableId(rows.getString(1), rows.getString(2)).toString(), rows.getString(3));
                }
            }
        }
        return new KnownTables(source, tables, inMySql, replica);
    }

    /** The table of that name, {@code schema.table}, if it can be copied. */
    Optional<TableDefinition> joining(String name) {
        return named(tables, name);
    }

    private static Optional<TableDefinition> named(List<TableDefinition> tables, String name) {
        return tables.stream()
                .filter(table -> table.id().toString().equals(name))
                .findFirst();
    }

    boolean isReplicated(TableId id) {
        return replica.stream().anyMatch(table -> table.id().equals(id));
    }

    /** Why the table of that name cannot be copied, and what to do, in two sentences. */
    String whyNot(String name) {
        SourceSettings settings = source.settings();
        String type = inMySql.get(name);
        if (type != null && type.endsWith("VIEW")) {
            return name + " is a view in MySQL, and only tables are replicated. Create the view in PostgreSQL.";
        }
        if (type != null) {
            Optional<String> skipped = settings.skipTables().stream()
                    .filter(entry -> entry.equals(name) || name.startsWith(entry + "."))
                    .findFirst();
            return skipped.isPresent()
                    ? "The table " + name + " is left out by skip_tables. Take " + skipped.get() + " out of it."
                    : "The table " + name + " is not in limit_tables. Add it there.";
        }
        Optional<ReplicaTable> copied = replica.stream()
                .filter(table -> table.id().toString().equals(name))
                .findFirst();
        if (copied.isPresent()) {
            return "MySQL has no table " + name
                    + " any more; its copy in PostgreSQL stays as it is. To drop it there, run"
                    + " refresh-schema --schema " + copied.get().id().database() + ".";
        }
        return unknown(name);
    }

    private String unknown(String name) {
        Set<String> schemas = source.settings().schemaMappings().keySet();
        if (SYSTEM_SCHEMAS.stream().anyMatch(schema -> name.startsWith(schema + "."))) {
            return name + " is MySQL's own and cannot be replicated. Leave it out.";
        }
        if (schemas.stream().noneMatch(schema -> name.startsWith(schema + "."))) {
            return "The schema of " + name + " is not among the schema_mappings of source " + source.name() + " ("
                    + String.join(", ", schemas) + "). Give the name as MySQL has it, schema.table.";
        }
        String near = near(name);
        return "MySQL has no table " + name + ". "
                + (near.isEmpty() ? "Give the name as MySQL has it, schema.table." : "Did you mean " + near + "?");
    }

    private String near(String name) {
        String table = name.substring(name.lastIndexOf('.') + 1);
        return Stream.concat(
                        NearestName.of(name, inMySql.keySet()).stream(),
                        inMySql.keySet().stream()
                                .filter(other -> other.equalsIgnoreCase(name) || other.endsWith("." + table))
                                .sorted())
                .distinct()
                .limit(NEAR_NAMES)
                .collect(Collectors.joining(" or "));
    }
}
