package dev.anole.mysql.server;

import dev.anole.contract.TableId;
import dev.anole.mysql.MySqlSourceConfig;
import dev.anole.mysql.stream.TableFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What the user may do, found out by doing it: privileges may come from roles, wildcards and partial revokes. */
final class PrivilegeChecks {

    private static final int DATABASE_ACCESS_DENIED = 1044;
    private static final int UNKNOWN_DATABASE = 1049;
    private static final int TABLE_ACCESS_DENIED = 1142;
    private static final int COLUMN_ACCESS_DENIED = 1143;
    private static final int NO_SUCH_TABLE = 1146;
    private static final int PRIVILEGE_NEEDED = 1227;

    /** A schema with more tables than this is not looked through to its end. */
    private static final int MOST_TABLES = 500;

    private final Connection connection;
    private final MySqlServer server;
    private final List<Problem> problems = new ArrayList<>();

    PrivilegeChecks(Connection connection, MySqlServer server) {
        this.connection = connection;
        this.server = server;
    }

    List<Problem> problems(TableFilter filter) throws SQLException {
        checkReplicationClient();
        checkReplicationSlave();
        for (String schema : filter.schemas()) {
            checkSchema(schema, filter);
        }
        return problems;
    }

    private void checkReplicationClient() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            MySqlServer.executeEither(statement, "SHOW BINARY LOG STATUS", "SHOW MASTER STATUS")
                    .close();
        } catch (SQLException e) {
            missing(e, "REPLICATION CLIENT", "*.*");
        }
    }

    private void checkReplicationSlave() throws SQLException {
        if (server.isMariaDb()) {
            // There, what lists replicas needs another privilege.
            if (!grants().contains("REPLICATION SLAVE") && !grants().contains("ALL PRIVILEGES ON *.*")) {
                add("REPLICATION SLAVE", "*.*");
            }
            return;
        }
        try (Statement statement = connection.createStatement()) {
            MySqlServer.executeEither(statement, "SHOW REPLICAS", "SHOW SLAVE HOSTS")
                    .close();
        } catch (SQLException e) {
            missing(e, "REPLICATION SLAVE", "*.*");
        }
    }

    private String grants() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW GRANTS")) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
            return text.toString();
        }
    }

    private void checkSchema(String schema, TableFilter filter) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SHOW TABLES FROM " + TableId.quote(schema)).close();
            checkAllTables(statement, schema, filter);
            for (TableId table : tables(schema)) {
                if (filter.publishes(table)) {
                    statement
                            .executeQuery("SELECT 1 FROM " + table.quoted() + " LIMIT 0")
                            .close();
                }
            }
        } catch (SQLException e) {
            if (e.getErrorCode() == UNKNOWN_DATABASE) {
                problems.add(new Problem(
                        MySqlSourceConfig.FILTER_SCHEMAS, "There is no schema \"" + schema + "\" in MySQL", true));
            } else {
                missing(e, "SELECT", TableId.quote(schema) + ".*");
            }
        }
    }

    /** Tables that the user may not read are not shown to it: ask for one that does not exist. */
    private static void checkAllTables(Statement statement, String schema, TableFilter filter) throws SQLException {
        TableId anyTable = new TableId(schema, "anole_any_table");
        if (filter.publishes(anyTable)) {
            try {
                statement
                        .executeQuery("SELECT 1 FROM " + anyTable.quoted() + " LIMIT 0")
                        .close();
            } catch (SQLException e) {
                if (e.getErrorCode() != NO_SUCH_TABLE) {
                    throw e;
                }
            }
        }
    }

    private List<TableId> tables(String schema) throws SQLException {
        String sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = ?"
                + " AND table_type = 'BASE TABLE' ORDER BY table_name LIMIT " + MOST_TABLES;
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                List<TableId> tables = new ArrayList<>();
                while (rows.next()) {
                    tables.add(new TableId(schema, rows.getString(1)));
                }
                return tables;
            }
        }
    }

    private void missing(SQLException e, String privilege, String object) throws SQLException {
        switch (e.getErrorCode()) {
            case DATABASE_ACCESS_DENIED, TABLE_ACCESS_DENIED, COLUMN_ACCESS_DENIED, PRIVILEGE_NEEDED ->
                add(privilege, object);
            default -> throw e;
        }
    }

    private void add(String privilege, String object) throws SQLException {
        String account = server.account();
        problems.add(new Problem(
                MySqlSourceConfig.USER,
                "The user " + account + " lacks the privilege " + privilege + " on " + object + ": GRANT " + privilege
                        + " ON " + object + " TO " + account,
                true));
    }
}
