package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.connect.ConnectRest;
import dev.anole.admin.connect.ReplicaConnectors;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.TableState;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Sets a source that an error or an interrupted command has left behind to stopped. */
@Command(
        name = "enable-replica",
        aliases = "enable_replica",
        header = "Sets a source to stopped, so that it can be started again.",
        description = {
            "",
            "For a source whose connectors somebody has paused through Kafka Connect, or that is in status error though its"
                    + " tables are copied: stops both connectors, whatever their state, and sets the status to stopped."
                    + " Positions and tables stay; start-replica goes on. After a failed task start-replica is enough, after"
                    + " a failed init-replica run that again.",
            "",
            "Mend what the error says first (show-errors): a replica that is started again fails for the same reason else."
        },
        footer = {"", "Example:", "  replica-admin enable-replica --source shop"})
final class EnableReplica implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String source, String formerStatus, String status) {}

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "enable-replica");
        Console console = options.console();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "enable-replica");
            SourceStatus former = Registration.requireKnown(source, database).status();
            // What was not copied yet could not be started.
            Registration.requireCopied(source, former, database);
            requireReplicated(source, database);
            new ReplicaConnectors(new ConnectRest(configuration.connect()), source).stop();
            database.sources().setStatus(source.name(), SourceStatus.STOPPED);
            console.say("The source " + source.name() + " is set to stopped (it was " + former
                    + "). Next: replica-admin start-replica --source " + source.name());
            console.document(new Result(source.name(), former.toString(), SourceStatus.STOPPED.toString()));
        }
        return ExitCode.OK.number();
    }

    private static void requireReplicated(ReplicaSource source, TargetDatabase database) throws SQLException {
        // As an init-replica leaves it that failed before its stream was made.
        if (database.tables(source.name()).all().stream().allMatch(table -> table.state() == TableState.DISABLED)) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "No table of source " + source.name() + " is replicated.",
                    "Run init-replica --source " + source.name() + ", or sync-tables --tables disabled.");
        }
    }
}
