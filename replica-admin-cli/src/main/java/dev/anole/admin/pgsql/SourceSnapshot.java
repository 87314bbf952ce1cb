package dev.anole.admin.pgsql;

import static java.util.stream.Collectors.joining;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.SourceSettings;
import dev.anole.admin.database.SqlMessage;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One moment of the source database. The tables are locked against changes of their definitions first, since those are
 * not seen by the snapshot (PostgreSQL manual, 13.6), and stay so, as the snapshot, until the sessions are closed. Used by
 * one thread.
 */
final class SourceSnapshot {

    /** The first version that reads a range of pages without the rest of the table. */
    private static final int OLDEST_VERSION = 140_000;

    private final SourceSettings settings;
    private final Connection keeper;
    private final String name;
    private final List<SourceTable> tables;

    private SourceSnapshot(SourceSettings settings, Connection keeper, String name, List<SourceTable> tables) {
        this.settings = settings;
        this.keeper = keeper;
        this.name = name;
        this.tables = tables;
    }

    /** @throws AdminException if the server or its schemas do not fit; if there is no table to be copied */
    static SourceSnapshot take(CopySessions sessions, SourceSettings settings) throws SQLException {
        Connection locks = sessions.openSource();
        requireVersion(locks);
        SourceCatalogue catalogue = new SourceCatalogue(locks);
        Set<String> missing = new TreeSet<>(settings.schemaMappings().keySet());
        missing.removeAll(catalogue.schemas(settings.schemaMappings().keySet()));
        if (!missing.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The source database has no schema " + String.join(", ", missing) + ", which schema_mappings name.",
                    "Correct schema_mappings; for a source of type pgsql they map schemas of the source database.");
        }
        List<SourceTable> tables = catalogue.tables(settings.schemaMappings(), settings.filter()::publishes);
        if (tables.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The source database has no table that is to be copied.",
                    "Check schema_mappings, limit_tables and skip_tables in the configuration.");
        }
        lock(locks, tables);
        Connection keeper = sessions.openSource();
        CopySessions.execute(keeper, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        String name = value(keeper, "SELECT pg_export_snapshot()");
        return new SourceSnapshot(settings, keeper, name, new SourceCatalogue(keeper).withColumns(tables));
    }

    private static void requireVersion(Connection connection) throws SQLException {
        int version = Integer.parseInt(value(connection, "SHOW server_version_num"));
        if (version < OLDEST_VERSION) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The source is PostgreSQL " + version / 10_000 + "; tables can be copied from 14 or later.",
                    "Upgrade it, or use pg_dump and pg_restore.");
        }
    }

    private static void lock(Connection connection, List<SourceTable> tables) throws SQLException {
        try {
            CopySessions.execute(connection, "SET LOCAL lock_timeout = '60s'");
            CopySessions.execute(
                    connection,
                    "LOCK TABLE "
                            + tables.stream()
                                    .map(table -> table.name().quoted())
                                    .collect(joining(", "))
                            + " IN ACCESS SHARE MODE");
        } catch (SQLException e) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The tables of the source could not be locked for reading: " + SqlMessage.of(e),
                    "The user of db_conn needs SELECT on them, and none may be under an ALTER for a minute;"
                            + " leave out others by skip_tables.",
                    e);
        }
    }

    /** For readers of the same moment. */
    String name() {
        return name;
    }

    /** @throws AdminException if a part of it may not be read, or not as a whole */
    SourcePlan plan() throws SQLException {
        SourceCatalogue catalogue = new SourceCatalogue(keeper);
        SourcePlan plan =
                new SourceParts(catalogue, tables, settings.schemaMappings().keySet()).plan();
        requireReadable(catalogue, plan);
        List<String> warnings = new ArrayList<>(plan.warnings());
        for (String entry : settings.limitTables()) {
            if (tables.stream()
                    .noneMatch(table -> entry.equals(table.id().database())
                            || entry.equals(table.id().toString()))) {
                warnings.add("limit_tables has " + entry + ", which names no table that is copied.");
            }
        }
        return plan.withWarnings(warnings);
    }

    private static void requireReadable(SourceCatalogue catalogue, SourcePlan plan) throws SQLException {
        List<String> hidden = catalogue.rows(
                "SELECT oid::regclass::text FROM pg_class WHERE oid::bigint = ANY (?) AND row_security_active(oid)",
                catalogue.oids(plan.tables()),
                row -> row.getString(1));
        List<String> sequences = catalogue.rows(
                "SELECT name FROM unnest(?::text[]) name WHERE NOT has_sequence_privilege(name, 'SELECT')",
                catalogue.array(
                        "text",
                        plan.sequences().stream()
                                .map(sequence -> sequence.name().quoted())
                                .toList()),
                row -> row.getString(1));
        if (!hidden.isEmpty() || !sequences.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The user of db_conn may not read all that is to be copied: "
                            + Stream.concat(
                                            hidden.stream().map(table -> "row security hides rows of " + table),
                                            sequences.stream().map(name -> "no privilege SELECT on sequence " + name))
                                    .collect(joining("; "))
                            + ".",
                    "GRANT SELECT on the sequences, ALTER ROLE … BYPASSRLS for row security, or leave out tables by"
                            + " skip_tables.");
        }
    }

    List<TableWork> work(int readers) throws SQLException {
        return new TablePages(new SourceCatalogue(keeper)).divide(tables, readers);
    }

    /** The call that sets the copied sequence to where this one is now: past all values that the snapshot has. */
    String position(SourceSequence sequence, Renaming names) throws SQLException {
        String sql = "SELECT format('SELECT setval(%L, %s, %L)', '"
                + names.of(sequence.name()).quoted().replace("'", "''") + "', last_value, is_called) FROM "
                + sequence.name().quoted();
        return value(keeper, sql);
    }

    private static String value(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
