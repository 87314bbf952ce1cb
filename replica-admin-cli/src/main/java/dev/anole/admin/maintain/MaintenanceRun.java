package dev.anole.admin.maintain;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.PostgresSettings;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.SqlMessage;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.Maintenance;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.SinkPause;
import dev.anole.postgres.catalogue.Sources;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One maintenance of a source, while its sink waits. For one thread. */
public final class MaintenanceRun {

    private static final String ALL = "all";

    /** Others queue up behind a lock that is waited for. */
    private static final String LOCK_TIMEOUT = "10s";

    private final PostgresSettings postgres;
    private final ReplicaSource source;
    private final TargetDatabase database;
    private final Console console;

    public MaintenanceRun(PostgresSettings postgres, ReplicaSource source, TargetDatabase database, Console console) {
        this.postgres = postgres;
        this.source = source;
        this.database = database;
        this.console = console;
    }

    /**
     * Runs it.
     *
     * @param tables of the replica, {@code schema.table} as MySQL has them, or {@code all}
     * @throws AdminException if the replica does not have one of the tables, or batch_retention is no interval
     */
    public MaintenanceReport run(List<String> tables, boolean full) throws SQLException {
        List<PostgresName> replicated = names(tables);
        // Its session keeps the sink waiting, and ends with this process at the latest.
        try (Connection pausing = TargetDatabase.session(postgres);
                Connection working = TargetDatabase.session(postgres)) {
            requireRetention(working);
            Maintenance maintenance = new Maintenance(working, source.name());
            console.progress("Waiting for the sink of source " + source.name() + " to come between two transactions");
            new SinkPause(pausing, source.name()).begin();
            long begin = System.nanoTime();
            Maintenance.Purged purged = maintenance.purge(source.settings().batchRetention());
            setLockTimeout(working);
            Vacuum vacuum = new Vacuum(working, maintenance, full, console);
            if (full) {
                // A catalogue that is rewritten is locked for the sinks of all sources.
                try (Connection pausingOthers = TargetDatabase.session(postgres)) {
                    pauseOthers(pausingOthers);
                    vacuum.run(maintenance.catalogueTables());
                }
            } else {
                vacuum.run(maintenance.catalogueTables());
            }
            vacuum.run(replicated);
            maintenance.done();
            return new MaintenanceReport(source.name(), seconds(begin), purged, vacuum.vacuumed(), vacuum.failed());
        }
    }

    /** One that is at work for long is not waited for: then what it has locked is left as it is. */
    private void pauseOthers(Connection pausing) throws SQLException {
        setLockTimeout(pausing);
        for (Sources.Source other : database.sources().all()) {
            if (!other.name().equals(source.name())) {
                try {
                    new SinkPause(pausing, other.name()).begin();
                } catch (SQLException e) {
                    if (!SqlMessage.lockNotAvailable(e)) {
                        throw e;
                    }
                    console.warn("The sink of source " + other.name() + " has a transaction open for more than "
                            + LOCK_TIMEOUT + ", and is not waited for.");
                }
            }
        }
    }

    private void requireRetention(Connection connection) throws SQLException {
        String retention = source.settings().batchRetention();
        try {
            Maintenance.requireInterval(connection, retention);
        } catch (SQLException e) {
            if (!String.valueOf(e.getSQLState()).startsWith("22")) {
                throw e;
            }
            throw new AdminException(
                    ExitCode.CONFIGURATION,
                    "batch_retention of source " + source.name() + " is \"" + retention + "\", which is no interval.",
                    "Write it as PostgreSQL does, for example 1 day or 12 hours.",
                    e);
        }
    }

    private List<PostgresName> names(List<String> tables) throws SQLException {
        List<ReplicaTable> replica = database.tables(source.name()).all().stream()
                .filter(ReplicaTable::joined)
                .toList();
        if (tables.equals(List.of(ALL))) {
            return replica.stream().map(ReplicaTable::name).toList();
        }
        List<PostgresName> names = new ArrayList<>();
        for (String name : tables) {
            Optional<ReplicaTable> found = replica.stream()
                    .filter(table -> table.id().toString().equals(name))
                    .findFirst();
            if (found.isEmpty()) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The replica of source " + source.name() + " has no table " + name + ".",
                        "Name tables as MySQL has them, schema.table, or \"all\" alone.");
            }
            names.add(found.get().name());
        }
        return names;
    }

    private static void setLockTimeout(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + LOCK_TIMEOUT + "'");
        }
    }

    static double seconds(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }
}
