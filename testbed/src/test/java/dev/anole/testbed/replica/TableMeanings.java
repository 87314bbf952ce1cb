package dev.anole.testbed.replica;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table's rows as both servers have them, compared as multisets: no key is needed.
 *
 * @param mySql a session at UTC whose default database has the table
 */
record TableMeanings(String schema, Connection mySql, Connection postgres, String table) {

    private static final int SHOWN = 6;

    /** A column's name and its type in either server. */
    private record Column(String name, String dataType, String postgresType) {}

    private interface Meaning {
        @Nullable
        Object of(Column column, @Nullable String text);
    }

    /** Rows that one side has more often than the other, some of them. */
    List<String> differences() throws SQLException {
        List<Column> columns = columns();
        Map<List<@Nullable Object>, Integer> balance = new HashMap<>();
        List<String> source = columns.stream()
                .map(column -> ValueComparison.mySqlExpression(column.dataType, column.name))
                .toList();
        read(
                mySql,
                source,
                table,
                columns,
                (column, text) -> ValueComparison.ofMySql(column.dataType, column.postgresType, text),
                row -> balance.merge(row, 1, Integer::sum));
        List<String> target = columns.stream()
                .map(column -> ValueComparison.postgresExpression(column.postgresType, column.name))
                .toList();
        read(
                postgres,
                target,
                "\"" + schema + "\"." + table,
                columns,
                (column, text) -> ValueComparison.ofPostgres(column.postgresType, text),
                row -> balance.merge(row, -1, Integer::sum));
        return balance.entrySet().stream()
                .filter(row -> row.getValue() != 0)
                .map(row -> (row.getValue() > 0 ? "MySQL has " : "PostgreSQL has ") + Math.abs(row.getValue())
                        + " more of " + row(columns, row.getKey()))
                .sorted()
                .limit(SHOWN)
                .toList();
    }

    private static String row(List<Column> columns, List<@Nullable Object> values) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            texts.add(columns.get(i).name + " = " + ColumnMeanings.shortened(String.valueOf(values.get(i))));
        }
        return String.join(", ", texts);
    }

    private List<Column> columns() throws SQLException {
        String types = "SELECT column_name, %s FROM information_schema.columns WHERE table_schema = %s"
                + " AND table_name = '" + table + "' ORDER BY ordinal_position";
        Map<String, String> postgresTypes = new HashMap<>();
        try (Statement statement = postgres.createStatement();
                ResultSet rows = statement.executeQuery(types.formatted("udt_name", "'" + schema + "'"))) {
            while (rows.next()) {
                postgresTypes.put(rows.getString(1), rows.getString(2));
            }
        }
        List<Column> columns = new ArrayList<>();
        try (Statement statement = mySql.createStatement();
                ResultSet rows = statement.executeQuery(types.formatted("data_type", "DATABASE()"))) {
            while (rows.next()) {
                String name = rows.getString(1);
                String postgresType = postgresTypes.get(name);
                if (postgresType == null) {
                    throw new AssertionError("PostgreSQL has no column " + name + " in " + table);
                }
                columns.add(new Column(name, rows.getString(2), postgresType));
            }
        }
        return columns;
    }

    private interface RowConsumer {
        void accept(List<@Nullable Object> row);
    }

    private static void read(
            Connection connection,
            List<String> expressions,
            String table,
            List<Column> columns,
            Meaning meaning,
            RowConsumer consumer)
            throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + String.join(", ", expressions) + " FROM " + table)) {
            while (rows.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    row.add(meaning.of(columns.get(i), rows.getString(i + 1)));
                }
                consumer.accept(row);
            }
        }
    }
}
