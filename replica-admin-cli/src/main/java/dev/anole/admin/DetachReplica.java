package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.detach.DetachReport;
import dev.anole.admin.detach.DetachUndo;
import dev.anole.admin.detach.Detachment;
import dev.anole.admin.output.Console;
import dev.anole.admin.status.StatusPage;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ends a replica so that PostgreSQL takes MySQL's place. */
@Command(
        name = "detach-replica",
        aliases = "detach_replica",
        header = "Ends a replica so that PostgreSQL takes MySQL's place.",
        description = {
            "",
            "Stop what writes to MySQL first. The command waits until PostgreSQL has all that MySQL has at that moment, sees"
                    + " that nothing more comes, stops the connectors, lets sequences go on behind the rows, and adds MySQL's"
                    + " foreign keys with their ON DELETE and ON UPDATE. From then on PostgreSQL can be written to, while the"
                    + " keys are checked for the rows that are there. At last it deletes connectors, offsets and topic, and"
                    + " removes the source from the catalogue. It prints what it did, and what it could not do, with the"
                    + " statements for it. Rows that were left out of the replica (bad_values) stay in show-errors --discarded.",
            "",
            "Asks for YES unless --yes is given. If it is interrupted, run it again: it goes on, unless MySQL was written to"
                    + " meanwhile. Exit code 6 with the report (with --json: no \"error\" in it) is final:"
                    + " the source is removed all the same, and there is nothing to repeat or to undo. Keep what was printed:"
                    + " it has the statements that are left to run."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin detach-replica --source shop",
            "  replica-admin detach-replica --source shop --on-update-triggers --yes --json > report.json"
        })
final class DetachReplica implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--now",
            description =
                    "Take the tables as they are: do not wait for MySQL's changes, nor for tables that are held or"
                            + " disabled. Rows of prepared XA transactions are dropped. MySQL is not asked, so that numbers of"
                            + " rows that it has deleted come again.")
    private boolean now;

    @Option(
            names = "--on-update-triggers",
            description =
                    "Make triggers that do what MySQL's ON UPDATE CURRENT_TIMESTAMP does. MySQL is asked for the columns.")
    private boolean onUpdateTriggers;

    @Option(
            names = "--undo",
            description =
                    "Drop the foreign keys and triggers that a run has made which did not come to its end, so that"
                            + " start-replica can go on. If PostgreSQL was written to meanwhile, run refresh-schema then.")
    private boolean undo;

    @Option(names = "--keep-topic", description = "Leave the topic in Kafka, for other consumers.")
    private boolean keepTopic;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Override
    public Integer call() throws SQLException, IOException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "detach-replica");
        Console console = options.console();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "detach-replica");
            Registration.require(source, database);
            if (undo) {
                return undo(configuration, source, database, console);
            }
            Detachment detachment = new Detachment(configuration, source, database, console);
            detachment.requireReady(now);
            if (!now || !keepTopic) {
                detachment.requireBroker();
            }
            if (!yes
                    && !Confirmation.of(
                            console,
                            "Detaching the replica will remove any reference for the source " + source.name()
                                    + ". Are you sure?")) {
                console.say("Nothing was changed.");
                console.document(Map.of("source", source.name(), "detached", false));
                return ExitCode.OK.number();
            }
            DetachReport report = detachment.makeIndependent(new Detachment.Options(now, onUpdateTriggers));
            // Before the catalogue forgets: the operator needs it whatever comes.
            tell(report, console);
            detachment.forget(keepTopic);
            console.say("The source " + source.name() + " is removed.");
            console.document(report);
            return (report.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
        }
    }

    private static int undo(Configuration configuration, ReplicaSource source, TargetDatabase database, Console console)
            throws SQLException, InterruptedException {
        if (!database.sources().isDetaching(source.name())) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "No detachment of source " + source.name() + " has begun.",
                    "See show-status; a source that is detached cannot come back but by add-source and init-replica.");
        }
        requireStream(configuration, source, database);
        List<String> dropped = new DetachUndo(configuration.postgres(), source.name()).run();
        dropped.forEach(what -> console.say("Dropped " + what));
        console.say(
                "The replica of source " + source.name() + " can go on: run start-replica. If PostgreSQL was written"
                        + " to meanwhile, run refresh-schema for each schema then, since those rows are not MySQL's.");
        console.document(Map.of("source", source.name(), "dropped", dropped));
        return ExitCode.OK.number();
    }

    /** Without connectors or topic, all that a run had left to do was to forget the source. */
    private static void requireStream(Configuration configuration, ReplicaSource source, TargetDatabase database)
            throws SQLException, InterruptedException {
        boolean connectors = new ReplicaConnectors(new ConnectRest(configuration.connect()), source)
                .missing()
                .isEmpty();
        ReplicaPosition position = database.positions().find(source.name()).orElseThrow();
        try (ReplicaTopic topic = ReplicaTopic.of(configuration.kafka(), position)) {
            if (!connectors || !topic.exists()) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The detachment of source " + source.name()
                                + " has deleted connectors or topic already: the tables are PostgreSQL's own now.",
                        "Run detach-replica --now, which forgets the source.");
            }
        }
    }

    private static void tell(DetachReport report, Console console) {
        if (!report.sequences().isEmpty()) {
            console.table(
                    List.of("Table", "Column", "Next value"),
                    report.sequences().stream()
                            .map(set -> List.of(set.table(), set.column(), Long.toString(set.next())))
                            .toList());
        }
        report.foreignKeys().forEach(key -> console.say("Foreign key of " + key));
        report.triggers().forEach(table -> console.say("Trigger for ON UPDATE CURRENT_TIMESTAMP on " + table));
        StatusPage.printBadValues(console, report.badValues());
        for (DetachReport.Failure failure : report.failures()) {
            console.warn(failure.what() + " could not be had: " + failure.reason()
                    + (failure.statement() == null ? "" : System.lineSeparator() + failure.statement() + ";"));
        }
        console.say(String.format(
                Locale.ROOT,
                "The tables of source %s are independent at %s. Nobody was to write for %.1f s.",
                report.source(),
                report.position(),
                report.stillSeconds()));
    }
}
