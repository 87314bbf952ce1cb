package dev.anole.admin.pgsql;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an earlier copy of the source has left on the target: tables, and the types and sequences that only they need. */
final class FormerTables {

    private static final String OBJECTS = """
            WITH RECURSIVE former AS (
              SELECT to_regclass(name)::oid AS oid FROM unnest(?::text[]) name
            ), used AS (
              SELECT a.atttypid AS oid FROM former f JOIN pg_attribute a ON a.attrelid = f.oid
              WHERE a.attnum > 0 AND NOT a.attisdropped
              UNION
              SELECT part FROM used JOIN pg_type t USING (oid), unnest(ARRAY[t.typelem, t.typbasetype]) part
              WHERE part <> 0
            )
            SELECT 'TYPE', n.nspname, t.typname FROM used JOIN pg_type t USING (oid)
            JOIN pg_namespace n ON n.oid = t.typnamespace
            WHERE t.typtype IN ('e', 'd') AND n.nspname = ANY (?::text[])
              AND NOT EXISTS (SELECT FROM pg_depend e
                WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
            UNION ALL
            SELECT 'SEQUENCE', n.nspname, s.relname FROM pg_class s JOIN pg_namespace n ON n.oid = s.relnamespace
            WHERE s.relkind = 'S' AND n.nspname = ANY (?::text[])
              AND EXISTS (SELECT FROM pg_depend d JOIN pg_attrdef f ON f.oid = d.objid
                WHERE d.classid = 'pg_attrdef'::regclass AND d.refclassid = 'pg_class'::regclass
                  AND d.refobjid = s.oid AND f.adrelid IN (SELECT oid FROM former))
              AND NOT EXISTS (SELECT FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = s.oid
                AND o.refclassid = 'pg_class'::regclass AND o.deptype IN ('a', 'i'))""";

    private static final String FOREIGN_KEYS = """
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
            FROM pg_constraint WHERE contype = 'f' AND conparentid = 0
              AND conrelid IN (SELECT to_regclass(name)::oid FROM unnest(?::text[]) name)
              AND confrelid IN (SELECT to_regclass(name)::oid FROM unnest(?::text[]) name)""";

    private final Connection connection;
    private final Map<TableId, ReplicaTable> tables = new LinkedHashMap<>();
    private final List<Named> objects;

    /** @param kind as ALTER and DROP name it */
    record Named(String kind, PostgresName name) {}

    private FormerTables(Connection connection, String source) throws SQLException {
        this.connection = connection;
        new ReplicaTables(connection, source)
                .all().stream().filter(ReplicaTable::joined).forEach(table -> tables.put(table.id(), table));
        String[] schemas = tables.values().stream()
                .map(table -> table.name().schema())
                .distinct()
                .toArray(String[]::new);
        objects = named(OBJECTS, names(), schemas, schemas);
    }

    /**
     * Reads it.
     *
     * @param connection in manual commit mode
     */
    static FormerTables of(Connection connection, String source) throws SQLException {
        return new FormerTables(connection, source);
    }

    List<ReplicaTable> all() {
        return List.copyOf(tables.values());
    }

    Optional<ReplicaTable> find(TableId id) {
        return Optional.ofNullable(tables.get(id));
    }

    /** Whether a relation or type of that name is one of them. */
    boolean has(PostgresName name) {
        return tables.values().stream().anyMatch(table -> table.name().equals(name))
                || objects.stream().anyMatch(object -> object.name().equals(name));
    }

    /** Those between these tables, which the new ones have again, as the source has them. */
    void dropForeignKeys() throws SQLException {
        SourceCatalogue catalogue = new SourceCatalogue(connection);
        Statements.execute(
                connection,
                catalogue.rows(FOREIGN_KEYS, catalogue.array("text", List.of(names())), row -> row.getString(1)));
    }

    /** @throws SQLException also if something depends on them (2BP01) */
    void drop() throws SQLException {
        if (!tables.isEmpty()) {
            CopySessions.execute(connection, "DROP TABLE IF EXISTS " + String.join(", ", names()));
        }
        for (String kind : List.of("SEQUENCE", "TYPE")) {
            String quoted = objects.stream()
                    .filter(object -> object.kind().equals(kind))
                    .map(object -> object.name().quoted())
                    .collect(joining(", "));
            if (!quoted.isEmpty()) {
                CopySessions.execute(connection, "DROP " + kind + " " + quoted);
            }
        }
    }

    private String[] names() {
        return tables.values().stream().map(table -> table.name().quoted()).toArray(String[]::new);
    }

    private List<Named> named(String sql, String[]... parameters) throws SQLException {
        List<Named> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setArray(i + 1, connection.createArrayOf("text", parameters[i]));
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(new Named(rows.getString(1), new PostgresName(rows.getString(2), rows.getString(3))));
                }
            }
        }
        return found;
    }
}
