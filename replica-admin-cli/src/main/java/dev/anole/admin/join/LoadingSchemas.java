package dev.anole.admin.join;

import static java.util.stream.Collectors.toCollection;

import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The schemas that tables are loaded into and moved to. Used by one thread, in manual commit mode. */
final class LoadingSchemas {

    private final Connection connection;
    private final Set<String> loading;
    private final Set<String> mapped;

    LoadingSchemas(Connection connection, JoinContext context, Collection<PostgresName> targets) {
        this.connection = connection;
        mapped = targets.stream().map(PostgresName::schema).collect(toCollection(TreeSet::new));
        loading = mapped.stream().map(context::loadingSchema).collect(toCollection(TreeSet::new));
    }

    /** Makes them, without what a killed run left in them. */
    void create() throws SQLException {
        for (String schema : loading) {
            execute("DROP SCHEMA IF EXISTS " + PostgresName.quote(schema) + " CASCADE");
            execute("CREATE SCHEMA " + PostgresName.quote(schema));
        }
        for (String schema : mapped) {
            execute("CREATE SCHEMA IF NOT EXISTS " + PostgresName.quote(schema));
        }
        connection.commit();
    }

    /** Tables that failed are dropped with them. */
    void drop() throws SQLException {
        for (String schema : loading) {
            execute("DROP SCHEMA IF EXISTS " + PostgresName.quote(schema) + " CASCADE");
        }
        connection.commit();
    }

    private void execute(String sql) throws SQLException {
        LoadingTable.execute(connection, List.of(sql));
    }
}
