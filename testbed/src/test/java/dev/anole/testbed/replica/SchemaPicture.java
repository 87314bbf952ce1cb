package dev.anole.testbed.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What PostgreSQL has in a replica's schema, a line an object; the order of columns does not show. */
final class SchemaPicture {

    private static final List<String> QUERIES = List.of("""
            SELECT 'table ' || relname || ' ' || coalesce(obj_description(oid, 'pg_class'), '')
            FROM pg_class WHERE relnamespace = '<schema>'::regnamespace AND relkind = 'r'""", """
            SELECT concat_ws(' ', 'column', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
              CASE WHEN a.attnotnull THEN 'NOT NULL' END, pg_get_expr(d.adbin, d.adrelid), nullif(a.attidentity, ''),
              col_description(c.oid, a.attnum))
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = '<schema>'::regnamespace AND c.relkind = 'r'""", """
            SELECT concat_ws(' ', 'constraint', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE connamespace = '<schema>'::regnamespace AND contype <> 'n'""", """
            SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = '<schema>'""", """
            SELECT concat_ws(' ', 'type', t.typname, string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder))
            FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid WHERE t.typnamespace = '<schema>'::regnamespace
            GROUP BY t.typname""", """
            SELECT 'sequence ' || relname FROM pg_class c WHERE relnamespace = '<schema>'::regnamespace AND relkind = 'S'
              AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype = 'i')""", """
            SELECT concat_ws(' ', 'catalogue', mysql_table, postgres_table, state, mapping) FROM anole.tables""", """
            SELECT concat_ws(' ', 'foreign key', mysql_table, name, definition) FROM anole.foreign_keys""");

    /** Tables that get a database's default text, which the source has as it was at its start (decision 0022). */
    private static final String OF_CHANGED_DATABASE = "db_";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SchemaPicture() {}

    static String of(Replica replica, String schema) throws SQLException {
        List<String> lines = new ArrayList<>();
        for (String query : QUERIES) {
            lines.addAll(Lines.of(replica, schema, query));
        }
        for (String definition :
                Lines.of(replica, schema, "SELECT definition FROM anole.tables WHERE postgres_schema = '<schema>'")) {
            lines.add("definition " + withoutSpelling(definition));
        }
        return lines.stream().sorted().collect(Collectors.joining("\n"));
    }

    /** MySQL writes expressions in its own words, and does not show which indexes it has made by itself. */
    private static String withoutSpelling(String definition) {
        try {
            ObjectNode table = (ObjectNode) JSON.readTree(definition);
            if (table.at("/id/table").textValue().startsWith(OF_CHANGED_DATABASE)) {
                table.remove("text");
                table.get("columns")
                        .forEach(column -> ((ObjectNode) column).remove(List.of("characterSet", "collation")));
            }
            for (JsonNode column : table.get("columns")) {
                if (column.has("defaultIsExpression")) {
                    ((ObjectNode) column).remove("defaultValue");
                }
            }
            for (JsonNode index : table.get("indexes")) {
                ((ObjectNode) index).remove("generated");
                for (JsonNode part : index.get("parts")) {
                    if (!part.path("expression").isNull()) {
                        ((ObjectNode) part).put("expression", "some");
                    }
                }
            }
            for (JsonNode check : table.get("checks")) {
                ((ObjectNode) check).put("expression", "some");
            }
            return table.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("No JSON: " + definition, e);
        }
    }

    /** @param table as statements name it, without a schema */
    static String rows(Replica replica, String schema, String table) throws SQLException {
        String columns = String.join(
                ", ",
                Lines.of(
                        replica,
                        schema,
                        "SELECT quote_literal(attname) || ', ' || quote_ident(attname) FROM pg_attribute WHERE attrelid = '<schema>."
                                + table.replace("'", "''")
                                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attname"));
        return String.join(
                "\n",
                Lines.of(
                        replica,
                        schema,
                        "SELECT jsonb_build_object(" + columns + ") FROM <schema>." + table + " ORDER BY 1"));
    }
}
