package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.CatalogueSchema;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Creates the catalogue, or brings an older one up to date. */
@Command(
        name = "create-replica-schema",
        aliases = "create_replica_schema",
        header = "Creates Anole's catalogue in the target database.",
        description = {
            "",
            "The catalogue is the schema \"anole\" in the database of pg_conn. It remembers sources, tables, positions and"
                    + " errors. One catalogue serves any number of sources. If it is there already it is brought up to"
                    + " this version, and nothing is lost.",
            "",
            "The user of pg_conn needs the privilege CREATE on the database."
        },
        footer = {"", "Example:", "  replica-admin create-replica-schema --config shop"})
final class CreateReplicaSchema implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String database, String schema, int version, boolean changed) {}

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = options.configurationWithWarnings();
        Console console = options.console();
        try (TargetDatabase database = TargetDatabase.open(configuration.postgres())) {
            OptionalInt version = database.schema().version();
            if (version.isPresent() && version.getAsInt() < CatalogueSchema.CURRENT_VERSION) {
                UpgradeReplicaSchema.requireNoSink(database);
            }
            boolean changed = database.schema().migrate();
            String place = configuration.postgres().database().value();
            console.say(
                    changed
                            ? "The catalogue (schema anole) is in database " + place + " now, version "
                                    + CatalogueSchema.CURRENT_VERSION + "."
                            : "The catalogue is already present in database " + place + ", nothing was done.");
            console.document(new Result(place, "anole", CatalogueSchema.CURRENT_VERSION, changed));
        }
        return ExitCode.OK.number();
    }
}
