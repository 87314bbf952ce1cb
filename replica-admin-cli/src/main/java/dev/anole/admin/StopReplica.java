package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.SourceStatus;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops both connectors of a source. */
@Command(
        name = "stop-replica",
        aliases = "stop_replica",
        header = "Stops the replica of a source.",
        description = {
            "",
            "Stops the two connectors and waits until their tasks have ended. Positions, topic and tables stay; start-replica"
                    + " goes on from there, as long as MySQL keeps its binary log."
        },
        footer = {"", "Example:", "  replica-admin stop-replica --source shop"})
final class StopReplica implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String source, String status) {}

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "stop-replica");
        Console console = options.console();
        try (TargetDatabase database = TargetDatabase.withOlderCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "stop-replica");
            SourceStatus status = StoppedReplica.stop(configuration, source, database, console);
            console.document(new Result(source.name(), status.toString()));
        }
        return ExitCode.OK.number();
    }
}
