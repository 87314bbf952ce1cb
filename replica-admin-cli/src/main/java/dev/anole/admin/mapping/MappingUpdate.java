package dev.anole.admin.mapping;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.CascadeChecks;
import dev.anole.admin.output.Console;
import dev.anole.admin.synchronise.PublishedTables;
import dev.anole.contract.TableId;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.Sources;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings a replica from the schema mappings that are registered to those of the configuration. For one thread. */
public final class MappingUpdate {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final TargetDatabase database;
    private final Console console;
    private final ReplicaConnectors connectors;

    public MappingUpdate(Configuration configuration, ReplicaSource source, TargetDatabase database, Console console) {
        this.configuration = configuration;
        this.source = source;
        this.database = database;
        this.console = console;
        connectors = new ReplicaConnectors(new ConnectRest(configuration.connect()), source);
    }

    /** What was done; also what {@code --json} prints. */
    public record Report(String source, List<Change> changes) {
        public Report {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Of one MySQL database.
     *
     * @param schema of PostgreSQL, as it is called now
     * @param done for people
     * @param added whether its tables are still to be copied
     */
    public record Change(String database, String schema, String done, boolean added) {}

    /** Runs it, from what is registered. */
    public Report run(Sources.Source registered) throws SQLException, InterruptedException {
        Map<String, String> wanted = source.settings().schemaMappings();
        Map<String, String> former = new TreeMap<>(registered.schemaMappings());
        List<Change> changes = changes(former, wanted);
        if (changes.isEmpty()) {
            if (registered.status() == SourceStatus.RUNNING) {
                // A run that was interrupted may have left them stopped.
                start();
            }
            return new Report(source.name(), changes);
        }
        Map<String, String> renamed = new LinkedHashMap<>();
        wanted.forEach((name, schema) -> {
            String was = former.get(name);
            if (was != null && !was.equals(schema)) {
                renamed.put(was, schema);
            }
        });
        List<ReplicaTable> leaving = database.tables(source.name()).all().stream()
                .filter(table -> !wanted.containsKey(table.id().database()))
                .toList();
        requireCascades(leaving);
        boolean running = requireAtRest(registered.status(), leaving);
        boolean updated = false;
        try {
            if (running) {
                console.progress("Stopping the replica of source " + source.name());
                connectors.stop();
            }
            database.inTransaction(() -> update(renamed, leaving));
            updated = true;
        } finally {
            if (running && !updated) {
                // A signal must not keep them from being started.
                boolean interrupted = Thread.interrupted();
                connectors.start();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
        if (running) {
            start();
        }
        return new Report(source.name(), changes);
    }

    private void start() throws SQLException, InterruptedException {
        database.sources().setRules(source.name(), database.rules(new MappingReader(configuration, source)));
        connectors.configure(configuration.postgres());
        connectors.start();
    }

    /** Where MySQL does not log what foreign keys change, the sink follows them, for which it needs the parent's table. */
    private void requireCascades(List<ReplicaTable> leaving) throws SQLException {
        if (leaving.isEmpty()) {
            return;
        }
        try (Connection mysql = SourceServer.open(source.settings().dbConn())) {
            if (!new MySqlServer(mysql).logsCascades()) {
                CascadeChecks.requireExact(database.tables(source.name()).all().stream()
                        .filter(table -> !leaving.contains(table))
                        .map(ReplicaTable::definition)
                        .toList());
            }
        }
    }

    private void update(Map<String, String> renamed, List<ReplicaTable> leaving) throws SQLException {
        // The sink's order: its position first.
        database.positions().lock(source.name());
        database.sources().lock();
        SchemaMappings.requireFree(source, database.sources());
        database.renameSchemas(source.name(), renamed);
        for (ReplicaTable table : leaving) {
            database.tables(source.name()).remove(table.id());
        }
        database.sources().setMappings(source.name(), source.settings().schemaMappings());
        database.positions().raiseGeneration(source.name());
    }

    private static List<Change> changes(Map<String, String> former, Map<String, String> wanted) {
        List<Change> changes = new ArrayList<>();
        wanted.forEach((name, schema) -> {
            String was = former.get(name);
            if (was == null) {
                changes.add(new Change(name, schema, "added; its tables are not copied yet", true));
            } else if (!was.equals(schema)) {
                changes.add(new Change(name, schema, "schema renamed, it was " + was, false));
            }
        });
        former.forEach((name, schema) -> {
            if (!wanted.containsKey(name)) {
                changes.add(new Change(name, schema, "removed; its tables stay, and are not kept up", false));
            }
        });
        return changes;
    }

    /** Returns whether the replica runs. */
    private boolean requireAtRest(SourceStatus status, List<ReplicaTable> leaving)
            throws SQLException, InterruptedException {
        if (status == SourceStatus.READY) {
            return false;
        }
        String command = " --source " + source.name();
        List<String> joining = database.joining(source.name());
        if (status == SourceStatus.INITIALISING
                || database.sources().initialisation(source.name()).isPresent()
                || !joining.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "Tables of source " + source.name() + " are being copied, or that was interrupted"
                            + (joining.isEmpty() ? "." : ": " + String.join(", ", joining) + "."),
                    "Let the copy come to its end: run init-replica" + command + " or sync-tables" + command
                            + " again, whichever was interrupted.");
        }
        List<TableId> leavingIds = leaving.stream().map(ReplicaTable::id).toList();
        new PublishedTables(configuration, source, database, connectors).requireKept(leavingIds);
        connectors.requirePresent();
        return status == SourceStatus.RUNNING;
    }
}
