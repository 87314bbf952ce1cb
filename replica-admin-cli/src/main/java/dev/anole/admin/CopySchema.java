package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.initialise.SchemaCopy;
import dev.anole.admin.output.Console;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Makes a source's tables in PostgreSQL, without their rows. */
@Command(
        name = "copy-schema",
        aliases = "copy_schema",
        header = "Makes a source's tables in PostgreSQL, without rows.",
        description = {
            "",
            "Makes all tables of the source with their types, keys, indexes, defaults and comments, as init-replica will make"
                    + " them, and MySQL's foreign keys, which a replica gets by detach-replica only; in one transaction. Kafka"
                    + " and Connect are not needed."
                    + " Nothing is replicated: the source stays \"ready\", and start-replica refuses it.",
            "",
            "Running it again, and init-replica, replace tables that are still empty, and refuse the others."
        },
        footer = {"", "Example:", "  replica-admin copy-schema --source shop"})
final class CopySchema implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "copy-schema");
        Console console = options.console();
        SchemaCopy.Report report = new SchemaCopy(configuration, source, console).run();
        console.say(
                "The source " + source.name() + " has " + report.tables().size() + " tables in PostgreSQL, without rows"
                        + (report.foreignKeys() == 0 ? "." : ", and " + report.foreignKeys() + " foreign keys."));
        console.document(report);
        return ExitCode.OK.number();
    }
}
