package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Registration;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.OnError;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ConnectorOffsets;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.join.CopySettings;
import dev.anole.admin.join.JoinException;
import dev.anole.admin.join.TableJoins;
import dev.anole.admin.join.TableProperties;
import dev.anole.admin.mapping.TableMappings;
import dev.anole.admin.output.Console;
import dev.anole.admin.progress.CopyProgress;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.mysql.SourceOffset;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a registered source a replica. Everything is checked before anything is changed; then the stream is started
 * from MySQL's current position, and the tables join it one after the other. If that is interrupted, the next run goes on
 * with the tables that are left; a source that was initialised to the end begins from nothing, while readers keep the
 * tables of before until each is replaced. For one thread.
 */
public final class Initialisation {

    private final Configuration configuration;
    private final ReplicaSource source;
    private final Console console;
    private final ReplicaConnectors connectors;
    private final boolean restart;
    private final List<String> warnings = new ArrayList<>();

    /** @param restart whether what an interrupted run has done is thrown away */
    public Initialisation(Configuration configuration, ReplicaSource source, Console console, boolean restart) {
        this.restart = restart;
        this.configuration = configuration;
        this.source = source;
        this.console = console;
        connectors = new ReplicaConnectors(new ConnectRest(configuration.connect()), source);
    }

    /**
     * Runs it.
     *
     * @param readers how many sessions read a large table at once
     * @param start whether the replica is left running
     * @throws AdminException if something is missing, or the work fails; the catalogue then has the reason
     */
    public InitReport run(int readers, boolean start) throws Exception {
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres());
                Connection mysql = SourceServer.open(source.settings().dbConn())) {
            database.reserve(source.name(), "init-replica");
            Registration.requireReplica(source, database);
            SourceTables tables = new SourceTables(mysql, source);
            tables.requireFit().forEach(this::warn);
            // Before the tables: what MySQL creates from here on comes by the stream.
            SourcePosition position = tables.position();
            List<TableDefinition> selected = tables.select();
            requireTables(selected);
            CopySettings copy = CopyBounds.of(source, readers, database);
            tables.unusedLimits(selected).forEach(this::warn);
            TableMappings mappings =
                    new CheckedMappings(configuration, source, database).read(mysql, selected, this::warn);
            connectors.validate(configuration.postgres());
            if (database.positions().find(source.name()).isEmpty()) {
                connectors.requireNoneOfOthers(configuration.postgres());
            }
            // The broker and the topic too, before anything is dropped or a replica that runs is taken down.
            StreamStart.prepareTopic(configuration, source).warnings().forEach(this::warn);
            new EmptyTables(configuration, source).drop();
            InitFailure failure = new InitFailure(source, database, connectors);
            try {
                return initialise(database, position, selected, mappings, copy, start);
            } catch (Exception e) {
                throw failure.record(e);
            }
        }
    }

    private void requireTables(List<TableDefinition> tables) {
        if (tables.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "MySQL has no table that the source " + source.name() + " replicates.",
                    "Check schema_mappings, limit_tables and skip_tables in the configuration.");
        }
    }

    private void warn(String sentence) {
        warnings.add(sentence);
        console.warn(sentence);
    }

    private InitReport initialise(
            TargetDatabase database,
            SourcePosition position,
            List<TableDefinition> selected,
            TableMappings mappings,
            CopySettings copy,
            boolean start)
            throws Exception {
        StreamStart stream = new StreamStart(database, source, connectors);
        Optional<UnfinishedStart> unfinished = unfinished(database);
        database.sources().setStatus(source.name(), SourceStatus.INITIALISING);
        database.sources().setRules(source.name(), mappings.rules());
        UnfinishedStart started;
        List<TableDefinition> joining;
        if (unfinished.isPresent()) {
            console.progress("Going on with the initialisation of source " + source.name() + " that was interrupted");
            started = unfinished.get();
            connectors.configure(configuration.postgres());
            joining = stream.takeUp(selected);
        } else {
            started = startAnew(database, position, selected, stream);
            joining = selected;
        }
        connectors.start();
        stream.awaitFirstRecord();
        try (CopyProgress progress = new CopyProgress(console)) {
            List<TableId> failed = join(database, joining, mappings, copy, progress);
            if (!start) {
                connectors.stop();
            }
            SourceStatus status = start ? SourceStatus.RUNNING : SourceStatus.INITIALISED;
            database.reconnectIfLost();
            database.inTransaction(() -> {
                database.sources().setStatus(source.name(), status);
                database.sources().setInitialisation(source.name(), null);
            });
            return new InitReport(
                    source.name(),
                    status.toString(),
                    started.position(),
                    source.topic(),
                    progress.copied(),
                    failed,
                    warnings);
        }
    }

    /** What an interrupted run has begun, if this one is to go on with it. */
    private Optional<UnfinishedStart> unfinished(TargetDatabase database) throws SQLException, InterruptedException {
        Optional<UnfinishedStart> found =
                database.sources().initialisation(source.name()).map(UnfinishedStart::fromJson);
        if (found.isEmpty()) {
            return found;
        }
        Optional<String> obstacle = restart
                ? Optional.of("--restart was given")
                : new StreamCheck(configuration, source, connectors)
                        .obstacle(found.get(), database.positions().find(source.name()));
        obstacle.ifPresent(reason -> console.progress("The initialisation of source " + source.name()
                + " that was interrupted is not gone on with: " + reason));
        return obstacle.isPresent() ? Optional.empty() : found;
    }

    private UnfinishedStart startAnew(
            TargetDatabase database, SourcePosition position, List<TableDefinition> selected, StreamStart stream)
            throws SQLException, InterruptedException {
        console.progress("Removing what an earlier initialisation of source " + source.name() + " left");
        database.sources().setInitialisation(source.name(), null);
        connectors.remove();
        long topicEnd = StreamStart.prepareTopic(configuration, source).end();
        stream.register(position, topicEnd, selected);
        console.progress("Starting the stream at " + position);
        connectors.createStopped(
                configuration.postgres(),
                new ConnectorOffsets(List.of(new ConnectorOffsets.Entry(
                        SourceOffset.partition(source.name()),
                        SourceOffset.startingAt(position).toMap()))));
        UnfinishedStart started = UnfinishedStart.of(source, position);
        database.sources().setInitialisation(source.name(), started.toJson());
        return started;
    }

    /** Returns the tables that could not join, if the others are to go on without them. */
    private List<TableId> join(
            TargetDatabase database,
            List<TableDefinition> tables,
            TableMappings mappings,
            CopySettings copy,
            CopyProgress progress)
            throws SQLException, InterruptedException {
        try {
            joinAll(
                    tables,
                    copy,
                    ReaderRoles.properties(database, configuration, source, this::warn),
                    mappings,
                    progress);
            return List.of();
        } catch (JoinException e) {
            if (source.settings().onErrorReplay() != OnError.CONTINUE) {
                throw e;
            }
            database.reconnectIfLost();
            for (JoinException.Failure failure : e.failures()) {
                String sentence = "The table " + failure.table() + " is disabled, since it could not be copied ("
                        + failure.phase() + "): " + failure.found();
                warn(sentence + ". " + failure.remedy());
                database.errors()
                        .add(new ErrorLog.Failure(
                                source.name(), failure.table(), sentence, failure.remedy(), null, null, null));
            }
            return e.failures().stream().map(JoinException.Failure::table).toList();
        }
    }

    private void joinAll(
            List<TableDefinition> tables,
            CopySettings copy,
            TableProperties properties,
            TableMappings mappings,
            CopyProgress progress)
            throws SQLException, InterruptedException {
        new TableJoins(
                        source.settings().dbConn().address(),
                        configuration.postgres().address(),
                        configuration.kafka().clientProperties(),
                        source.name(),
                        source.settings().schemaMappings(),
                        copy,
                        properties,
                        mappings,
                        progress)
                .joinAll(tables, restart);
    }
}
