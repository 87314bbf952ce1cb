package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.MappingRules;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the configuration gives to tables in PostgreSQL that MySQL knows nothing of. Commits nothing. Immutable.
 *
 * @param readers roles of PostgreSQL's that may read the tables; they exist
 */
public record TableProperties(List<String> readers, MappingRules rules) {

    public TableProperties {
        readers = List.copyOf(readers);
    }

    public static TableProperties none() {
        return new TableProperties(List.of(), MappingRules.DEFAULT);
    }

    /** Lets the readers into the schemas, but that of ghosts, and gives them what is made there by us later. */
    public void openSchemas(Connection connection, Collection<PostgresName> tables) throws SQLException {
        List<String> schemas = tables.stream()
                .map(PostgresName::schema)
                .filter(schema -> !schema.equals(rules.ghostSchema()))
                .map(PostgresName::quote)
                .distinct()
                .sorted()
                .toList();
        List<String> statements = new ArrayList<>();
        if (!readers.isEmpty()) {
            for (String schema : schemas) {
                statements.add("GRANT USAGE ON SCHEMA " + schema + " TO " + roles());
                statements.add(
                        "ALTER DEFAULT PRIVILEGES IN SCHEMA " + schema + " GRANT SELECT ON TABLES TO " + roles());
            }
        }
        Statements.execute(connection, statements);
    }

    /** Before the rows come: they are laid out by it. */
    void applyTo(Connection connection, LoadingTable loading, PostgresName target) throws SQLException {
        setFillfactor(connection, loading.definition().id(), target, loading.name());
    }

    /** In its place, where it has got what the table had that it replaces. */
    public void applyTo(Connection connection, TableId id, PostgresName target) throws SQLException {
        setFillfactor(connection, id, target, target);
        openTables(connection, List.of(target));
    }

    /** Lets the readers read them. */
    void openTables(Connection connection, Collection<PostgresName> tables) throws SQLException {
        if (!readers.isEmpty()) {
            Statements.execute(
                    connection,
                    tables.stream()
                            .map(table -> "GRANT SELECT ON TABLE " + table.quoted() + " TO " + roles())
                            .toList());
        }
    }

    private void setFillfactor(Connection connection, TableId id, PostgresName target, PostgresName table)
            throws SQLException {
        Optional<String> percent = rules.fillfactor(id, target);
        if (percent.isPresent()) {
            Statements.execute(
                    connection, List.of("ALTER TABLE " + table.quoted() + " SET (fillfactor = " + percent.get() + ")"));
        }
    }

    private String roles() {
        return readers.stream().map(PostgresName::quote).collect(Collectors.joining(", "));
    }
}
