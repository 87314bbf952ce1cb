package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.mapping.SchemaMappings;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Registers a source of the configuration in the catalogue. */
@Command(
        name = "add-source",
        aliases = "add_source",
        header = "Registers a source in the catalogue.",
        description = {
            "",
            "Takes the source's schema_mappings from the configuration into the catalogue, status \"ready\". The source's"
                    + " server and Kafka are not touched; init-replica does that.",
            "",
            "A PostgreSQL schema can be the destination of one schema only, over all sources."
        },
        footer = {"", "Example:", "  replica-admin add-source --source shop"})
final class AddSource implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Result(String source, String status, Map<String, String> schemaMappings) {}

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        Map<String, String> mappings = source.settings().schemaMappings();
        SchemaMappings.require(source, configuration);
        Console console = options.console();
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.inTransaction(() -> {
                database.sources().lock();
                requireNew(source, database.sources());
                database.sources().add(source.name(), mappings);
            });
            long kept = database.badValues(source.name()).countDiscarded();
            if (kept > 0) {
                console.warn("The catalogue has " + kept + " rows that were left out of a former source "
                        + source.name() + " (show-errors --discarded). A table that is copied again loses its own.");
            }
        }
        console.say("The source " + source.name() + " is registered. Next: replica-admin init-replica --source "
                + source.name());
        console.document(new Result(source.name(), "ready", mappings));
        return ExitCode.OK.number();
    }

    private static void requireNew(ReplicaSource source, Sources sources) throws SQLException {
        Optional<Sources.Source> known = sources.find(source.name());
        if (known.isPresent()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "The source " + source.name() + " already exists, status "
                            + known.get().status() + ".",
                    "Go on with init-replica or start-replica.");
        }
        SchemaMappings.requireFree(source, sources);
    }
}
