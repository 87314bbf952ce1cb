package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.mapping.MappingReader;
import dev.anole.admin.mapping.PolicyChange;
import dev.anole.admin.output.Console;
import dev.anole.admin.synchronise.PublishedTables;
import dev.anole.admin.topic.ReplicaTopic;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts both connectors of a source. */
@Command(
        name = "start-replica",
        aliases = "start_replica",
        header = "Starts the replica of a source.",
        description = {
            "",
            "Brings the two connectors' settings up to the configuration, starts them and waits until they run. They go on"
                    + " from where they were. A connector that has failed is restarted. On a replica that runs, a changed"
                    + " configuration takes effect.",
            "",
            "A changed policy of bad_values holds from then on where it was fail; else with the next copy of a table.",
            "",
            "The source must have been initialised by init-replica."
        },
        footer = {"", "Example:", "  replica-admin start-replica --source shop"})
final class StartReplica implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String source, String status) {}

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "start-replica");
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "start-replica");
            requireStartable(source, database);
            ReplicaConnectors connectors = new ReplicaConnectors(new ConnectRest(configuration.connect()), source);
            connectors.requirePresent();
            new PublishedTables(configuration, source, database, connectors).requireKept(List.of());
            if (connectors.isMoved()) {
                MovedSource.requireApplied(source, database);
            }
            try (ReplicaTopic topic = new ReplicaTopic(configuration.kafka().clientProperties(), source.topic())) {
                topic.requireFit(source.settings().maxRecordBytes()).forEach(options.console()::warn);
            }
            database.sources().setRules(source.name(), database.rules(new MappingReader(configuration, source)));
            new PolicyChange(database, source.name())
                    .apply(source.settings().badValues().policies())
                    .forEach(options.console()::say);
            connectors.configure(configuration.postgres());
            // Before they run: whoever is to stop what runs goes by it, should this end here.
            database.sources().setStatus(source.name(), SourceStatus.RUNNING);
            connectors.start();
        }
        Console console = options.console();
        console.say("The replica of source " + source.name() + " is running.");
        console.document(new Result(source.name(), SourceStatus.RUNNING.toString()));
        return ExitCode.OK.number();
    }

    private static void requireStartable(ReplicaSource source, TargetDatabase database) throws SQLException {
        String again = "Run init-replica --source " + source.name() + ".";
        switch (Registration.requireReplica(source, database).status()) {
            // Nobody is syncing any more, or the source could not have been reserved.
            case INITIALISED, SYNCING, SYNCED, STOPPED, RUNNING -> {}
            case READY ->
                throw refused(
                        database.tables(source.name()).all().isEmpty()
                                ? "The source " + source.name() + " was not initialised yet."
                                : "copy-schema has made the tables of source " + source.name()
                                        + " without rows; nothing of it is a replica.",
                        again);
            case INITIALISING ->
                throw refused(
                        "The tables of source " + source.name() + " are being copied, or that was interrupted.",
                        "Wait for the command that does it; if there is none, run init-replica again.");
            case ERROR -> {
                List<ErrorLog.Entry> last = database.errors().of(source.name(), 1);
                throw refused(
                        "The replica of source " + source.name() + " is in error state"
                                + (last.isEmpty()
                                        ? "."
                                        : ": " + last.get(0).failure().message()),
                        last.isEmpty() ? again : last.get(0).failure().remedy());
            }
        }
    }

    private static AdminException refused(String message, String remedy) {
        return new AdminException(ExitCode.PRECONDITION, message, remedy);
    }
}
