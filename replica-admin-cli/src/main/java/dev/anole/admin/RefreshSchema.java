package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.output.Console;
import dev.anole.admin.synchronise.SyncReport;
import dev.anole.admin.synchronise.Synchronisation;
import dev.anole.admin.synchronise.WholeSchema;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Copies all tables of one schema anew, while the replica goes on. */
@Command(
        name = "refresh-schema",
        aliases = "refresh_schema",
        header = "Copies all tables of a schema anew.",
        description = {
            "",
            "Makes the schema in PostgreSQL what MySQL and the configuration have now, while the replica goes on: tables"
                    + " that it has are copied anew and swapped in, as by sync-tables; tables that MySQL has besides join"
                    + " it; and tables that MySQL no longer has, or that limit_tables or skip_tables leave out, are"
                    + " dropped in PostgreSQL in the end.",
            "",
            "Whatever users made in the schema besides the replica's tables stays. A view on a table that is to be"
                    + " dropped makes the command refuse, before anything is copied."
        },
        footer = {"", "Example:", "  replica-admin refresh-schema --source shop --schema shop"})
final class RefreshSchema implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Mixin
    private final CopyOptions copyOptions = new CopyOptions();

    @Option(
            names = "--schema",
            paramLabel = "<schema>",
            description = "The schema, as MySQL names it, one of the source's schema_mappings.")
    private @Nullable String schema;

    @Override
    public Integer call() throws Exception {
        int readers = copyOptions.readers();
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "refresh-schema");
        if (schema == null) {
            throw new ParameterException(
                    options.commandLine(), "Missing option --schema: a schema of MySQL's, one of schema_mappings");
        }
        Console console = options.console();
        SyncReport report = new Synchronisation(configuration, source, console, "refresh-schema")
                .run(new WholeSchema(schema), readers, copyOptions.restart());
        return SyncOutcome.tell(report, console).number();
    }
}
