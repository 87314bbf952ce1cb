package dev.anole.mysql.schema;

import dev.anole.contract.CheckDefinition;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** CHECK constraints, from {@code information_schema.check_constraints} (MySQL manual, 28.3.5). */
final class CheckReader {

    private static final String MYSQL = """
            SELECT t.table_schema, t.table_name, t.constraint_name, c.check_clause, t.enforced = 'YES'
            FROM information_schema.table_constraints t
            JOIN information_schema.check_constraints c
              ON c.constraint_schema = t.constraint_schema AND c.constraint_name = t.constraint_name
            WHERE t.constraint_type = 'CHECK' AND %s
            ORDER BY t.table_schema, t.table_name, t.constraint_name
            """;

    /** Names are those of a table, not of a schema. A session may switch all off (check_constraint_checks). */
    private static final String MARIADB = """
            SELECT constraint_schema, table_name, constraint_name, check_clause, FALSE
            FROM information_schema.check_constraints
            WHERE %s
            ORDER BY constraint_schema, table_name, constraint_name
            """;

    private final Connection connection;
    private final boolean mariaDb;

    CheckReader(Connection connection, boolean mariaDb) {
        this.connection = connection;
        this.mariaDb = mariaDb;
    }

    Map<TableId, List<CheckDefinition>> read(TableScope scope) throws SQLException {
        Map<TableId, List<CheckDefinition>> checks = new HashMap<>();
        if (!exist()) {
            return checks;
        }
        TableScope.RowConsumer consumer = row -> checks.computeIfAbsent(TableScope.id(row), id -> new ArrayList<>())
                .add(new CheckDefinition(row.getString(3), expression(row.getString(4)), row.getBoolean(5)));
        if (mariaDb) {
            scope.query(connection, MARIADB, "constraint_schema", "table_name", consumer);
        } else {
            scope.query(connection, MYSQL, "t.", consumer);
        }
        return checks;
    }

    /** MySQL has them since 8.0.16. */
    private boolean exist() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        SELECT 1 FROM information_schema.tables
                        WHERE table_schema = 'information_schema' AND table_name = 'CHECK_CONSTRAINTS'""")) {
            return rows.next();
        }
    }

    private String expression(String clause) {
        return mariaDb ? clause : LabelParser.unescape(clause);
    }
}
