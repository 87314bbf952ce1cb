package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops the replica of every source. */
@Command(
        name = "stop-all-replicas",
        aliases = "stop_all_replicas",
        header = "Stops the replicas of all sources.",
        description = {
            "",
            "Does what stop-replica does, for each source of the catalogue that was initialised. If one cannot be stopped,"
                    + " the others are all the same, and the exit code tells."
        },
        footer = {"", "Example:", "  replica-admin stop-all-replicas"})
final class StopAllReplicas implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        Console console = options.console();
        Map<String, String> statuses = new LinkedHashMap<>();
        @Nullable AdminException first = null;
        try (TargetDatabase database = TargetDatabase.withOlderCatalogue(configuration.postgres())) {
            for (Sources.Source source : database.sources().all()) {
                statuses.put(source.name(), source.status().toString());
                if (hasConnectors(source, configuration)) {
                    try {
                        statuses.put(source.name(), stop(configuration, source.name(), console));
                    } catch (AdminException e) {
                        console.warn(e.sentence() + " " + e.remedy());
                        first = first == null ? e : first;
                    }
                }
            }
        }
        if (statuses.isEmpty()) {
            console.say("The catalogue has no source.");
        }
        console.document(statuses);
        return (first == null ? ExitCode.OK : first.exitCode()).number();
    }

    /** A source that is stopped already, and gone from the file, is let be. */
    private static boolean hasConnectors(Sources.Source registered, Configuration configuration) {
        ReplicaSource source = configuration.sources().get(registered.name());
        return switch (registered.status()) {
            case READY -> false;
            case STOPPED -> source != null && !CopiedSource.is(source);
            default -> source == null || !CopiedSource.is(source);
        };
    }

    /** In a session of its own, whose reservation ends with it. */
    private static String stop(Configuration configuration, String name, Console console)
            throws SQLException, InterruptedException {
        ReplicaSource source = configuration.source(name);
        try (TargetDatabase database = TargetDatabase.withOlderCatalogue(configuration.postgres())) {
            database.reserve(name, "stop-all-replicas");
            return StoppedReplica.stop(configuration, source, database, console).toString();
        }
    }
}
