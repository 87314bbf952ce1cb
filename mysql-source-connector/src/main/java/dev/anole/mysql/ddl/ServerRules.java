package dev.anole.mysql.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ddl.Dialect;
import dev.anole.mysql.server.MySqlServer;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * What of a server decides what its DDL statements mean.
 *
 * @param collations of the server, and the defaults of its databases as they are when the statements run
 * @param systemTimeZone what the time zone SYSTEM stands for
 * @param inlineReferences whether REFERENCES makes a foreign key as an attribute of a column, which MySQL before 9.0
 *     reads and ignores (its manual, 15.1.20.5; MariaDB's, "Foreign Keys")
 */
public record ServerRules(Dialect dialect, Collations collations, String systemTimeZone, boolean inlineReferences) {

    private static final int FIRST_WITH_INLINE_REFERENCES = 9;

    public ServerRules {
        requireNonNull(dialect, "dialect");
        requireNonNull(collations, "collations");
        requireNonNull(systemTimeZone, "systemTimeZone");
    }

    public static ServerRules read(Connection connection, MySqlServer server) throws SQLException {
        return new ServerRules(
                server.isMariaDb() ? Dialect.MARIADB : Dialect.MYSQL,
                Collations.read(connection),
                server.systemTimeZone(),
                server.isMariaDb() || major(server.version()) >= FIRST_WITH_INLINE_REFERENCES);
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }
}
