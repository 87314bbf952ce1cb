package dev.anole.postgres.dependants;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;

/**
 * An object of PostgreSQL that depends on a table or its types, directly or through others.
 *
 * @param catalogue the system catalogue that has it, {@code pg_class}
 * @param description as PostgreSQL puts it, {@code view shop.totals}
 * @param kind of a relation or a constraint, as the catalogues abbreviate it; empty for other objects
 * @param relation to which it belongs; 0 if none
 * @param internal whether PostgreSQL made it for its own use
 * @param name of a constraint or a relation, without its schema; empty for other objects
 */
record DependentObject(
        String catalogue, long oid, String description, String kind, long relation, boolean internal, String name) {

    /** What becomes of an object when its table is replaced. */
    enum Fate {
        /** It comes and goes with another object, and is made anew with it. */
        PART,
        /** A view, which is made anew. */
        VIEW,
        /** Nobody could make it anew exactly, or not without much time. */
        OBSTACLE
    }

    /**
     * The objects that depend on a table and its types, each once, those that depend on others behind these. The first
     * parameter is the table's name, the second an array of its types' names.
     */
    static final String QUERY = """
            WITH RECURSIVE roots (classid, objid) AS (
              SELECT 'pg_class'::regclass::oid, to_regclass(?)::oid
              UNION ALL
              SELECT 'pg_type'::regclass::oid, to_regtype(name)::oid FROM unnest(?::text[]) name
            ), found (classid, objid, depth) AS (
              SELECT classid, objid, 0 FROM roots WHERE objid IS NOT NULL
              UNION
              SELECT next.classid, next.objid, found.depth + 1
              FROM found CROSS JOIN LATERAL (
                SELECT d.classid, d.objid FROM pg_depend d
                WHERE d.refclassid = found.classid AND d.refobjid = found.objid
                  AND NOT EXISTS (
                    SELECT FROM pg_rewrite own
                    WHERE d.classid = 'pg_rewrite'::regclass AND own.oid = d.objid AND own.rulename = '_RETURN'
                      AND d.refclassid = 'pg_class'::regclass AND own.ev_class = d.refobjid)
                UNION
                SELECT 'pg_class'::regclass::oid, rule.ev_class FROM pg_rewrite rule
                WHERE found.classid = 'pg_rewrite'::regclass AND rule.oid = found.objid AND rule.rulename = '_RETURN'
              ) next
              WHERE found.depth < 60
            )
            SELECT f.classid::regclass::text, f.objid::bigint, pg_describe_object(f.classid, f.objid, 0),
              coalesce(c.relkind::text, con.contype::text, rule.rulename::text, ''),
              coalesce(con.conrelid, tg.tgrelid, pol.polrelid, ad.adrelid, st.stxrelid, ix.indrelid, pub.prrelid,
                owned.refobjid, 0)::bigint,
              coalesce(tg.tgisinternal, owned.deptype = 'i', false), coalesce(con.conname, c.relname, '')
            FROM (SELECT classid, objid, max(depth) AS depth FROM found GROUP BY classid, objid) f
            LEFT JOIN pg_class c ON f.classid = 'pg_class'::regclass AND c.oid = f.objid
            LEFT JOIN pg_index ix ON ix.indexrelid = c.oid
            LEFT JOIN pg_depend owned ON c.relkind = 'S' AND owned.classid = 'pg_class'::regclass
              AND owned.objid = c.oid AND owned.refclassid = 'pg_class'::regclass AND owned.deptype IN ('a', 'i')
            LEFT JOIN pg_constraint con ON f.classid = 'pg_constraint'::regclass AND con.oid = f.objid
            LEFT JOIN pg_trigger tg ON f.classid = 'pg_trigger'::regclass AND tg.oid = f.objid
            LEFT JOIN pg_policy pol ON f.classid = 'pg_policy'::regclass AND pol.oid = f.objid
            LEFT JOIN pg_attrdef ad ON f.classid = 'pg_attrdef'::regclass AND ad.oid = f.objid
            LEFT JOIN pg_statistic_ext st ON f.classid = 'pg_statistic_ext'::regclass AND st.oid = f.objid
            LEFT JOIN pg_publication_rel pub ON f.classid = 'pg_publication_rel'::regclass AND pub.oid = f.objid
            LEFT JOIN pg_rewrite rule ON f.classid = 'pg_rewrite'::regclass AND rule.oid = f.objid
            WHERE (f.classid, f.objid) NOT IN (SELECT classid, objid FROM roots WHERE objid IS NOT NULL)
            ORDER BY f.depth, f.objid""";

    static DependentObject read(ResultSet row) throws SQLException {
        return new DependentObject(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getBoolean(6),
                row.getString(7));
    }

    boolean isView() {
        return catalogue.equals("pg_class") && kind.equals("v");
    }

    /**
     * @param table that is replaced
     * @param relations all that depend on it, views too
     * @param ours names of CHECK constraints and sequences that the replica made with the table
     * @param cloned whether the table that takes its place is made as this one is defined
     */
    Fate fate(long table, Set<Long> relations, Set<String> ours, boolean cloned) {
        boolean ofTable = relation == table;
        boolean ofDependant = ofTable || relations.contains(relation);
        return switch (catalogue) {
            case "pg_class" ->
                switch (kind) {
                    case "v" -> Fate.VIEW;
                    case "t" -> Fate.PART;
                    case "i" -> part(ofDependant);
                    case "S" -> part(ofTable && (internal || cloned || ours.contains(name)));
                    default -> Fate.OBSTACLE;
                };
            // What uses a type depends on the type, and is found by itself.
            case "pg_type" -> Fate.PART;
            case "pg_rewrite" -> part(kind.equals("_RETURN"));
            case "pg_constraint" -> part(ofTable && (cloned ? !kind.equals("f") : isMadeAnew(ours)));
            case "pg_attrdef" -> part(ofDependant);
            case "pg_trigger" -> part(internal || ofDependant);
            case "pg_policy", "pg_statistic_ext", "pg_publication_rel" -> part(ofTable);
            default -> Fate.OBSTACLE;
        };
    }

    /** The primary key, NOT NULL, and the checks that MySQL has too. */
    private boolean isMadeAnew(Set<String> ours) {
        return kind.equals("p") || kind.equals("n") || kind.equals("c") && ours.contains(name);
    }

    private static Fate part(boolean isPart) {
        return isPart ? Fate.PART : Fate.OBSTACLE;
    }
}
