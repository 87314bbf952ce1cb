package dev.anole.admin.detach;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.Registration;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.SourceServer;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.detach.DetachReport.Failure;
import dev.anole.admin.detach.DetachReport.Sequence;
import dev.anole.admin.output.Console;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.ddl.ForeignKeyRenderer;
import dev.anole.postgres.types.BadValuePolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends a replica where PostgreSQL has all that MySQL has, and makes its tables independent. The catalogue forgets the source
 * last, and every step finds what a former run has done, so that one that was interrupted can be run again. For one thread.
 */
public final class Detachment {

    /** Others queue up behind a lock that is waited for. */
    private static final String LOCK_TIMEOUT = "30s";

    private final Configuration configuration;
    private final ReplicaSource source;
    private final TargetDatabase database;
    private final Console console;
    private final ReplicaConnectors connectors;
    private final SourceRemoval removal;

    public Detachment(Configuration configuration, ReplicaSource source, TargetDatabase database, Console console) {
        this.configuration = configuration;
        this.source = source;
        this.database = database;
        this.console = console;
        connectors = new ReplicaConnectors(new ConnectRest(configuration.connect()), source);
        removal = new SourceRemoval(configuration, source, database, console);
    }

    /**
     * How it is done.
     *
     * @param now whether the tables are taken as they are, without waiting for MySQL's changes
     * @param onUpdateTriggers whether triggers do the work of ON UPDATE CURRENT_TIMESTAMP from now on
     */
    public record Options(boolean now, boolean onUpdateTriggers) {}

    /**
     * What MySQL knows and the catalogue does not; empty where it is not asked.
     *
     * @param place that the tables have; null where nothing was waited for
     */
    private record MySqlKnows(
            Map<TableId, Long> nextNumbers,
            Map<TableId, List<String>> onUpdate,
            @Nullable Place place) {}

    /** @param server as {@link MySqlServer#uuid} has it */
    private record Place(SourcePosition position, String server) {}

    /** @throws AdminException if the broker does not answer, which is asked later on */
    public void requireBroker() throws SQLException, InterruptedException {
        removal.requireBroker();
    }

