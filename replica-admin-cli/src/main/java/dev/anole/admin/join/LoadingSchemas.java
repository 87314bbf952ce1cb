package dev.anole.admin.join;

import static java.util.stream.Collectors.toCollection;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The schemas that tables are loaded into and moved to. Used by one thread, in manual commit mode. */
final class LoadingSchemas {

    private final Connection connection;
    private final JoinContext context;

    LoadingSchemas(Connection connection, JoinContext context) {
        this.connection = connection;
        this.context = context;
    }

    /** Makes them where they are not there, for tables that are to go to these places. */
    void create(Collection<PostgresName> targets) throws SQLException {
        Set<String> schemas = new TreeSet<>();
        for (PostgresName target : targets) {
            schemas.add(context.loadingSchema(target.schema()));
            schemas.add(target.schema());
        }
        for (String schema : schemas) {
            execute("CREATE SCHEMA IF NOT EXISTS " + PostgresName.quote(schema));
        }
        connection.commit();
    }

    /** Drops everything that belongs to no join that could be gone on with, and schemas that are empty then. */
    void clear() throws SQLException {
        Set<PostgresName> kept = new HashSet<>();
        for (TableId table : new Joins(connection, context.source()).all()) {
            context.target(table).map(context::loadingName).ifPresent(kept::add);
        }
        for (String schema : schemas()) {
            clear(schema, kept);
        }
        connection.commit();
    }

    private void clear(String schema, Set<PostgresName> kept) throws SQLException {
        boolean empty = true;
        for (String table : tables(schema)) {
            PostgresName name = new PostgresName(schema, table);
            if (kept.contains(name)) {
                empty = false;
            } else {
                execute("DROP TABLE " + name.quoted() + " CASCADE");
            }
        }
        if (empty) {
            execute("DROP SCHEMA " + PostgresName.quote(schema) + " CASCADE");
            return;
        }
        for (String type : unusedTypes(schema)) {
            execute("DROP TYPE " + new PostgresName(schema, type).quoted());
        }
    }

    /** Those of this source that are there, whatever its mappings were. */
    private List<String> schemas() throws SQLException {
        Set<String> mapped = context.schemaMappings().values().stream()
                .map(context::loadingSchemaOf)
                .collect(toCollection(TreeSet::new));
        Array names = connection.createArrayOf("text", mapped.toArray());
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, ?) OR nspname = ANY (?::text[])")) {
            statement.setString(1, context.loadingPrefix());
            statement.setArray(2, names);
            return strings(statement);
        }
    }

    private List<String> tables(String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = to_regnamespace(?)")) {
            statement.setString(1, PostgresName.quote(schema));
            return strings(statement);
        }
    }

    /** ENUM types whose column's table was dropped. */
    private List<String> unusedTypes(String schema) throws SQLException {
        String sql = """
                SELECT typname FROM pg_type t WHERE typtype = 'e' AND typnamespace = to_regnamespace(?)
                  AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.atttypid = t.oid AND NOT a.attisdropped)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, PostgresName.quote(schema));
            return strings(statement);
        }
    }

    private static List<String> strings(PreparedStatement query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private void execute(String sql) throws SQLException {
        Statements.execute(connection, List.of(sql));
    }
}
