package dev.anole.testbed.shop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** The sample shop: five tables, some 277,000 rows, made by the MySQL server itself and always the same. */
public final class ShopDatabase {

    public static final List<String> TABLES = List.of("customers", "products", "orders", "order_lines", "payments");

    private ShopDatabase() {}

    /** Creates the tables in the connection's default database, and fills them. */
    public static void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The sample data are the same wherever they are made.
            statement.execute("SET time_zone = '+00:00', sql_mode = 'STRICT_TRANS_TABLES'");
            for (String sql : script().split(";\n")) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static String script() {
        try (InputStream in = ShopDatabase.class.getResourceAsStream("shop.sql")) {
            if (in == null) {
                throw new IllegalStateException("The testbed lacks its resource shop.sql");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read shop.sql", e);
        }
    }
}