    /** @throws AdminException if something is missing, before anything is changed */
    public void requireReady(boolean now) throws SQLException {
        Registration.requireCopied(
                source, database.sources().find(source.name()).orElseThrow().status(), database);
        List<String> behind = database.tables(source.name()).all().stream()
                .filter(table -> table.state() != TableState.REPLICATING)
                .map(table -> table.id() + " (" + table.state() + ")")
                .toList();
        if (!now && !behind.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "Tables of source " + source.name() + " are not as MySQL has them: " + String.join(", ", behind)
                            + ".",
                    "Bring them up by sync-tables or approve-ddl; --now detaches them as they are.");
        }
        int prepared = database.preparedTransactions(source.name()).waiting().transactions();
        if (!now && prepared > 0) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    prepared + " XA transactions are prepared in MySQL, whose rows are not in the tables.",
                    "Find them by XA RECOVER and commit them or roll them back; --now drops their rows.");
        }
    }

    /**
     * Makes the tables independent; the source is still in the catalogue then.
     *
     * @throws AdminException if the replica does not come to MySQL's place
     */
    public DetachReport makeIndependent(Options options) throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        MySqlKnows known =
                options.now() && !options.onUpdateTriggers() ? new MySqlKnows(Map.of(), Map.of(), null) : ask(options);
        console.progress("Stopping the connectors");
        connectors.stop();
        database.sources().setStatus(source.name(), SourceStatus.STOPPED);
        // What the sink has applied last may have disabled a table.
        requireReady(options.now());
        ReplicaPosition position = database.positions().find(source.name()).orElseThrow();
        database.inTransaction(() -> {
            // A task that Connect has lost sight of must not write any more.
            database.positions().takeOver(source.name(), position.topic(), position.partition());
            database.sources().beginDetaching(source.name());
        });
        try (Connection session = TargetDatabase.session(configuration.postgres())) {
            try (Statement statement = session.createStatement()) {
                statement.execute("SET lock_timeout = '" + LOCK_TIMEOUT + "'");
            }
            LiveTables tables = new LiveTables(
                    session,
                    database.tables(source.name()).all().stream()
                            .filter(ReplicaTable::joined)
                            .toList());
            console.progress("Setting the sequences, and adding the foreign keys");
            List<Sequence> sequences = new Sequences(tables).set(known.nextNumbers());
            ForeignKeys foreignKeys = new ForeignKeys(tables, console);
            List<ForeignKeyRenderer> added = foreignKeys.add();
            List<String> triggers = new OnUpdateTriggers(tables).create(known.onUpdate());
            if (known.place() != null) {
                requireStill(known.place(), tables);
            }
            double stillSeconds = (System.nanoTime() - begin) / 1e9;
            console.progress("PostgreSQL can be written to. Checking the foreign keys of the rows that are there");
            List<String> valid = foreignKeys.validate(added);
            BadValueLog badValueLog = database.badValues(source.name());
            List<BadValueLog.Count> badValues = badValueLog.counts();
            long kept = badValueLog.countDiscarded();
            return new DetachReport(
                    source.name(),
                    position.applied().toString(),
                    stillSeconds,
                    sequences,
                    valid,
                    triggers,
                    badValues,
                    Stream.concat(badValues.stream().flatMap(count -> leftOut(count, kept)), tables.failures().stream())
                            .toList());
        }
    }

    /** What was counted; a row that came right later was counted all the same. */
    private static Stream<Failure> leftOut(BadValueLog.Count count, long kept) {
        return count.action().equals(BadValuePolicy.Action.DISCARD_ROW.key())
                ? Stream.of(new Failure(
                        "Rows of " + count.table(),
                        "Up to " + count.values() + " were left out, since PostgreSQL cannot hold their "
                                + count.column()
                                + " (" + count.kind().replace('_', ' ') + "); show-errors --discarded --limit " + kept
                                + " shows those that are kept, of all tables",
                        null))
                : Stream.empty();
    }

    /** Once more, now that nobody else would see it: what MySQL has committed behind that place is lost. */
    private void requireStill(Place place, LiveTables tables) throws SQLException {
        try (Connection mysql = openMySql()) {
            Optional<String> late = new MySqlServer(mysql).uuid().equals(place.server())
                    ? new LateWrites(mysql, tables.all()).since(place.position())
                    : Optional.of("another server answers now");
            if (late.isPresent()) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "MySQL's tables of source " + source.name() + " were written to after the replica was stopped: "
                                + late.get() + ".",
                        "Stop what writes to MySQL, run detach-replica --undo and start-replica, then detach-replica again; or"
                                + " detach-replica --now, to do without it.");
            }
        }
    }

    private Connection openMySql() throws SQLException {
        try {
            return SourceServer.open(source.settings().dbConn());
        } catch (AdminException e) {
            if (!database.sources().isDetaching(source.name())) {
                throw e;
            }
            throw new AdminException(
                    e.exitCode(),
                    e.sentence(),
                    "Start it, and run detach-replica again; or detach-replica --now, if MySQL's tables were not written to"
                            + " since the detachment began.",
                    e);
        }
    }

    private MySqlKnows ask(Options options) throws SQLException, InterruptedException {
        try (Connection mysql = openMySql()) {
            MySqlServer server = new MySqlServer(mysql);
            Place place = options.now() ? null : new Place(reach(mysql), server.uuid());
            Iterable<String> databases = source.settings().schemaMappings().keySet();
            return new MySqlKnows(
                    Sequences.next(mysql, server.isMariaDb(), databases),
                    options.onUpdateTriggers() ? OnUpdateTriggers.columns(mysql, databases) : Map.of(),
                    place);
        }
    }

    /** Returns MySQL's position that the tables have; a run that was interrupted had waited before it began. */
    private SourcePosition reach(Connection mysql) throws SQLException, InterruptedException {
        CaughtUp caughtUp = new CaughtUp(source, database, connectors, configuration.kafka(), console);
        return database.sources().isDetaching(source.name()) ? caughtUp.require(mysql) : caughtUp.await(mysql);
    }

    /** Removes connectors, topic and the source. */
    public void forget(boolean keepTopic) throws SQLException, InterruptedException {
        removal.removeFromKafka(keepTopic);
        removal.forget(true);
    }
}
