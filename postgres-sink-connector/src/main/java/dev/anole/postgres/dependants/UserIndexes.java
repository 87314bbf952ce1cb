package dev.anole.postgres.dependants;

import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.MappedTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Indexes that users have put on a table of the replica, besides those that MySQL has. Used by one thread. */
public final class UserIndexes {

    private static final Logger LOG = LoggerFactory.getLogger(UserIndexes.class);

    private final Connection connection;
    private final PostgresName table;
    private final TableRenderer renderer;

    /**
     * @param connection in manual commit mode
     * @param table by which the replica made it
     */
    public UserIndexes(Connection connection, MappedTable table) {
        this.connection = connection;
        this.table = table.name();
        renderer = new TableRenderer(table);
    }

    /**
     * Builds those that the successor does not have yet on it, as far as it has their columns. One that PostgreSQL
     * refuses there is left out, with a warning in the log. Commits nothing.
     *
     * @param successorTable a table in another schema
     */
    public void copyTo(MappedTable successorTable) throws SQLException {
        PostgresName successor = successorTable.name();
        String sql = """
                SELECT c.relname, replace(replace(pg_get_indexdef(i.indexrelid),
                    format(' ON %I.%I USING ', n.nspname, t.relname), format(' ON %I.%I USING ', ?::text, ?::text)),
                    format('::%I.', n.nspname), format('::%I.', ?::text))
                """ + FROM_INDEXES + """
                  AND NOT EXISTS (SELECT FROM pg_index other JOIN pg_class oc ON oc.oid = other.indexrelid
                    WHERE other.indrelid = to_regclass(?) AND oc.relname = c.relname)
                  AND NOT EXISTS (""" + LACKING_COLUMN + ")";
        List<String[]> missing = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, successor.schema());
            statement.setString(2, successor.name());
            // Types that are kept as they are do not move.
            statement.setString(3, successorTable.mapping().existing() ? table.schema() : successor.schema());
            statement.setString(4, table.quoted());
            statement.setArray(5, names(renderer.indexNames()));
            statement.setString(6, successor.quoted());
            statement.setArray(7, names(Dependants.columns(successorTable.definition())));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    missing.add(new String[] {rows.getString(1), rows.getString(2)});
                }
            }
        }
        for (String[] index : missing) {
            create(index[0], index[1]);
        }
    }

    private static final String FROM_INDEXES = """
            FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
              JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace
            WHERE i.indrelid = to_regclass(?) AND i.indisvalid AND c.relname <> ALL (?)
              AND NOT EXISTS (SELECT FROM pg_constraint con WHERE con.conindid = i.indexrelid)
            """;

    private static final String LACKING_COLUMN = """
            SELECT a.attname FROM pg_depend d
            JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
            WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid
              AND d.refclassid = 'pg_class'::regclass AND d.refobjid = i.indrelid AND a.attname <> ALL (?)
            """;

    private void create(String name, String sql) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (!state.startsWith("42") && !state.startsWith("22") && !state.startsWith("23")) {
                throw e;
            }
            connection.rollback(before);
            LOG.error("The index {} of {} is not carried over to the new table: {}", name, table, e.getMessage());
        }
    }

    /** Those that a table with these columns cannot have, each with the columns that are missing. */
    List<String> lost(List<String> columns) throws SQLException {
        String sql = "SELECT format('%I (%s)', c.relname, (SELECT string_agg(x.attname, ', ') FROM (" + LACKING_COLUMN
                + ") x)) " + FROM_INDEXES + " AND EXISTS (" + LACKING_COLUMN + ")";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, names(columns));
            statement.setString(2, table.quoted());
            statement.setArray(3, names(renderer.indexNames()));
            statement.setArray(4, names(columns));
            try (ResultSet rows = statement.executeQuery()) {
                List<String> lost = new ArrayList<>();
                while (rows.next()) {
                    lost.add(rows.getString(1));
                }
                return lost;
            }
        }
    }

    private Array names(Iterable<String> names) throws SQLException {
        List<String> list = new ArrayList<>();
        names.forEach(list::add);
        return connection.createArrayOf("text", list.toArray());
    }
}
