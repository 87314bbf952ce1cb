package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.types.Identifiers;
import dev.anole.postgres.types.TableMapping;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Renames PostgreSQL's schemas of a replica, and what the catalogue says of their tables. In manual commit mode. */
public final class SchemaRenaming {

    private static final String LOCK_TIMEOUT = "10s";

    private final Connection connection;
    private final ReplicaTables tables;

    public SchemaRenaming(Connection connection, String source) {
        this.connection = connection;
        tables = new ReplicaTables(connection, source);
    }

    /** @param renamed new names by those of now, as the mappings have them; one may take the place of another */
    public void rename(Map<String, String> renamed) throws SQLException {
        Map<String, String> names = new LinkedHashMap<>();
        renamed.forEach((from, to) -> names.put(Identifiers.fit(from), Identifiers.fit(to)));
        List<String> away = new ArrayList<>();
        List<String> back = new ArrayList<>();
        for (Map.Entry<String, String> name : names.entrySet()) {
            boolean there = exists(name.getKey());
            if (name.getKey().equals("public")) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The schema public was to be renamed to " + name.getValue()
                                + ", with the extensions and all else that it has.",
                        "Move the tables by taking the database out of schema_mappings and mapping it anew.");
            }
            if (exists(name.getValue()) && !names.containsKey(name.getValue())) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "PostgreSQL has a schema " + name.getValue() + " already, to which " + name.getKey()
                                + " was to be renamed.",
                        "Rename or drop that one, or choose another name in schema_mappings.");
            }
            // Without tables there is none yet.
            if (there) {
                String between = "_anole_renaming_" + away.size();
                away.add(alter(name.getKey(), between));
                back.add(alter(between, name.getValue()));
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'");
            // Only with that are types outside of it named with their schemas.
            statement.execute("SET LOCAL search_path = pg_catalog");
            for (String sql : away) {
                statement.execute(sql);
            }
            for (String sql : back) {
                statement.execute(sql);
            }
        }
        for (ReplicaTable table : tables.all()) {
            PostgresName name = table.name();
            String schema = names.getOrDefault(name.schema(), name.schema());
            tables.move(table.id(), new PostgresName(schema, name.name()));
            if (!table.mapping().types().isEmpty()) {
                tables.setMapping(table.id(), withTypesOfNow(table.mapping(), new PostgresName(schema, name.name())));
            }
        }
    }

    private static String alter(String from, String to) {
        return "ALTER SCHEMA " + PostgresName.quote(from) + " RENAME TO " + PostgresName.quote(to);
    }

    private boolean exists(String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT FROM pg_namespace WHERE nspname = ?")) {
            statement.setString(1, schema);
            try (ResultSet row = statement.executeQuery()) {
                return row.next();
            }
        }
    }

    /** An overriding type may have been in a schema that is renamed. */
    private TableMapping withTypesOfNow(TableMapping mapping, PostgresName table) throws SQLException {
        Map<String, String> types = new TreeMap<>(mapping.types());
        String sql = """
                SELECT format_type(atttypid, atttypmod) FROM pg_attribute
                WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Map.Entry<String, String> type : types.entrySet()) {
                statement.setString(1, table.quoted());
                statement.setString(2, Identifiers.fit(type.getKey()));
                try (ResultSet row = statement.executeQuery()) {
                    if (row.next()) {
                        type.setValue(row.getString(1));
                    }
                }
            }
        }
        return mapping.withTypes(types);
    }
}
