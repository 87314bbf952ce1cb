package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.CatalogueSchema;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Brings the catalogue of an older version up to this one. */
@Command(
        name = "upgrade-replica-schema",
        aliases = "upgrade_replica_schema",
        header = "Brings an older catalogue up to this version.",
        description = {
            "",
            "Migrates the schema \"anole\" in one transaction; nothing is lost. Stop the replicas first, put this version's"
                    + " connectors in the place of the former on all Connect workers, restart these, run this command, and"
                    + " start the replicas again.",
            "",
            "A catalogue of a newer version is refused."
        },
        footer = {
            "",
            "Example:",
            "  replica-admin stop-all-replicas",
            "  replica-admin upgrade-replica-schema",
            "  replica-admin start-replica --source shop"
        })
final class UpgradeReplicaSchema implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String database, int from, int to) {}

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = options.configurationWithWarnings();
        Console console = options.console();
        String place = configuration.postgres().database().value();
        try (TargetDatabase database = TargetDatabase.open(configuration.postgres())) {
            OptionalInt version = database.schema().version();
            if (version.isEmpty()) {
                throw new AdminException(
                        ExitCode.PRECONDITION,
                        "The database " + place + " has no catalogue.",
                        "Run create-replica-schema.");
            }
            if (version.getAsInt() < CatalogueSchema.CURRENT_VERSION) {
                requireNoSink(database);
            }
            boolean changed = database.schema().migrate();
            int from = version.getAsInt();
            console.say(
                    changed
                            ? "The catalogue in database " + place + " is upgraded from version " + from + " to "
                                    + CatalogueSchema.CURRENT_VERSION + "."
                            : "The catalogue in database " + place + " is already up to date (version " + from + ").");
            console.document(new Result(place, from, CatalogueSchema.CURRENT_VERSION));
        }
        return ExitCode.OK.number();
    }

    /** One that is at work would go on with a catalogue that it does not know. */
    static void requireNoSink(TargetDatabase database) throws SQLException {
        List<String> sinks = database.sinksAtWork();
        if (!sinks.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The catalogue is in use by the sinks of " + String.join(", ", sinks) + ".",
                    "Run stop-all-replicas first.");
        }
    }
}
