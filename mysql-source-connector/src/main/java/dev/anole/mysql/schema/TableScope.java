package dev.anole.mysql.schema;

import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Which tables are read: all of some schemas, or a single one. */
record TableScope(String condition, List<String> parameters) {

    /** Takes a row of a result in. */
    interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    static TableScope ofSchemas(Collection<String> schemas) {
        return new TableScope(
                "table_schema IN (" + String.join(", ", Collections.nCopies(schemas.size(), "?")) + ")",
                new ArrayList<>(schemas));
    }

    static TableScope ofTable(TableId table) {
        return new TableScope("table_schema = ? AND table_name = ?", List.of(table.database(), table.table()));
    }

    /** The table that a row's first two columns name. */
    static TableId id(ResultSet row) throws SQLException {
        return new TableId(row.getString(1), row.getString(2));
    }

    /**
     * Runs a query over a view of {@code information_schema}.
     *
     * @param select ends with the condition's place, {@code %s}
     * @param prefix of the names {@code table_schema} and {@code table_name}, with its dot; may be empty
     */
    void query(Connection connection, String select, String prefix, RowConsumer consumer) throws SQLException {
        query(connection, select, prefix + "table_schema", prefix + "table_name", consumer);
    }

    /** The same for a view that names schema and table otherwise. */
    void query(Connection connection, String select, String schemaColumn, String tableColumn, RowConsumer consumer)
            throws SQLException {
        String sql =
                select.formatted(condition.replace("table_schema", schemaColumn).replace("table_name", tableColumn));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    consumer.accept(rows);
                }
            }
        }
    }
}
