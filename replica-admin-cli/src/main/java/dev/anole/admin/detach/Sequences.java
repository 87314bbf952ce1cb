package dev.anole.admin.detach;

import dev.anole.admin.detach.DetachReport.Sequence;
import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.SqlText;
import dev.anole.postgres.types.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Lets the numbering of rows go on in PostgreSQL, of identities and of sequences that belong to a column. */
final class Sequences {

    private final LiveTables tables;

    Sequences(LiveTables tables) {
        this.tables = tables;
    }

    /**
     * Sets each behind the largest value of its column, and behind the rows that MySQL has numbered and deleted.
     *
     * @param next MySQL's AUTO_INCREMENT by table; those of which it is not known are left out
     */
    List<Sequence> set(Map<TableId, Long> next) throws SQLException {
        List<Sequence> set = new ArrayList<>();
        for (ReplicaTable table : tables.all()) {
            Map<String, String> sequences = sequences(table.name());
            reportUnlike(table, sequences.keySet());
            for (Map.Entry<String, String> owned : sequences.entrySet()) {
                // Never back: PostgreSQL may be written to since a run that was interrupted.
                String reached =
                        "(SELECT last_value - CASE WHEN is_called THEN 0 ELSE 1 END FROM " + owned.getValue() + ")";
                String sql = "SELECT setval(" + SqlText.literal(owned.getValue()) + "::regclass, (greatest(max("
                        + PostgresName.quote(owned.getKey()) + "), " + (next.getOrDefault(table.id(), 1L) - 1)
                        + ", " + reached + ", 0) + 1)::bigint, false) FROM "
                        + table.name().quoted();
                try (Statement statement = tables.postgres().createStatement();
                        ResultSet row = statement.executeQuery(sql)) {
                    row.next();
                    set.add(new Sequence(table.name().toString(), owned.getKey(), row.getLong(1)));
                } catch (SQLException e) {
                    tables.fail("The numbering of " + table.name() + "." + owned.getKey(), e, sql);
                }
            }
        }
        return set;
    }

    /** Where rows are numbered by MySQL and by nothing in PostgreSQL, or otherwise. */
    private void reportUnlike(ReplicaTable table, Set<String> numbered) {
        for (ColumnDefinition column : table.definition().columns()) {
            if (column.autoIncrement()) {
                String what = "The numbering of " + table.name() + "." + column.name();
                if (!numbered.contains(Identifiers.fit(column.name()))) {
                    tables.failures()
                            .add(new DetachReport.Failure(what, "The column has no sequence in PostgreSQL", null));
                } else if (isNumberedByGroup(table.definition(), column)) {
                    tables.failures()
                            .add(new DetachReport.Failure(
                                    what,
                                    "MySQL counts from 1 in each group of its key, the sequence through the whole table",
                                    null));
                }
            }
        }
    }

    /** As MyISAM does where the column begins no index (MySQL manual, 5.6.9). */
    private static boolean isNumberedByGroup(TableDefinition table, ColumnDefinition column) {
        return table.indexes().stream()
                .noneMatch(index -> column.name().equals(index.parts().get(0).column()));
    }

    /** By column, the name of the sequence that it fills itself from. */
    private Map<String, String> sequences(PostgresName table) throws SQLException {
        // Of an identity the sequence depends on the column, of another default the default on the sequence.
        String sql = """
                SELECT a.attname, format('%I.%I', n.nspname, s.relname) FROM pg_attribute a
                LEFT JOIN pg_attrdef f ON f.adrelid = a.attrelid AND f.adnum = a.attnum
                JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid
                    AND d.refclassid = 'pg_class'::regclass
                  OR d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
                    AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum AND d.deptype = 'i'
                JOIN pg_class s ON s.oid = CASE WHEN d.classid = 'pg_attrdef'::regclass THEN d.refobjid ELSE d.objid END
                JOIN pg_namespace n ON n.oid = s.relnamespace
                WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND s.relkind = 'S'""";
        try (PreparedStatement statement = tables.postgres().prepareStatement(sql)) {
            statement.setString(1, table.quoted());
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, String> sequences = new HashMap<>();
                while (rows.next()) {
                    sequences.put(rows.getString(1), rows.getString(2));
                }
                return sequences;
            }
        }
    }

    /** What MySQL would number the next row of each table with. */
    static Map<TableId, Long> next(Connection mysql, boolean mariaDb, Iterable<String> databases) throws SQLException {
        Map<TableId, Long> next = new HashMap<>();
        try (Statement session = mysql.createStatement()) {
            if (!mariaDb) {
                // MySQL shows what it knew up to a day ago else (manual, 28.3.38).
                session.execute("SET SESSION information_schema_stats_expiry = 0");
            }
        }
        String sql = """
                SELECT table_name, least(auto_increment, 9223372036854775807) FROM information_schema.tables
                WHERE table_schema = ? AND auto_increment IS NOT NULL""";
        try (PreparedStatement statement = mysql.prepareStatement(sql)) {
            for (String database : databases) {
                statement.setString(1, database);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        next.put(new TableId(database, rows.getString(1)), rows.getLong(2));
                    }
                }
            }
        }
        return next;
    }
}
