package dev.anole.testbed.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The first column of a query on PostgreSQL, a line a row. */
final class Lines {

    private Lines() {}

    /** @param query in which {@code <schema>} stands for the replica's schema */
    static List<String> of(Replica replica, String query) throws SQLException {
        return of(replica, replica.schema(), query);
    }

    /** @param schema another one */
    static List<String> of(Replica replica, String schema, String query) throws SQLException {
        try (Connection connection = replica.postgres();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query.replace("<schema>", schema))) {
            List<String> lines = new ArrayList<>();
            while (row.next()) {
                lines.add(row.getString(1));
            }
            return lines;
        }
    }
}
