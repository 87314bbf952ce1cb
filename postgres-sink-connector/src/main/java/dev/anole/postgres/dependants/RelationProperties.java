package dev.anole.postgres.dependants;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What PostgreSQL keeps of a table or a view besides its columns, as statements that give it to another one of the same
 * name: owner, privileges, triggers, comments; of a table also storage parameters, row security, statistics and
 * publications, but those that publish a part of it. Grants are made anew by the owner, whoever had made them. Used by one thread.
 */
final class RelationProperties {

    private static final String RELATION = """
            WITH r AS (
              SELECT c.*, format('%I.%I', n.nspname, c.relname) AS name
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?::bigint
            ), may AS (SELECT ?::text[] AS columns, ?::text[] AS comments)
            """;

    private static final String GRANTEE =
            "CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END";

    private static final String GRANT_OPTION = "CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END";

    private static final String COMMON =
            RELATION + """
            SELECT step, statement FROM (
              SELECT 1 AS step, 0 AS place, format('ALTER TABLE %s OWNER TO %I', name, pg_get_userbyid(relowner))
                AS statement FROM r WHERE pg_get_userbyid(relowner) <> current_user
              UNION ALL
              SELECT 2, 0, format('GRANT %s ON TABLE %s TO %s%s', string_agg(a.privilege_type, ', '), name,
                <grantee>, <grant option>)
              FROM r, aclexplode(coalesce(relacl, acldefault('r', relowner))) a
              GROUP BY name, a.grantee, a.is_grantable
              UNION ALL
              SELECT 3, 0, format('GRANT %s ON TABLE %s TO %s%s',
                string_agg(format('%s (%I)', a.privilege_type, t.attname), ', '), name, <grantee>, <grant option>)
              FROM r JOIN pg_attribute t ON t.attrelid = r.oid AND NOT t.attisdropped, may, aclexplode(t.attacl) a
              WHERE coalesce(t.attname = ANY (may.columns), true)
              GROUP BY name, a.grantee, a.is_grantable
              UNION ALL
              SELECT 4, t.oid::bigint, pg_get_triggerdef(t.oid)
              FROM r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
              UNION ALL
              SELECT 5, t.oid::bigint, format('ALTER TABLE %s %s TRIGGER %I', name,
                CASE t.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE ALWAYS' END,
                t.tgname)
              FROM r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal AND t.tgenabled <> 'O'
              UNION ALL
              SELECT 6, 0, format('COMMENT ON %s %s IS %L', CASE relkind WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END, name,
                obj_description(r.oid, 'pg_class'))
              FROM r, may WHERE obj_description(r.oid, 'pg_class') IS NOT NULL
                AND coalesce('' = ANY (may.comments), true)
              UNION ALL
              SELECT 7, t.attnum, format('COMMENT ON COLUMN %s.%I IS %L', name, t.attname,
                col_description(r.oid, t.attnum))
              FROM r JOIN pg_attribute t ON t.attrelid = r.oid AND t.attnum > 0 AND NOT t.attisdropped, may
              WHERE col_description(r.oid, t.attnum) IS NOT NULL AND coalesce(t.attname = ANY (may.comments), true)
            """.replace("<grantee>", GRANTEE).replace("<grant option>", GRANT_OPTION);

    private static final String OF_VIEW = """
              UNION ALL
              SELECT 0, 0, format('CREATE VIEW %s%s AS %s', name,
                (SELECT ' WITH (' || string_agg(format('%I = %L', option_name, option_value), ', ') || ')'
                  FROM pg_options_to_table(reloptions)),
                rtrim(pg_get_viewdef(r.oid), ';'))
              FROM r
              UNION ALL
              SELECT 8, d.adnum, format('ALTER VIEW %s ALTER COLUMN %I SET DEFAULT %s', name, t.attname,
                pg_get_expr(d.adbin, d.adrelid))
              FROM r JOIN pg_attrdef d ON d.adrelid = r.oid
                JOIN pg_attribute t ON t.attrelid = r.oid AND t.attnum = d.adnum
            """;

