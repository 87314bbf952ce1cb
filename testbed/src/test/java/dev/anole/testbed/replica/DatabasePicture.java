package dev.anole.testbed.replica;

/** Queries that show what a database has in some schemas, a line a thing, whatever the schemas' names are. */
final class DatabasePicture {

    private DatabasePicture() {}

    /** Columns, constraints, indexes, sequences, types, comments and storage parameters. */
    static String definitions(String schemas) {
        return """
                WITH n AS (SELECT oid, nspname FROM pg_namespace WHERE nspname IN (<schemas>)),
                r AS (SELECT c.*, n.nspname FROM pg_class c JOIN n ON n.oid = c.relnamespace)
                SELECT line FROM (
                  SELECT concat_ws(' ', 'column', relname, attname, format_type(atttypid, atttypmod),
                    'not null ' || attnotnull, pg_get_expr(adbin, adrelid), attgenerated, attidentity,
                    attcollation::regcollation, col_description(r.oid, attnum)) AS line
                  FROM r JOIN pg_attribute a ON attrelid = r.oid LEFT JOIN pg_attrdef d ON adrelid = r.oid AND adnum = attnum
                  WHERE relkind IN ('r', 'p') AND NOT relispartition AND attnum > 0 AND NOT attisdropped
                  UNION ALL
                  SELECT concat_ws(' ', 'table', relname, relpersistence, reloptions::text, obj_description(r.oid, 'pg_class'))
                  FROM r WHERE relkind IN ('r', 'p') AND NOT relispartition
                  UNION ALL
                  SELECT concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(k.oid), convalidated)
                  FROM r JOIN pg_constraint k ON conrelid = r.oid WHERE contype <> 'n' AND NOT relispartition AND conparentid = 0
                  UNION ALL
                  SELECT 'index ' || replace(pg_get_indexdef(r.oid), ' ON ONLY ', ' ON ') FROM r
                  WHERE relkind IN ('i', 'I') AND NOT relispartition
                  UNION ALL
                  SELECT concat_ws(' ', 'sequence', sequencename, data_type, start_value, min_value, max_value, increment_by,
                    cycle, cache_size, last_value) FROM pg_sequences WHERE schemaname IN (<schemas>)
                  UNION ALL
                  SELECT concat_ws(' ', 'type', typname, typtype, typnotnull, typdefault, format_type(typbasetype, typtypmod),
                    (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid),
                    (SELECT string_agg(pg_get_constraintdef(oid), ',') FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'))
                  FROM pg_type t JOIN n ON n.oid = typnamespace WHERE typtype IN ('e', 'd')
                ) s ORDER BY line COLLATE pg_catalog."C\"""".replace("<schemas>", schemas);
    }

    /** @param table qualified and quoted */
    static String rows(String table) {
        return "SELECT t::text FROM " + table + " t ORDER BY t::text COLLATE pg_catalog.\"C\"";
    }
}
