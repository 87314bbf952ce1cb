package dev.anole.mysql.schema;

import dev.anole.contract.IndexDefinition;
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

/** Indexes, from {@code information_schema.statistics} (MySQL manual, 28.3.34), the primary key first. */
final class IndexReader {

    private final Connection connection;
    private final boolean mariaDb;

    IndexReader(Connection connection, boolean mariaDb) {
        this.connection = connection;
        this.mariaDb = mariaDb;
    }

    Map<TableId, List<IndexDefinition>> read(TableScope scope) throws SQLException {
        Map<TableId, Map<String, IndexDefinition>> indexes = new HashMap<>();
        scope.query(connection, """
                SELECT table_schema, table_name, index_name, non_unique, index_type, column_name, sub_part, collation,
                       %s AS expression
                FROM information_schema.statistics WHERE %%s
                ORDER BY table_schema, table_name, index_name <> 'PRIMARY', index_name, seq_in_index
                """.formatted(mariaDb ? "NULL" : "expression"), "", row -> {
            Map<String, IndexDefinition> ofTable =
                    indexes.computeIfAbsent(TableScope.id(row), id -> new LinkedHashMap<>());
            String name = row.getString("index_name");
            ofTable.put(name, withPart(ofTable.get(name), name, row));
        });
        Map<TableId, List<IndexDefinition>> lists = new HashMap<>();
        indexes.forEach((id, ofTable) -> lists.put(id, List.copyOf(ofTable.values())));
        return lists;
    }

    private static IndexDefinition withPart(@Nullable IndexDefinition known, String name, ResultSet row)
            throws SQLException {
        String kind = row.getString("index_type");
        // The prefix that a spatial index shows is an internal one.
        int prefixLength = kind.equals("SPATIAL") ? 0 : row.getInt("sub_part");
        String expression = row.getString("expression");
        IndexDefinition.Part part = new IndexDefinition.Part(
                row.getString("column_name"),
                expression == null ? null : LabelParser.unescape(expression),
                prefixLength,
                "D".equals(row.getString("collation")));
        List<IndexDefinition.Part> parts = new ArrayList<>();
        if (known != null) {
            parts.addAll(known.parts());
        }
        parts.add(part);
        return new IndexDefinition(name, row.getInt("non_unique") == 0, kind, parts);
    }
}
