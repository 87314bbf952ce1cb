package dev.anole.admin.pgsql;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Reads tables from the catalogues of the source database, by PostgreSQL's own functions; {@code search_path} has to be
 * empty, so that they qualify all names. Used by one thread.
 */
final class SourceCatalogue {

    /** Ordinary and partitioned tables; partitions come with these, and extensions bring their own tables. */
    private static final String TABLES = """
            SELECT c.oid::bigint, n.nspname, c.relname, c.relpersistence = 'u',
              coalesce((SELECT string_agg(format('%I = %L', option_name, option_value), ', ')
                FROM pg_options_to_table(c.reloptions)), ''),
              coalesce(obj_description(c.oid, 'pg_class'), '')
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY (?) AND c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
              AND NOT EXISTS (SELECT FROM pg_depend d
                WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
            ORDER BY n.nspname, c.relname""";

    private static final String COLUMNS = """
            SELECT a.attrelid::bigint, a.attname, format_type(a.atttypid, a.atttypmod),
              (SELECT format('%I.%I', n.nspname, c.collname) FROM pg_collation c
                JOIN pg_namespace n ON n.oid = c.collnamespace
                WHERE c.oid = a.attcollation AND a.attcollation <> t.typcollation),
              a.attnotnull, pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity,
              coalesce(col_description(a.attrelid, a.attnum), '')
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid::bigint = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attrelid, a.attnum""";

    private final Connection connection;

    SourceCatalogue(Connection connection) {
        this.connection = connection;
    }

    /** The schemas of these that the database has. */
    List<String> schemas(Collection<String> names) throws SQLException {
        return rows(
                "SELECT nspname FROM pg_namespace WHERE nspname = ANY (?)",
                array("text", names),
                row -> row.getString(1));
    }

    /**
     * The tables of these schemas, without their columns.
     *
     * @param mappings schema of the source to schema of the target
     */
    List<SourceTable> tables(Map<String, String> mappings, Predicate<TableId> wanted) throws SQLException {
        List<SourceTable> tables = rows(TABLES, array("text", mappings.keySet()), row -> {
            TableId id = new TableId(row.getString(2), row.getString(3));
            return new SourceTable(
                    row.getLong(1),
                    id,
                    Identifiers.table(String.valueOf(mappings.get(id.database())), id),
                    row.getBoolean(4),
                    row.getString(5),
                    row.getString(6),
                    List.of());
        });
        return tables.stream().filter(table -> wanted.test(table.id())).toList();
    }

    /** The same tables with their columns. */
    List<SourceTable> withColumns(List<SourceTable> tables) throws SQLException {
        Map<Long, List<SourceColumn>> columns = new LinkedHashMap<>();
        rows(COLUMNS, oids(tables), row -> columns.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                .add(new SourceColumn(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getString(6),
                        row.getString(7).strip(),
                        row.getString(8).strip(),
                        row.getString(9))));
        return tables.stream()
                .map(table -> new SourceTable(
                        table.oid(),
                        table.id(),
                        table.target(),
                        table.unlogged(),
                        table.options(),
                        table.comment(),
                        columns.getOrDefault(table.oid(), List.of())))
                .toList();
    }

    /** Makes a value of a row. */
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    java.sql.Array oids(List<SourceTable> tables) throws SQLException {
        return array("int8", tables.stream().map(SourceTable::oid).toList());
    }

    java.sql.Array array(String type, Collection<?> values) throws SQLException {
        return connection.createArrayOf(type, values.toArray());
    }

    /** @param parameter for each question mark */
    <T> List<T> rows(String sql, java.sql.Array parameter, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                statement.setArray(i, parameter);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        }
    }

    static PostgresName name(ResultSet row, int schema) throws SQLException {
        return new PostgresName(row.getString(schema), row.getString(schema + 1));
    }
}
