package dev.anole.admin.initialise;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.Statements;
import dev.anole.admin.database.TableInUse;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.TableProperties;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.ddl.ForeignKeyRenderer;
import dev.anole.postgres.ddl.TableRenderer;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tables of a source that are in PostgreSQL without rows, and that nothing feeds. Each call is one transaction. */
final class EmptyTables {

    /** With the number by which PostgreSQL knows it, since another table may have its name by now. */
    private static final String REASON = "copy-schema has made it without rows, as oid ";

    private static final String LOCK_TIMEOUT = "3s";
    private static final String DUPLICATE_TABLE = "42P07";

    private final Configuration configuration;
    private final ReplicaSource source;

    EmptyTables(Configuration configuration, ReplicaSource source) {
        this.configuration = configuration;
        this.source = source;
    }

    /** Whether it is one that copy-schema has made; by now something else may have its name. */
    static boolean made(ReplicaTable table) {
        return !table.joined() && String.valueOf(table.reason()).startsWith(REASON);
    }

    /** Makes them, each with its key and indexes, then the foreign keys. */
    void make(Collection<MappedTable> tables, List<ForeignKeyRenderer> foreignKeys, TableProperties properties)
            throws SQLException {
        try (Connection connection = session()) {
            for (MappedTable table : tables) {
                make(connection, table, properties);
            }
            for (ForeignKeyRenderer key : foreignKeys) {
                Statements.execute(connection, List.of(key.addNotValid(), key.validate()));
            }
            connection.commit();
        }
    }

    private void make(Connection connection, MappedTable table, TableProperties properties) throws SQLException {
        TableRenderer renderer = new TableRenderer(table);
        List<String> statements = new ArrayList<>();
        statements.add(
                "CREATE SCHEMA IF NOT EXISTS " + PostgresName.quote(table.name().schema()));
        statements.addAll(renderer.createTable());
        renderer.createKey().ifPresent(statements::add);
        statements.addAll(renderer.createIndexes());
        try {
            Statements.execute(connection, statements);
        } catch (SQLException e) {
            if (!DUPLICATE_TABLE.equals(e.getSQLState())) {
                throw e;
            }
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The table " + table.name() + " cannot be made: " + SqlMessage.of(e) + ".",
                    "Drop or rename what PostgreSQL has under that name, or leave the table out by skip_tables.",
                    e);
        }
        properties.openSchemas(connection, List.of(table.name()));
        properties.applyTo(connection, table.definition().id(), table.name());
        new ReplicaTables(connection, source.name())
                .put(table, TableState.DISABLED, REASON + oid(connection, table.name()));
    }

    /**
     * Drops those that are still empty; tables of a replica stay.
     *
     * @throws AdminException naming those with rows; then none is dropped
     */
    void drop() throws SQLException {
        try (Connection connection = session()) {
            ReplicaTables catalogue = new ReplicaTables(connection, source.name());
            List<MappedTable> made = new ArrayList<>();
            for (ReplicaTable table : catalogue.all()) {
                if (made(table)) {
                    catalogue.remove(table.id());
                    if ((REASON + oid(connection, table.name())).equals(table.reason())) {
                        made.add(table.mapped());
                    }
                }
            }
            // Where definitions are kept, these are tables like any that PostgreSQL has.
            if (made.isEmpty() || source.settings().keepExistingSchema()) {
                connection.commit();
                return;
            }
            requireEmpty(connection, made);
            // In one statement, since foreign keys connect them.
            TableInUse.run(
                    made.get(0).name(),
                    () -> Statements.execute(
                            connection,
                            List.of("DROP TABLE IF EXISTS "
                                    + made.stream()
                                            .map(table -> table.name().quoted())
                                            .collect(joining(", ")))));
            for (MappedTable table : made) {
                Statements.execute(connection, new TableRenderer(table).drop());
            }
            connection.commit();
        }
    }

    private static void requireEmpty(Connection connection, List<MappedTable> tables) throws SQLException {
        List<String> filled = new ArrayList<>();
        Statements.execute(
                connection, List.of("SET LOCAL lock_timeout = '" + LOCK_TIMEOUT + "'", "SET LOCAL row_security = off"));
        for (MappedTable table : tables) {
            TableInUse.run(
                    table.name(),
                    () -> Statements.execute(
                            connection, List.of("LOCK TABLE " + table.name().quoted() + " IN ACCESS EXCLUSIVE MODE")));
            try (Statement statement = connection.createStatement();
                    ResultSet row =
                            statement.executeQuery("SELECT FROM " + table.name().quoted() + " LIMIT 1")) {
                if (row.next()) {
                    filled.add(table.name().toString());
                }
            }
        }
        if (!filled.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "Tables that copy-schema has made have rows now: " + String.join(", ", filled) + ".",
                    "Empty, rename or drop them, and run the command again.");
        }
    }

    private Connection session() throws SQLException {
        Connection connection = TargetDatabase.session(configuration.postgres());
        connection.setAutoCommit(false);
        return connection;
    }

    /** 0 if there is none of that name. */
    private static long oid(Connection connection, PostgresName table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT coalesce(to_regclass(?)::oid::bigint, 0)")) {
            statement.setString(1, table.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
