package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.postgres.catalogue.PostgresName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a table just as another one is defined, without its rows, in another schema. What {@link
 * dev.anole.postgres.dependants.Replacement} takes over is not made here. Commits nothing. Used by one thread.
 */
final class TableClone {

    private final Connection connection;
    private final PostgresName original;
    private final PostgresName clone;

    TableClone(Connection connection, PostgresName original, PostgresName clone) {
        this.connection = connection;
        this.original = original;
        this.clone = clone;
    }

    /** Columns, defaults, identity, checks, storage; a sequence that the original owns is made anew, and counts on. */
    void create() throws SQLException {
        Statements.execute(
                connection,
                List.of("CREATE TABLE " + clone.quoted() + " (LIKE " + original.quoted()
                        + " INCLUDING ALL EXCLUDING INDEXES EXCLUDING STATISTICS)"));
        String sql = """
                SELECT quote_ident(a.attname), s.relname,
                  format('AS %s INCREMENT BY %s MINVALUE %s MAXVALUE %s START WITH %s CACHE %s %s',
                    format_type(q.seqtypid, NULL), q.seqincrement, q.seqmin, q.seqmax, q.seqstart, q.seqcache,
                    CASE WHEN q.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END)
                FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                  JOIN pg_sequence q ON q.seqrelid = s.oid
                  JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype = 'a'
                  AND d.refobjid = to_regclass(?)""";
        List<String> statements = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, original.quoted());
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    // In its table's schema, as PostgreSQL demands of OWNED BY.
                    String owned = new PostgresName(original.schema(), row.getString(2)).quoted();
                    String sequence = new PostgresName(clone.schema(), row.getString(2)).quoted();
                    String column = row.getString(1);
                    String literal = "'" + sequence.replace("'", "''") + "'::regclass";
                    statements.add("CREATE SEQUENCE " + sequence + " " + row.getString(3));
                    statements.add("SELECT setval(" + literal + ", last_value, is_called) FROM " + owned);
                    statements.add("ALTER TABLE " + clone.quoted() + " ALTER COLUMN " + column + " SET DEFAULT nextval("
                            + literal + ")");
                    statements.add("ALTER SEQUENCE " + sequence + " OWNED BY " + clone.quoted() + "." + column);
                }
            }
        }
        Statements.execute(connection, statements);
    }

    /**
     * The statements that make the unique indexes and the constraints that have an index, under their names.
     *
     * @param key of the replica, by PostgreSQL's names
     * @param ofKey whether those over just the key are meant, or the others
     */
    List<String> keys(List<String> key, boolean ofKey) throws SQLException {
        String sql = """
                SELECT statement FROM (SELECT CASE WHEN con.oid IS NOT NULL
                    THEN format('ALTER TABLE %s ADD CONSTRAINT %I %s', ?::text, con.conname, pg_get_constraintdef(con.oid))
                    ELSE replace(pg_get_indexdef(i.indexrelid), format(' ON %I.%I USING ', n.nspname, t.relname),
                      format(' ON %s USING ', ?::text)) END AS statement, c.relname,
                  i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL AND i.indnkeyatts = cardinality(?::text[])
                    AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attnum = ANY (i.indkey)
                      AND a.attname = ANY (?)) = i.indnatts AS of_key
                FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
                  JOIN pg_namespace n ON n.oid = t.relnamespace
                  LEFT JOIN pg_constraint con ON con.conindid = i.indexrelid AND con.contype IN ('p', 'u', 'x')
                    AND con.conrelid = t.oid
                WHERE i.indrelid = to_regclass(?) AND (con.oid IS NOT NULL OR i.indisunique)) found
                WHERE of_key = ? ORDER BY relname""";
        List<String> statements = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Array names = connection.createArrayOf("text", key.toArray());
            statement.setString(1, clone.quoted());
            statement.setString(2, clone.quoted());
            statement.setArray(3, names);
            statement.setArray(4, names);
            statement.setString(5, original.quoted());
            statement.setBoolean(6, ofKey);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    statements.add(row.getString(1));
                }
            }
        }
        return statements;
    }
}
