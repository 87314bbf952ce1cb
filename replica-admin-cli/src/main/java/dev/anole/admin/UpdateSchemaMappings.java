package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.mapping.MappingUpdate;
import dev.anole.admin.mapping.SchemaMappings;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.Sources;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes changed schema mappings of the configuration those of the replica. */
@Command(
        name = "update-schema-mappings",
        aliases = "update_schema_mappings",
        header = "Makes changed schema_mappings take effect.",
        description = {
            "",
            "Compares schema_mappings of the configuration with those that are registered. A database with another"
                    + " schema: the schema is renamed in PostgreSQL, also where two exchange their names. One that is not"
                    + " mapped any more: its tables leave the replica, and stay in PostgreSQL as they are. A new one is"
                    + " registered, and its tables come by refresh-schema.",
            "",
            "A replica that runs is stopped meanwhile, for seconds. All of it is one transaction in PostgreSQL."
        },
        footer = {"", "Example:", "  replica-admin update-schema-mappings --source shop"})
final class UpdateSchemaMappings implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws SQLException, InterruptedException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "update-schema-mappings");
        Console console = options.console();
        SchemaMappings.require(source, configuration);
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "update-schema-mappings");
            Sources.Source registered = Registration.requireKnown(source, database);
            SchemaMappings.requireFree(source, database.sources());
            MappingUpdate.Report report = new MappingUpdate(configuration, source, database, console).run(registered);
            tell(source, report, console);
            console.document(report);
        }
        return ExitCode.OK.number();
    }

    private static void tell(ReplicaSource source, MappingUpdate.Report report, Console console) {
        if (report.changes().isEmpty()) {
            console.say("The schema mappings of source " + source.name() + " are as they were registered.");
            return;
        }
        console.table(
                List.of("Database", "Schema", "What was done"),
                report.changes().stream()
                        .map(change -> List.of(change.database(), change.schema(), change.done()))
                        .toList());
        report.changes().stream()
                .filter(MappingUpdate.Change::added)
                .forEach(change -> console.say("Next: replica-admin refresh-schema --source " + source.name()
                        + " --schema " + change.database()));
    }
}
