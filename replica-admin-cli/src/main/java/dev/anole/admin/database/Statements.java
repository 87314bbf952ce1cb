package dev.anole.admin.database;

import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What is asked of a session on PostgreSQL again and again. Commits nothing itself. */
public final class Statements {

    private Statements() {}

    /** Runs them one after the other. */
    public static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Whether there is a relation of that name. */
    public static boolean exists(Connection connection, PostgresName relation) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, relation.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
