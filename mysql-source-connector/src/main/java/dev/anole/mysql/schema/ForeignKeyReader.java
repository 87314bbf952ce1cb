package dev.anole.mysql.schema;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Foreign keys, from {@code information_schema.key_column_usage} and {@code referential_constraints}. */
final class ForeignKeyReader {

    private static final String SELECT = """
            SELECT k.table_schema, k.table_name, k.constraint_name, k.column_name, k.referenced_table_schema,
                   k.referenced_table_name, k.referenced_column_name, r.update_rule, r.delete_rule
            FROM information_schema.key_column_usage k
            JOIN information_schema.referential_constraints r
              ON r.constraint_schema = k.constraint_schema AND r.constraint_name = k.constraint_name
             AND r.table_name = k.table_name
            WHERE k.referenced_table_name IS NOT NULL AND %s
            ORDER BY k.table_schema, k.table_name, k.constraint_name, k.ordinal_position
            """;

    private final Connection connection;

    ForeignKeyReader(Connection connection) {
        this.connection = connection;
    }

    Map<TableId, List<ForeignKeyDefinition>> read(TableScope scope) throws SQLException {
        Map<TableId, Map<String, ForeignKeyDefinition>> foreignKeys = new HashMap<>();
        scope.query(connection, SELECT, "k.", row -> {
            Map<String, ForeignKeyDefinition> ofTable =
                    foreignKeys.computeIfAbsent(TableScope.id(row), id -> new LinkedHashMap<>());
            String name = row.getString("constraint_name");
            ofTable.put(name, withColumn(ofTable.get(name), name, row));
        });
        Map<TableId, List<ForeignKeyDefinition>> lists = new HashMap<>();
        foreignKeys.forEach((id, ofTable) -> lists.put(id, List.copyOf(ofTable.values())));
        return lists;
    }

    private static ForeignKeyDefinition withColumn(@Nullable ForeignKeyDefinition known, String name, ResultSet row)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> referencedColumns = new ArrayList<>();
        if (known != null) {
            columns.addAll(known.columns());
            referencedColumns.addAll(known.referencedColumns());
        }
        columns.add(row.getString("column_name"));
        referencedColumns.add(row.getString("referenced_column_name"));
        return new ForeignKeyDefinition(
                name,
                columns,
                new TableId(row.getString("referenced_table_schema"), row.getString("referenced_table_name")),
                referencedColumns,
                row.getString("update_rule"),
                row.getString("delete_rule"));
    }
}