    private static final String OF_TABLE = """
              UNION ALL
              SELECT 8, 0, format('ALTER TABLE %s SET (%s)', name, string_agg(format('%I = %L', o.option_name,
                o.option_value), ', '))
              FROM r, pg_options_to_table(reloptions) o GROUP BY name
              UNION ALL
              SELECT 9, 0, format('ALTER TABLE %s SET (%s)', name, string_agg(format('toast.%I = %L', o.option_name,
                o.option_value), ', '))
              FROM r JOIN pg_class toast ON toast.oid = r.reltoastrelid, pg_options_to_table(toast.reloptions) o
              GROUP BY name
              UNION ALL
              SELECT 10, 0, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', name) FROM r WHERE relrowsecurity
              UNION ALL
              SELECT 11, 0, format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', name) FROM r WHERE relforcerowsecurity
              UNION ALL
              SELECT 12, p.oid::bigint, format('CREATE POLICY %I ON %s AS %s FOR %s TO %s%s%s', p.polname, name,
                CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
                CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE'
                  ELSE 'DELETE' END,
                (SELECT string_agg(CASE role WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(role)) END, ', ')
                  FROM unnest(p.polroles) role),
                ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')',
                ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
              FROM r JOIN pg_policy p ON p.polrelid = r.oid
              UNION ALL
              SELECT 13, 0, format('ALTER TABLE %s REPLICA IDENTITY %s', name,
                CASE relreplident WHEN 'f' THEN 'FULL' WHEN 'n' THEN 'NOTHING' ELSE 'USING INDEX ' ||
                  (SELECT quote_ident(c.relname) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
                    WHERE i.indrelid = r.oid AND i.indisreplident) END)
              FROM r WHERE relreplident <> 'd'
              UNION ALL
              SELECT 14, s.oid::bigint, pg_get_statisticsobjdef(s.oid)
              FROM r JOIN pg_statistic_ext s ON s.stxrelid = r.oid
              UNION ALL
              SELECT 15, t.attnum, format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS %s', name, t.attname,
                t.attstattarget)
              FROM r JOIN pg_attribute t ON t.attrelid = r.oid AND t.attnum > 0 AND NOT t.attisdropped, may
              WHERE coalesce(t.attstattarget, -1) >= 0 AND t.attname = ANY (may.columns)
              UNION ALL
              SELECT 16, p.oid::bigint, format('ALTER PUBLICATION %I ADD TABLE %s', p.pubname, name)
              FROM r JOIN pg_publication_rel pr ON pr.prrelid = r.oid JOIN pg_publication p ON p.oid = pr.prpubid
              WHERE coalesce(to_jsonb(pr) ->> 'prqual', to_jsonb(pr) ->> 'prattrs') IS NULL
            """;

    private static final String IN_ORDER = ") s WHERE statement IS NOT NULL ORDER BY step, place, statement";

    private static final String REVOKES = """
            SELECT 0, format('REVOKE ALL ON TABLE %I.%I FROM %s', n.nspname, c.relname, <grantee>)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a
            WHERE c.oid = to_regclass(?) GROUP BY n.nspname, c.relname, a.grantee""".replace("<grantee>", GRANTEE);

    private static final int OWNER = 1;

    private final Connection connection;
    private final String quotedName;
    private final List<Step> steps;

    private record Step(int number, String statement) {}

    private RelationProperties(Connection connection, String quotedName, List<Step> steps) {
        this.connection = connection;
        this.quotedName = quotedName;
        this.steps = steps;
    }

    /** Of a view: also the view itself. */
    static RelationProperties ofView(Connection connection, long oid, String quotedName) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COMMON + OF_VIEW + IN_ORDER)) {
            statement.setLong(1, oid);
            statement.setNull(2, java.sql.Types.ARRAY);
            statement.setNull(3, java.sql.Types.ARRAY);
            return new RelationProperties(connection, quotedName, read(statement));
        }
    }

    /**
     * Of a table.
     *
     * @param columns that the other table has
     * @param comments columns whose comments go over; an empty name stands for the table itself
     */
    static RelationProperties ofTable(
            Connection connection, long oid, String quotedName, List<String> columns, List<String> comments)
            throws SQLException {
        Array columnArray = connection.createArrayOf("text", columns.toArray());
        Array commentArray = connection.createArrayOf("text", comments.toArray());
        try (PreparedStatement statement = connection.prepareStatement(COMMON + OF_TABLE + IN_ORDER)) {
            statement.setLong(1, oid);
            statement.setArray(2, columnArray);
            statement.setArray(3, commentArray);
            return new RelationProperties(connection, quotedName, read(statement));
        }
    }

    private static List<Step> read(PreparedStatement statement) throws SQLException {
        List<Step> steps = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                steps.add(new Step(rows.getInt(1), rows.getString(2)));
            }
        }
        return steps;
    }

    /** Creates the view, or takes the table as it is now under the name, and gives it all that the former one had. */
    void restore(Statements statements) throws SQLException, ReplacementException {
        for (Step step : steps) {
            if (step.number() <= OWNER) {
                statements.execute(step.statement());
            }
        }
        // Those that ALTER DEFAULT PRIVILEGES has given it.
        try (PreparedStatement revokes = connection.prepareStatement(REVOKES)) {
            revokes.setString(1, quotedName);
            for (Step step : read(revokes)) {
                statements.execute(step.statement());
            }
        }
        for (Step step : steps) {
            if (step.number() > OWNER) {
                statements.execute(step.statement());
            }
        }
    }
}
