package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappingRules;
import dev.anole.postgres.types.PostgisTypes;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what decides on the mappings of a source's tables. For one thread. */
public final class MappingReader {

    private final Configuration configuration;
    private final ReplicaSource source;

    public MappingReader(Configuration configuration, ReplicaSource source) {
        this.configuration = configuration;
        this.source = source;
    }

    /**
     * Reads it from both servers.
     *
     * @param replica the tables that the catalogue has of the source
     * @param coming tables of MySQL's that PostgreSQL is to get
     */
    public TableMappings read(
            Connection mysql, Connection postgres, List<ReplicaTable> replica, List<TableDefinition> coming)
            throws SQLException {
        Map<String, String> schemas = source.settings().schemaMappings();
        MappingRules rules = rules(postgres);
        SchemaNames names = new SchemaNames();
        replica.forEach(table -> names.add(table.mapped()));
        for (TableDefinition table : coming) {
            rules.target(schemas, table.id()).ifPresent(name -> {
                requireFree(names, name, table.id(), coming);
                names.addTable(name, table.id());
            });
        }
        List<String> targets = Stream.concat(schemas.values().stream(), Stream.ofNullable(rules.ghostSchema()))
                .map(Identifiers::fit)
                .toList();
        addForeign(postgres, names, targets);
        return new TableMappings(
                rules,
                PostgisTypes.read(postgres),
                ConnectedColumns.read(mysql, schemas.keySet()),
                names,
                source.settings().keepExistingSchema()
                        ? ExistingTables.read(postgres, targets)
                        : ExistingTables.none());
    }

    /**
     * What the configuration lays down for tables that come to the replica.
     *
     * @param postgres in autocommit mode
     */
    public MappingRules rules(Connection postgres) throws SQLException {
        return OverrideTypes.resolve(postgres, configuration.rules(source));
    }

    /** Another table's index or type may have the name of a table that is new. */
    private void requireFree(SchemaNames names, PostgresName name, TableId table, List<TableDefinition> coming) {
        Optional<TableId> owner = names.owner(name).filter(other -> !other.equals(table));
        if (owner.isPresent() && coming.stream().noneMatch(other -> other.id().equals(owner.get()))) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "PostgreSQL's name " + name + " of the table " + table + " is that of a part of " + owner.get()
                            + ".",
                    "Copy both again, so that the part gets another name: replica-admin sync-tables --source "
                            + source.name() + " --tables " + owner.get() + "," + table + ".");
        }
    }

    private static void addForeign(Connection postgres, SchemaNames names, Collection<String> schemas)
            throws SQLException {
        String sql = """
                SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ANY (?)
                UNION SELECT n.nspname, t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE n.nspname = ANY (?) AND t.typelem = 0""";
        Array wanted = postgres.createArrayOf("text", schemas.toArray());
        try (PreparedStatement statement = postgres.prepareStatement(sql)) {
            statement.setArray(1, wanted);
            statement.setArray(2, wanted);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    names.addForeign(new PostgresName(row.getString(1), row.getString(2)));
                }
            }
        }
    }
}
