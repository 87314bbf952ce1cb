package dev.anole.mysql.schema;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.IndexDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.TextDefaults;
import dev.anole.mysql.server.MySqlServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads table definitions from {@code information_schema}: base tables with all their columns, invisible and generated
 * ones included. Changes its session: a generated invisible primary key shows from then on. Not safe for use by several
 * threads.
 */
public final class DefinitionReader {

    private final Connection connection;
    private final boolean mariaDb;

    /** @param connection by which to read; stays the caller's */
    public DefinitionReader(Connection connection) throws SQLException {
        this.connection = connection;
        this.mariaDb = new MySqlServer(connection).isMariaDb();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SESSION sql_mode = ''");
            if (hasVariable(statement, "show_gipk_in_create_table_and_information_schema")) {
                statement.execute("SET SESSION show_gipk_in_create_table_and_information_schema = ON");
            }
        }
    }

    private static boolean hasVariable(Statement statement, String name) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW VARIABLES LIKE '" + name.replace("_", "\\_") + "'")) {
            return rows.next();
        }
    }

    /** Every base table of some schemas, in the order of their names. */
    public List<TableDefinition> read(Collection<String> schemas) throws SQLException {
        return schemas.isEmpty() ? List.of() : read(TableScope.ofSchemas(schemas));
    }

    /** One table; empty if there is no base table of that name. */
    public Optional<TableDefinition> read(TableId table) throws SQLException {
        return read(TableScope.ofTable(table)).stream().findFirst();
    }

    private List<TableDefinition> read(TableScope scope) throws SQLException {
        Map<TableId, String> comments = new TreeMap<>();
        Map<TableId, TextDefaults> texts = new HashMap<>();
        tables(scope, comments, texts);
        Map<TableId, List<ColumnDefinition>> columns = new ColumnReader(connection, mariaDb).read(scope);
        Map<TableId, List<IndexDefinition>> indexes = new IndexReader(connection, mariaDb).read(scope);
        Map<TableId, List<ForeignKeyDefinition>> foreignKeys = new ForeignKeyReader(connection).read(scope);
        Map<TableId, List<CheckDefinition>> checks = new CheckReader(connection, mariaDb).read(scope);
        return comments.keySet().stream()
                .filter(columns::containsKey)
                .map(id -> withJson(new TableDefinition(
                        id,
                        columns.getOrDefault(id, List.of()),
                        indexes.getOrDefault(id, List.of()),
                        foreignKeys.getOrDefault(id, List.of()),
                        comments.getOrDefault(id, ""),
                        checks.getOrDefault(id, List.of()),
                        texts.get(id))))
                .toList();
    }

    /** MariaDB's JSON is LONGTEXT with a check of the column's name (its manual, "JSON Data Type"). */
    private TableDefinition withJson(TableDefinition table) {
        if (!mariaDb) {
            return table;
        }
        Set<String> json = new HashSet<>();
        List<CheckDefinition> others = new ArrayList<>();
        for (CheckDefinition check : table.checks()) {
            boolean isJson =
                    check.expression().equals("json_valid(`" + check.name().replace("`", "``") + "`)")
                            && table.column(check.name())
                                    .filter(column -> column.columnType().equals("longtext"))
                                    .isPresent();
            if (isJson) {
                json.add(check.name());
            } else {
                others.add(check);
            }
        }
        List<ColumnDefinition> columns = table.columns().stream()
                .map(column -> json.contains(column.name()) ? column.asJson() : column)
                .toList();
        return new TableDefinition(
                table.id(), columns, table.indexes(), table.foreignKeys(), table.comment(), others, table.text());
    }

    private void tables(TableScope scope, Map<TableId, String> comments, Map<TableId, TextDefaults> texts)
            throws SQLException {
        scope.query(connection, """
                SELECT table_schema, table_name, table_comment, table_collation FROM information_schema.tables
                WHERE table_type IN ('BASE TABLE', 'SYSTEM VERSIONED') AND %s
                """, "", row -> {
            TableId id = TableScope.id(row);
            comments.put(id, row.getString(3));
            String collation = row.getString(4);
            if (collation != null) {
                int end = collation.indexOf('_');
                texts.put(id, new TextDefaults(end < 0 ? collation : collation.substring(0, end), collation));
            }
        });
    }
}
