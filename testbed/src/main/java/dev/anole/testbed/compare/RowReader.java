package dev.anole.testbed.compare;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table's rows as texts that are the same on both sides for the same row. It uses the drivers' own conversions
 * and each database's own JSON and array functions, nothing of Anole's.
 */
public final class RowReader {

    private RowReader() {}

    /** The rows of a MySQL table. */
    public static void mySql(Connection connection, String table, Consumer<String> row) throws SQLException {
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            // MariaDB knows no invisible keys, and passes over comments of MySQL's.
            statement.execute("SET time_zone = '+00:00'"
                    + " /*!80030 , show_gipk_in_create_table_and_information_schema = ON */");
            try (ResultSet names =
                    statement.executeQuery("SELECT column_name, data_type FROM information_schema.columns"
                            + " WHERE table_schema = DATABASE() AND table_name = '" + table.replace("'", "''")
                            + "' ORDER BY ordinal_position")) {
                while (names.next()) {
                    String name = "`" + names.getString(1).replace("`", "``") + "`";
                    columns.add(
                            switch (names.getString(2)) {
                                case "timestamp", "datetime", "date", "time", "year" -> "CAST(" + name + " AS CHAR)";
                                case "bit" -> "CAST(" + name + " AS UNSIGNED)";
                                case "float", "double" -> name + " + 0e0";
                                default -> name;
                            });
                }
            }
        }
        String sql = "SELECT " + String.join(", ", columns) + " FROM `" + table.replace("`", "``") + "`";
        read(connection, sql, Integer.MIN_VALUE, row);
    }

    /** The rows of a PostgreSQL table. */
    public static void postgres(Connection connection, String schema, String table, Consumer<String> row)
            throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(false);
        List<String> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL TimeZone = 'UTC'");
            try (ResultSet names = statement.executeQuery(
                    "SELECT column_name, data_type FROM information_schema.columns WHERE table_schema = '"
                            + schema.replace("'", "''") + "' AND table_name = '" + table.replace("'", "''")
                            + "' ORDER BY ordinal_position")) {
                while (names.next()) {
                    String name = "\"" + names.getString(1).replace("\"", "\"\"") + "\"";
                    columns.add(
                            switch (names.getString(2)) {
                                case "timestamp with time zone" -> "(" + name + " AT TIME ZONE 'UTC')::text";
                                case "timestamp without time zone", "date", "time without time zone" -> name + "::text";
                                case "ARRAY" -> "array_to_string(" + name + ", ',')";
                                case "bit" -> name + "::bigint";
                                case "real" -> name + "::double precision";
                                default -> name;
                            });
                }
            }
            if (columns.isEmpty()) {
                throw new SQLException("There is no table " + schema + "." + table + " in PostgreSQL", "42P01");
            }
        }
        String sql = "SELECT " + columns.stream().collect(Collectors.joining(", ")) + " FROM \""
                + schema.replace("\"", "\"\"") + "\".\"" + table.replace("\"", "\"\"") + "\"";
        try {
            read(connection, sql, 5_000, row);
        } finally {
            connection.rollback();
            connection.setAutoCommit(autoCommit);
        }
    }

    private static void read(Connection connection, String sql, int fetchSize, Consumer<String> row)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(fetchSize);
            try (ResultSet rows = statement.executeQuery(sql)) {
                ResultSetMetaData metaData = rows.getMetaData();
                StringBuilder text = new StringBuilder();
                while (rows.next()) {
                    text.setLength(0);
                    for (int column = 1; column <= metaData.getColumnCount(); column++) {
                        text.append(text(rows.getObject(column))).append('\u0001');
                    }
                    row.accept(text.toString());
                }
            }
        }
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "\u0000";
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        }
        if (value instanceof Boolean bool) {
            return bool ? "1" : "0";
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
        }
        String text = value.toString();
        boolean json = text.startsWith("{") || text.startsWith("[");
        if (json) {
            return CanonicalJson.of(text);
        }
        // MySQL writes all digits of a fraction, PostgreSQL no zeros at its end.
        boolean time = text.length() > 8 && text.indexOf(':') > 0 && text.indexOf('.') > 0;
        return time ? text.replaceFirst("\\.?0+$", "") : text;
    }

    /** A digest that takes rows; see {@link #result}. */
    public static final class Digest implements Consumer<String> {
        private long rows;
        private long checksum;

        @Override
        public void accept(String row) {
            try {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(row.getBytes(StandardCharsets.UTF_8));
                rows++;
                for (int i = 0; i < 8; i++) {
                    checksum += (hash[i] & 0xffL) << 8 * i;
                }
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("Every JDK has SHA-256", e);
            }
        }

        public TableDigest result() {
            return new TableDigest(rows, checksum);
        }
    }
}
