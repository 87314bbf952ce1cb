package dev.anole.testbed.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One column of a table as both servers have it. */
record ColumnMeanings(String schema, Connection mySql, Connection postgres, String table, String column) {

    /** By row, where they differ: also rows that only one has. */
    Map<String, String> differences(String key) throws SQLException {
        String dataType = texts(
                        mySql,
                        "SELECT data_type FROM information_schema.columns WHERE table_schema = DATABASE()"
                                + " AND table_name = '" + table + "' AND column_name = '" + column + "'")
                .get(0);
        String type = texts(
                        postgres,
                        "SELECT udt_name FROM information_schema.columns WHERE table_schema = '" + schema
                                + "' AND table_name = '" + table + "' AND column_name = '" + column + "'")
                .get(0);
        Map<String, String> source = read(
                mySql,
                "SELECT CONCAT_WS(' ', " + key + "), " + ValueComparison.mySqlExpression(dataType, column) + " FROM "
                        + table);
        Map<String, String> target = read(
                postgres,
                "SELECT concat_ws(' ', " + key + "), " + ValueComparison.postgresExpression(type, column) + " FROM \""
                        + schema + "\"." + table);
        Map<String, String> differences = new LinkedHashMap<>();
        source.forEach((row, text) -> {
            Object expected = ValueComparison.ofMySql(dataType, type, text);
            if (!target.containsKey(row)) {
                differences.put(row, "missing in PostgreSQL");
            } else if (!Objects.equals(expected, ValueComparison.ofPostgres(type, target.get(row)))) {
                differences.put(row, shortened(type + " " + target.get(row)) + " for " + shortened("" + text));
            }
        });
        target.keySet().stream()
                .filter(row -> !source.containsKey(row))
                .forEach(row -> differences.put(row, "only in PostgreSQL"));
        return differences;
    }

    private static Map<String, String> read(Connection connection, String sql) throws SQLException {
        Map<String, String> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.put(result.getString(1), result.getString(2));
            }
        }
        return rows;
    }

    /** The first column of what the query gives. */
    static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "..." : text;
    }
}
