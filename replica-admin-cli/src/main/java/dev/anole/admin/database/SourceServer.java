package dev.anole.admin.database;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.MySqlSettings;
import dev.anole.mysql.MySqlAddress;
import dev.anole.mysql.MySqlConnections;
import java.sql.Connection;
import java.sql.SQLException;

/** Sessions on the MySQL server of a source. */
public final class SourceServer {

    private SourceServer() {}

    /** @throws AdminException with exit code CONNECTION if the server cannot be reached or refuses */
    public static Connection open(MySqlSettings settings) {
        MySqlAddress address = settings.address();
        try {
            return MySqlConnections.open(address);
        } catch (SQLException e) {
            throw new AdminException(
                    ExitCode.CONNECTION,
                    "Could not connect to MySQL as " + address + ": " + SqlMessage.of(e),
                    "Start the server, or correct db_conn in the configuration.",
                    e);
        }
    }
}
