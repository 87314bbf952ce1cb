package dev.anole.admin.pgsql;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what belongs to the copied tables: types, sequences, constraints, indexes. Used by one thread. */
final class SourceParts {

    private static final String TYPES = """
            WITH RECURSIVE used AS (
              SELECT a.atttypid AS oid FROM pg_attribute a
              WHERE a.attrelid::bigint = ANY (?) AND a.attnum > 0 AND NOT a.attisdropped
              UNION
              SELECT part FROM used JOIN pg_type t USING (oid), unnest(ARRAY[t.typelem, t.typbasetype]) part
              WHERE part <> 0
            )
            SELECT n.nspname, t.typname, coalesce(x.extname, ''),
              CASE t.typtype
              WHEN 'e' THEN format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
                (SELECT coalesce(string_agg(format('%L', enumlabel), ', ' ORDER BY enumsortorder), '')
                  FROM pg_enum WHERE enumtypid = t.oid))
              WHEN 'd' THEN concat(format('CREATE DOMAIN %I.%I AS %s', n.nspname, t.typname,
                  format_type(t.typbasetype, t.typtypmod)),
                (SELECT format(' COLLATE %I.%I', cn.nspname, c.collname) FROM pg_collation c
                  JOIN pg_namespace cn ON cn.oid = c.collnamespace JOIN pg_type b ON b.oid = t.typbasetype
                  WHERE c.oid = t.typcollation AND t.typcollation <> b.typcollation),
                ' DEFAULT ' || pg_get_expr(t.typdefaultbin, 0), CASE WHEN t.typnotnull THEN ' NOT NULL' END,
                (SELECT string_agg(format(' CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), '' ORDER BY oid)
                  FROM pg_constraint WHERE contypid = t.oid AND contype = 'c'))
              ELSE '' END
            FROM used JOIN pg_type t USING (oid) JOIN pg_namespace n ON n.oid = t.typnamespace
            LEFT JOIN pg_depend e ON e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e'
            LEFT JOIN pg_extension x ON x.oid = e.refobjid
            WHERE n.nspname <> 'pg_catalog' AND t.typcategory <> 'A' ORDER BY t.oid""";

    private static final String SEQUENCES = """
            SELECT n.nspname, s.relname, format_type(q.seqtypid, NULL),
              format('INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s%s', q.seqincrement, q.seqmin,
                q.seqmax, q.seqstart, q.seqcache, CASE WHEN q.seqcycle THEN ' CYCLE' ELSE '' END),
              CASE WHEN mine THEN own.refobjid::bigint ELSE 0 END, coalesce(a.attname, ''),
              coalesce(own.deptype = 'i', false)
            FROM pg_class s JOIN pg_sequence q ON q.seqrelid = s.oid JOIN pg_namespace n ON n.oid = s.relnamespace
            LEFT JOIN pg_depend own ON own.classid = 'pg_class'::regclass AND own.objid = s.oid
              AND own.refclassid = 'pg_class'::regclass AND own.deptype IN ('a', 'i')
            LEFT JOIN pg_attribute a ON a.attrelid = own.refobjid AND a.attnum = own.refobjsubid
            CROSS JOIN LATERAL (SELECT coalesce(own.refobjid::bigint = ANY (?), false) AS mine) m
            WHERE mine OR EXISTS (
              SELECT FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
              WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass
                AND d.refobjid = s.oid AND f.adrelid::bigint = ANY (?))
            ORDER BY s.oid""";

    private static final String CONSTRAINTS = """
            SELECT conrelid::bigint, format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname,
              pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conrelid::bigint = ANY (?) AND contype IN ('p', 'u', 'x', 'c')
            ORDER BY conrelid, array_position(ARRAY['p', 'u', 'x', 'c'], contype::text), conname""";

    /** That of a partitioned table is made for a plain one. */
    private static final String INDEXES = """
            SELECT i.indrelid::bigint, CASE c.relkind WHEN 'I'
              THEN regexp_replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') ELSE pg_get_indexdef(c.oid) END
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
            WHERE i.indrelid::bigint = ANY (?) AND i.indisvalid
              AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = c.oid AND k.conrelid = i.indrelid)
            ORDER BY i.indrelid, c.relname""";

    private static final String FOREIGN_KEYS = """
            SELECT confrelid::bigint = ANY (?), format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass,
              conname, pg_get_constraintdef(oid)), format('%I of %s', conname, conrelid::regclass), confrelid::regclass
            FROM pg_constraint WHERE conrelid::bigint = ANY (?) AND contype = 'f' AND conparentid = 0
            ORDER BY conrelid, conname""";

    private final SourceCatalogue catalogue;
    private final java.sql.Array oids;
    private final List<SourceTable> tables;
    private final Set<String> schemas;

    /** @param schemas of the source that are mapped */
    SourceParts(SourceCatalogue catalogue, List<SourceTable> tables, Set<String> schemas) throws SQLException {
        this.catalogue = catalogue;
        this.tables = tables;
        this.schemas = Set.copyOf(schemas);
        oids = catalogue.oids(tables);
    }

    SourcePlan plan() throws SQLException {
        List<SourceType> copied = new ArrayList<>();
        List<SourceType> foreign = new ArrayList<>();
        for (SourceType type : types()) {
            boolean ours = schemas.contains(type.name().schema())
                    && type.extension().isEmpty()
                    && !type.statement().isEmpty();
            (ours ? copied : foreign).add(type);
        }
        Map<Long, List<String>> keys = new LinkedHashMap<>();
        addTo(keys, CONSTRAINTS);
        addTo(keys, INDEXES);
        List<String> foreignKeys = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        catalogue.rows(
                FOREIGN_KEYS,
                oids,
                row -> row.getBoolean(1)
                        ? foreignKeys.add(row.getString(2))
                        : warnings.add("The foreign key " + row.getString(3) + " is left out, since " + row.getString(4)
                                + ", to which it refers, is not copied."));
        return new SourcePlan(tables, copied, foreign, sequences(), keys, foreignKeys, warnings);
    }

    private List<SourceType> types() throws SQLException {
        return catalogue.rows(
                TYPES, oids, row -> new SourceType(SourceCatalogue.name(row, 1), row.getString(3), row.getString(4)));
    }

    private List<SourceSequence> sequences() throws SQLException {
        return catalogue
                .rows(
                        SEQUENCES,
                        oids,
                        row -> new SourceSequence(
                                SourceCatalogue.name(row, 1),
                                row.getString(3),
                                row.getString(4),
                                row.getLong(5),
                                row.getString(6),
                                row.getBoolean(7)))
                .stream()
                .filter(sequence -> schemas.contains(sequence.name().schema()))
                .toList();
    }

    private void addTo(Map<Long, List<String>> keys, String query) throws SQLException {
        catalogue.rows(query, oids, row -> keys.computeIfAbsent(row.getLong(1), oid -> new ArrayList<>())
                .add(row.getString(2)));
    }
}
