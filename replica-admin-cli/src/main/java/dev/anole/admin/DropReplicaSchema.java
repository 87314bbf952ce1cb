package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.SourceStatus;
import dev.anole.postgres.catalogue.Sources;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Drops the catalogue; replicated tables stay. */
@Command(
        name = "drop-replica-schema",
        aliases = "drop_replica_schema",
        header = "Drops Anole's catalogue from the target database.",
        description = {
            "",
            "Drops the schema \"anole\" with everything it remembers: sources, positions, errors. The replicated tables and"
                    + " their rows stay as they are. No replica can go on afterwards; each has to be initialised anew.",
            "",
            "Connectors and topics stay in Kafka: run drop-source for each source first. Refuses while a source is running."
                    + " Asks for YES unless --yes is given."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin drop-replica-schema",
            "  replica-admin drop-replica-schema --yes --json"
        })
final class DropReplicaSchema implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    /** What {@code --json} prints. */
    record Result(String database, boolean dropped) {}

    @Override
    public Integer call() throws SQLException, IOException {
        Configuration configuration = options.configurationWithWarnings();
        Console console = options.console();
        String place = configuration.postgres().database().value();
        try (TargetDatabase database = TargetDatabase.open(configuration.postgres())) {
            OptionalInt version = database.schema().version();
            boolean current = version.isPresent() && version.getAsInt() == CatalogueSchema.CURRENT_VERSION;
            if (current) {
                requireNothingRunning(database);
            }
            UpgradeReplicaSchema.requireNoSink(database);
            boolean there = version.isPresent();
            if (there
                    && !yes
                    && !Confirmation.of(
                            console,
                            question(
                                    place,
                                    current && !database.sourcesOfDiscarded().isEmpty()))) {
                console.say("Nothing was dropped.");
                console.document(new Result(place, false));
                return ExitCode.OK.number();
            }
            boolean dropped = database.schema().drop();
            console.say(
                    dropped
                            ? "The catalogue was dropped from database " + place + "; the replicated tables stay."
                            : "Database " + place + " has no catalogue, nothing was done.");
            console.document(new Result(place, dropped));
        }
        return ExitCode.OK.number();
    }

    /** @param keepsRows whether the catalogue has rows that were left out of tables */
    private static String question(String place, boolean keepsRows) {
        return "Dropping the catalogue from database " + place + " ends every replica in it for good"
                + (keepsRows ? ", and deletes the rows that were left out of tables (show-errors --discarded)" : "")
                + ". Are you sure?";
    }

    private static void requireNothingRunning(TargetDatabase database) throws SQLException {
        for (Sources.Source source : database.sources().all()) {
            Optional<String> command = database.commandAtWork(source.name());
            if (command.isPresent()) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        command.get() + " is at work on the source " + source.name() + ".",
                        "Wait for its end, or end it.");
            }
            if (source.status() == SourceStatus.RUNNING) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The source " + source.name() + " is running.",
                        "Run stop-all-replicas, or drop-source for each source, first.");
            }
        }
    }
}
