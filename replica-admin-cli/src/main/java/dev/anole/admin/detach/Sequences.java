package dev.anole.admin.detach;

import dev.anole.admin.detach.DetachReport.Sequence;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.ddl.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
            for (Map.Entry<String, String> owned : owned(table.name()).entrySet()) {
                String sql = "SELECT setval(" + SqlText.literal(owned.getValue()) + "::regclass, (greatest(max("
                        + PostgresName.quote(owned.getKey()) + "), " + (next.getOrDefault(table.id(), 1L) - 1)
                        + ", 0) + 1)::bigint, false) FROM " + table.name().quoted();
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

    /** By column, the name of the sequence that it fills itself from. */
    private Map<String, String> owned(PostgresName table) throws SQLException {
        String sql = """
                SELECT attname, sequence FROM (
                  SELECT attname, attnum, pg_get_serial_sequence(?, attname) AS sequence FROM pg_attribute
                  WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped) columns
                WHERE sequence IS NOT NULL ORDER BY attnum""";
        try (PreparedStatement statement = tables.postgres().prepareStatement(sql)) {
            statement.setString(1, table.quoted());
            statement.setString(2, table.quoted());
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, String> owned = new HashMap<>();
                while (rows.next()) {
                    owned.put(rows.getString(1), rows.getString(2));
                }
                return owned;
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
