package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableDefinition;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether MySQL logs the rows that its foreign keys change. It does since 9.6, unless {@code
 * innodb_native_foreign_keys} is ON; older servers, which lack that variable, and MariaDB do not (MySQL manual, 17.14
 * InnoDB Startup Options).
 */
final class CascadeChecks {

    private CascadeChecks() {}

    /** @throws AdminException naming the foreign keys whose effects would be lost */
    static void requireLogged(Connection mysql, List<TableDefinition> tables) throws SQLException {
        List<String> cascading = cascading(tables);
        if (!cascading.isEmpty() && !logged(mysql)) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "This MySQL server does not log the rows that these foreign keys change by CASCADE or SET NULL, so"
                            + " they would be missing in PostgreSQL: " + String.join(", ", cascading) + ".",
                    "Use MySQL 9.6 or later with innodb_native_foreign_keys=OFF, or drop these actions, or leave the child"
                            + " tables out by skip_tables.");
        }
    }

    static List<String> cascading(List<TableDefinition> tables) {
        List<String> found = new ArrayList<>();
        for (TableDefinition table : tables) {
            for (ForeignKeyDefinition foreignKey : table.foreignKeys()) {
                if (foreignKey.cascades()) {
                    found.add(foreignKey.name() + " of " + table.id());
                }
            }
        }
        return found;
    }

    private static boolean logged(Connection mysql) throws SQLException {
        try (Statement statement = mysql.createStatement();
                ResultSet row = statement.executeQuery("SHOW GLOBAL VARIABLES LIKE 'innodb_native_foreign_keys'")) {
            return row.next() && row.getString(2).equals("OFF");
        }
    }
}
