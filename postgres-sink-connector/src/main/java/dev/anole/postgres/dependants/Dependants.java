package dev.anole.postgres.dependants;

import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.MappedTable;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What hangs on a table of the replica at one moment. Used by one thread, in manual commit mode. */
public final class Dependants {

    private static final String AGAIN = "Drop it, run the command again, and create it anew.";

    private final Connection connection;
    private final PostgresName table;
    private final MappedTable mapped;
    private final TableDefinition definition;
    private final long tableOid;
    private final List<DependentObject> objects = new ArrayList<>();

    private Dependants(Connection connection, MappedTable mapped) throws SQLException {
        this.connection = connection;
        this.mapped = mapped;
        table = mapped.name();
        definition = mapped.definition();
        tableOid = number("SELECT coalesce(to_regclass(?)::oid::bigint, 0)", table.quoted());
        Array types = connection.createArrayOf(
                "text", new TableRenderer(mapped).typeNames().toArray());
        try (PreparedStatement statement = connection.prepareStatement(DependentObject.QUERY)) {
            statement.setString(1, table.quoted());
            statement.setArray(2, types);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    objects.add(DependentObject.read(rows));
                }
            }
        }
    }

    /**
     * Reads it. From then on names in the transaction have to be qualified.
     *
     * @param table by which the replica made it
     */
    public static Dependants of(Connection connection, MappedTable table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT set_config('search_path', '', true)")) {
            statement.execute();
        }
        return new Dependants(connection, table);
    }

    /** 0 if there is no such table. */
    long tableOid() {
        return tableOid;
    }

    /** The views on the table, each behind those that it reads. */
    List<Long> views() {
        return objects.stream()
                .filter(DependentObject::isView)
                .map(DependentObject::oid)
                .toList();
    }

    /** What keeps the table from being dropped for good, whatever takes its place: all that users see of it. */
    public List<Obstacle> obstaclesToDropping() throws SQLException {
        List<Obstacle> found = new ArrayList<>(ofObjects());
        for (DependentObject object : objects) {
            if (object.isView()) {
                found.add(new Obstacle(object.description() + " depends on it", "Drop the view first."));
            }
        }
        return found;
    }

    /** What keeps a table of that definition from taking this one's place. */
    public List<Obstacle> obstaclesTo(TableDefinition next) throws SQLException {
        if (tableOid == 0) {
            return List.of();
        }
        List<Obstacle> found = new ArrayList<>(ofObjects());
        found.addAll(ofTable());
        if (!mapped.mapping().existing()) {
            found.addAll(ofMissingColumns(columns(next)));
        }
        return found;
    }

    /** What keeps the views and properties from going over to a table of that definition, while this one stays. */
    List<Obstacle> obstaclesToMoving(TableDefinition next) throws SQLException {
        List<Obstacle> found = new ArrayList<>(ofObjects());
        found.addAll(ofMissingColumns(columns(next)));
        return found;
    }

    private List<Obstacle> ofObjects() {
        Set<Long> relations = new HashSet<>();
        for (DependentObject object : objects) {
            if (object.catalogue().equals("pg_class")) {
                relations.add(object.oid());
            }
        }
        Set<String> ours = new TableRenderer(mapped).partNames();
        return objects.stream()
                .filter(object ->
                        object.fate(tableOid, relations, ours, mapped.mapping().existing())
                                == DependentObject.Fate.OBSTACLE)
                .map(object -> new Obstacle(object.description() + " depends on it", AGAIN))
                .toList();
    }

    private List<Obstacle> ofTable() throws SQLException {
        List<Obstacle> found = new ArrayList<>();
        for (String column : extraColumns()) {
            found.add(new Obstacle(
                    "its column " + column + " is not MySQL's and would be lost",
                    "Drop the column, run the command again, and add it anew."));
        }
        for (String what : texts("""
                SELECT CASE WHEN c.relkind <> 'r' THEN 'it is partitioned, or no table'
                  WHEN c.reltablespace <> 0 THEN 'it is in a tablespace of its own' ELSE 'it inherits from another' END
                FROM pg_class c WHERE c.oid = ?::bigint AND (c.relkind <> 'r' OR c.reltablespace <> 0
                  OR EXISTS (SELECT FROM pg_inherits i WHERE i.inhrelid = c.oid)) AND ?::text[] IS NOT NULL""")) {
            found.add(
                    new Obstacle(what, "Make it a plain table of the default tablespace, and run the command again."));
        }
        for (String what : texts("""
                SELECT format('publication %I has it with a column list or a row filter', p.pubname)
                FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
                WHERE r.prrelid = ?::bigint AND ?::text[] IS NOT NULL
                  AND coalesce(to_jsonb(r) ->> 'prqual', to_jsonb(r) ->> 'prattrs') IS NOT NULL""")) {
            found.add(new Obstacle(what, "Drop it from the publication, run the command again, and add it anew."));
        }
        for (String what : texts("""
                SELECT format('%s belongs to the role %I, which %I is no member of',
                  pg_describe_object('pg_class'::regclass, c.oid, 0), pg_get_userbyid(c.relowner), current_user)
                FROM pg_class c
                WHERE (c.oid = ?::bigint OR c.oid::text = ANY (?)) AND NOT pg_has_role(c.relowner, 'USAGE')""", views().stream().map(String::valueOf).toList())) {
            found.add(new Obstacle(what, "GRANT that role to the user of pg_conn, and run the command again."));
        }
        return found;
    }

    /** Those that MySQL has not; a table that is kept as it is keeps them. */
    private List<String> extraColumns() throws SQLException {
        return mapped.mapping().existing() ? List.of() : texts("""
                SELECT attname FROM pg_attribute
                WHERE attrelid = ?::bigint AND attnum > 0 AND NOT attisdropped AND attname <> ALL (?)""", columns(definition));
    }

    private List<Obstacle> ofMissingColumns(List<String> next) throws SQLException {
        List<Obstacle> found = new ArrayList<>();
        for (String what : texts("""
                SELECT DISTINCT format('%s uses the column %I, which the source''s table does not have any more',
                  CASE WHEN r.oid IS NULL THEN pg_describe_object(d.classid, d.objid, 0)
                    ELSE pg_describe_object('pg_class'::regclass, r.ev_class, 0) END, a.attname)
                FROM pg_depend d
                JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                LEFT JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND r.oid = d.objid
                WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = ?::bigint AND d.refobjsubid > 0
                  AND d.classid IN ('pg_rewrite'::regclass, 'pg_trigger'::regclass, 'pg_policy'::regclass,
                    'pg_statistic_ext'::regclass)
                  AND a.attname <> ALL (?)""", next)) {
            found.add(new Obstacle(what, AGAIN));
        }
        return found;
    }

    /** Indexes of users that a table of that definition cannot have, each with the column that it lacks. */
    public List<String> lostIndexes(TableDefinition next) throws SQLException {
        return tableOid == 0 || mapped.mapping().existing()
                ? List.of()
                : new UserIndexes(connection, mapped).lost(columns(next));
    }

    private List<String> texts(String sql) throws SQLException {
        return texts(sql, List.of());
    }

    private List<String> texts(String sql, List<String> names) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, tableOid);
            statement.setArray(2, connection.createArrayOf("text", names.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
                return texts;
            }
        }
    }

    private long number(String sql, String parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, parameter);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    static List<String> columns(TableDefinition definition) {
        return definition.columns().stream()
                .map(column -> Identifiers.fit(column.name()))
                .toList();
    }
}
