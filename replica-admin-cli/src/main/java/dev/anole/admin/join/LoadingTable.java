package dev.anole.admin.join;

import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.ColumnMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The table that a copy goes into: the replica's table in another schema, where no reader sees it. Commits nothing
 * itself. Used by one thread at a time.
 */
final class LoadingTable {

    private final TableDefinition definition;
    private final PostgresName name;
    private final TableRenderer renderer;

    LoadingTable(TableDefinition definition, PostgresName name) {
        this.definition = definition;
        this.name = name;
        renderer = new TableRenderer(definition, name);
    }

    TableDefinition definition() {
        return definition;
    }

    PostgresName name() {
        return name;
    }

    List<ColumnMapping> columns() {
        return ColumnMapping.of(definition, name);
    }

    String copyStatement() {
        List<String> names = columns().stream().map(ColumnMapping::quotedName).toList();
        return "COPY " + name.quoted() + " (" + String.join(", ", names) + ") FROM STDIN";
    }

    /** Without key and indexes, which cost less when they are built over all rows. */
    void create(Connection connection) throws SQLException {
        List<String> statements = new ArrayList<>(renderer.drop());
        statements.addAll(renderer.createTable());
        execute(connection, statements);
    }

    /** Does nothing for a table without a key. */
    void createKey(Connection connection) throws SQLException {
        execute(connection, renderer.createKey().stream().toList());
    }

    /** The statements that build its indexes besides the key, always in the same order. */
    List<String> indexStatements() {
        return renderer.createIndexes();
    }

    void moveTo(Connection connection, String schema) throws SQLException {
        execute(connection, renderer.moveTo(schema));
    }

    static boolean exists(Connection connection, PostgresName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
