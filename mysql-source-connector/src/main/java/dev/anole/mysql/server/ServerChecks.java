package dev.anole.mysql.server;

import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.MySqlConnections;
import dev.anole.mysql.MySqlSourceConfig;
import dev.anole.mysql.stream.TableFilter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Finds out whether a server can be a source: it is reached, set up, and open to the user. */
public final class ServerChecks {

    private ServerChecks() {}

    /** Connects and looks; a server that is not reached is a problem, not an exception. */
    public static List<Problem> problems(MySqlAddress address, TableFilter filter) {
        try (Connection connection = MySqlConnections.open(address)) {
            return problems(connection, address, filter);
        } catch (SQLException e) {
            return List.of(ConnectionFailure.problem(e, address));
        }
    }

    private static List<Problem> problems(Connection connection, MySqlAddress address, TableFilter filter) {
        try {
            return problems(connection, filter);
        } catch (SQLException e) {
            return List.of(new Problem(
                    MySqlSourceConfig.HOST,
                    "Could not find out whether MySQL on " + address.place() + " can be a source: " + e.getMessage(),
                    true));
        }
    }

    /**
     * Looks at the server of a session.
     *
     * @throws SQLException if the server does not answer
     */
    public static List<Problem> problems(Connection connection, TableFilter filter) throws SQLException {
        MySqlServer server = new MySqlServer(connection);
        PrivilegeChecks privileges = new PrivilegeChecks(connection, server);
        List<Problem> problems = new ArrayList<>(privileges.problems(filter));
        boolean mayReadStatus = problems.isEmpty();
        problems.addAll(new SettingChecks(server).problems(mayReadStatus));
        return problems;
    }
}
