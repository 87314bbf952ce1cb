package dev.anole.admin.synchronise;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Registration;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.OnError;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.initialise.CheckedMappings;
import dev.anole.admin.initialise.CopyBounds;
import dev.anole.admin.initialise.ReaderRoles;
import dev.anole.admin.initialise.ReplaceableTables;
import dev.anole.admin.initialise.SourceTables;
import dev.anole.admin.join.CopySettings;
import dev.anole.admin.join.JoinException;
import dev.anole.admin.join.JoinGroups;
import dev.anole.admin.join.TableJoins;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.CopyProgress;
import dev.anole.admin.synchronise.TableChoice.Chosen;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Copies tables of an initialised source and lets them join its stream, while all others go on. Everything is checked
 * before anything is changed. A table that the replica has already stays, fed, until its new copy is swapped in. In the
 * end the source is what it was, running or not, whatever the outcome. For one thread.
 */
public final class Synchronisation {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final Console console;
    private final String command;
    private final ReplicaConnectors connectors;
    private final List<String> warnings = new ArrayList<>();

    /** @param command that runs this, for messages */
    public Synchronisation(Configuration configuration, ReplicaSource source, Console console, String command) {
        this.configuration = configuration;
        this.source = source;
        this.console = console;
        this.command = command;
        connectors = new ReplicaConnectors(new ConnectRest(configuration.connect()), source);
    }

