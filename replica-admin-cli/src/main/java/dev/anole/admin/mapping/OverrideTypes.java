package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.TypeOverrides;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;

/** The types that {@code type_override} names, as PostgreSQL calls them wherever its search path leads. */
final class OverrideTypes {

    private OverrideTypes() {}

    /**
     * Reads them.
     *
     * @param postgres in autocommit mode
     * @return the full name by the name in the configuration
     * @throws AdminException for one that PostgreSQL does not have
     */
    static Map<String, String> read(Connection postgres, TypeOverrides overrides) throws SQLException {
        Map<String, String> names = new HashMap<>();
        postgres.setAutoCommit(false);
        try (Statement statement = postgres.createStatement()) {
            for (String type : overrides.types()) {
                names.put(type, fullName(statement, type));
                postgres.rollback();
            }
        } finally {
            postgres.rollback();
            postgres.setAutoCommit(true);
        }
        return names;
    }

    private static String fullName(Statement statement, String type) throws SQLException {
        statement.execute("SET LOCAL search_path = \"$user\", public");
        try {
            statement.execute("CREATE TEMPORARY TABLE anole_type (c " + type + ") ON COMMIT DROP");
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("42")
                    && !String.valueOf(e.getSQLState()).startsWith("22")) {
                throw e;
            }
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "type_override gives the type " + type + ", which PostgreSQL does not take: " + e.getMessage()
                            + ".",
                    "Correct override_to; a type outside of the schema public is written with its schema.",
                    e);
        }
        statement.execute("SET LOCAL search_path = pg_catalog");
        try (ResultSet row = statement.executeQuery("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                + " WHERE attrelid = 'pg_temp.anole_type'::regclass AND attname = 'c'")) {
            row.next();
            return row.getString(1);
        }
    }
}
