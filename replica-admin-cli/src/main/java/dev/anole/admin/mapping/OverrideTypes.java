package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.postgres.types.MappingRules;
import dev.anole.postgres.types.TableRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** Finds the types that {@code type_override} names, as PostgreSQL calls them wherever its search path leads. */
final class OverrideTypes {

    private OverrideTypes() {}

    /**
     * The rules with the full names of types.
     *
     * @param postgres in autocommit mode
     * @param rules with the names that the configuration has
     * @throws AdminException for one that PostgreSQL does not have
     */
    static MappingRules resolve(Connection postgres, MappingRules rules) throws SQLException {
        Map<String, TableRule> types = new LinkedHashMap<>();
        postgres.setAutoCommit(false);
        try (Statement statement = postgres.createStatement()) {
            for (Map.Entry<String, TableRule> rule : rules.types().entrySet()) {
                TableRule named = rule.getValue();
                types.put(rule.getKey(), new TableRule(fullName(statement, named.value()), named.tables()));
                postgres.rollback();
            }
        } finally {
            postgres.rollback();
            postgres.setAutoCommit(true);
        }
        return rules.withTypes(types);
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