    /**
     * Runs it.
     *
     * @param readers how many sessions read a large table at once
     * @param restart whether what an interrupted run has copied is thrown away
     * @throws AdminException if something is missing, or the work fails; the catalogue then has the reason
     */
    public SyncReport run(TableChoice choice, int readers, boolean restart) throws Exception {
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres());
                Connection mysql = SourceServer.open(source.settings().dbConn())) {
            database.reserve(source.name(), command);
            Registration.requireReplica(source, database);
            SourceStatus before = requireInitialised(database);
            SourceTables tables = new SourceTables(mysql, source);
            tables.requireFit().forEach(this::warn);
            List<TableDefinition> selected = tables.select();
            tables.unusedLimits(selected).forEach(this::warn);
            KnownTables known = KnownTables.read(
                    mysql, source, selected, database.tables(source.name()).all());
            Chosen chosen = choice.choose(known);
            chosen.leftOut().forEach(this::warn);
            if (chosen.isEmpty()) {
                // Also rights what an interrupted command left.
                database.sources().setStatus(source.name(), before);
                console.say(choice.nothing(source.name()));
                return report(before, false, List.of(), List.of(), List.of());
            }
            CopySettings copy = CopyBounds.of(source, readers, database);
            PublishedTables published = new PublishedTables(configuration, source, database, connectors);
            List<TableDefinition> copied = copied(mysql, known, chosen.joining());
            TableMappings mappings =
                    new CheckedMappings(configuration, source, database).read(mysql, copied, this::warn);
            requireReady(database, chosen, before, published);
            database.sources().setRules(source.name(), mappings.rules());
            database.sources().beginSync(source.name());
            try {
                return synchronise(database, chosen, before, published, mappings, copy, restart);
            } catch (Exception e) {
                throw new SyncFailure(source.name(), command, before, database, connectors).record(e);
            }
        }
    }

    private SourceStatus requireInitialised(TargetDatabase database) throws SQLException {
        SourceStatus status = database.sources().statusBesideSync(source.name());
        String remedy = "Run init-replica --source " + source.name() + ".";
        return switch (status) {
            case INITIALISED, SYNCED, STOPPED, RUNNING -> status;
            case READY ->
                throw new AdminException(
                        ExitCode.PRECONDITION, "The source " + source.name() + " was not initialised yet.", remedy);
            case INITIALISING, ERROR ->
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The last initialisation of source " + source.name() + " was not completed.",
                        remedy);
            case SYNCING -> throw new IllegalStateException("What was before a sync is none");
        };
    }

    /** Tables that were chosen, and those that can only join together with them. */
    private List<TableDefinition> copied(Connection mysql, KnownTables known, List<TableDefinition> chosen)
            throws SQLException {
        List<TableDefinition> all = JoinGroups.of(mysql, known.replica(), chosen).completed(chosen).stream()
                .map(table -> known.joining(table.id().toString()).orElse(table))
                .toList();
        List<TableId> more = all.stream()
                .filter(table -> !chosen.contains(table))
                .map(TableDefinition::id)
                .toList();
        if (!more.isEmpty()) {
            console.progress("Foreign keys connect the tables with these, which are copied too: "
                    + more.stream().map(TableId::toString).collect(joining(", ")));
        }
        return all;
    }

    private void requireReady(TargetDatabase database, Chosen chosen, SourceStatus before, PublishedTables published)
            throws SQLException, InterruptedException {
        new ReplaceableTables(database, source).requireDroppable(chosen.leaving());
        connectors.requirePresent();
        connectors.validate(configuration.postgres());
        // Rows are copied for hours, perhaps, before the first record is read from it.
        try (ReplicaTopic topic = new ReplicaTopic(configuration.kafka().clientProperties(), source.topic())) {
            topic.requireFit(source.settings().maxRecordBytes()).forEach(this::warn);
        }
        if (before == SourceStatus.RUNNING) {
            connectors.requireHealthy();
        }
        if (before != SourceStatus.RUNNING || !published.contain(chosen.joining())) {
            published.requireKept(ids(chosen.leaving()));
        }
    }

    private SyncReport synchronise(
            TargetDatabase database,
            Chosen chosen,
            SourceStatus before,
            PublishedTables published,
            TableMappings mappings,
            CopySettings copy,
            boolean restart)
            throws SQLException, InterruptedException {
        boolean wasRunning = before == SourceStatus.RUNNING;
        LeavingTables leaving = new LeavingTables(database, source.name(), chosen.leaving());
        boolean widens = !published.contain(chosen.joining()) || !wasRunning && !published.isAsConfigured();
        if (widens || !wasRunning) {
            // The source connector is told the configuration's filter, which may not have them.
            leaving.disable();
        }
        if (!wasRunning) {
            console.progress("Starting the replica of source " + source.name() + " for the copy");
            published.startAll();
        } else {
            connectors.start();
        }
        if (widens) {
            console.progress("Having the source connector publish what the configuration says now");
            published.widen();
        }
        try (CopyProgress progress = new CopyProgress(console)) {
            List<TableId> failed = join(database, chosen.joining(), mappings, copy, restart, progress);
            database.reconnectIfLost();
            leaving.drop();
            // The sink may have stopped at what a table met since it joined.
            connectors.requireHealthy();
            if (!wasRunning) {
                connectors.stop();
            }
            SourceStatus after = wasRunning ? SourceStatus.RUNNING : SourceStatus.SYNCED;
            database.sources().setStatus(source.name(), after);
            return report(after, widens, progress.copied(), List.copyOf(ids(chosen.leaving())), failed);
        }
    }

    /** Returns the tables that could not join, if the others are to go on without them. */
    private List<TableId> join(
            TargetDatabase database,
            List<TableDefinition> tables,
            TableMappings mappings,
            CopySettings copy,
            boolean restart,
            CopyProgress progress)
            throws SQLException, InterruptedException {
        try {
            new TableJoins(
                            source.settings().dbConn().address(),
                            configuration.postgres().address(),
                            configuration.kafka().clientProperties(),
                            source.name(),
                            source.settings().schemaMappings(),
                            copy,
                            ReaderRoles.properties(database, configuration, source, this::warn),
                            mappings,
                            progress)
                    .joinAll(tables, restart);
            return List.of();
        } catch (JoinException e) {
            if (source.settings().onErrorReplay() != OnError.CONTINUE) {
                throw e;
            }
            database.reconnectIfLost();
            for (JoinException.Failure failure : e.failures()) {
                String sentence = "The table " + failure.table() + " could not be copied (" + failure.phase() + "): "
                        + failure.found();
                warn(sentence + ". " + failure.remedy());
                database.errors()
                        .add(new ErrorLog.Failure(
                                source.name(), failure.table(), sentence, failure.remedy(), null, null, null));
            }
            return e.failures().stream().map(JoinException.Failure::table).toList();
        }
    }

    private SyncReport report(
            SourceStatus status,
            boolean published,
            List<CopyProgress.CopiedTable> copied,
            List<TableId> dropped,
            List<TableId> failed) {
        return new SyncReport(source.name(), status.toString(), published, copied, dropped, failed, warnings);
    }

    private static Set<TableId> ids(List<ReplicaTable> tables) {
        return tables.stream().map(ReplicaTable::id).collect(toSet());
    }

    private void warn(String sentence) {
        warnings.add(sentence);
        console.warn(sentence);
    }
}
