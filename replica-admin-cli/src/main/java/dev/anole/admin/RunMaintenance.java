package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.admin.maintain.MaintenanceReport;
import dev.anole.admin.maintain.MaintenanceReport.Vacuumed;
import dev.anole.admin.maintain.MaintenanceRun;
import dev.anole.admin.output.Console;
import dev.anole.postgres.catalogue.Maintenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Vacuums the catalogue and, if wanted, tables of the replica. */
@Command(
        name = "run-maintenance",
        aliases = "run_maintenance",
        header = "Vacuums the catalogue and tables, and deletes old entries of the logs.",
        description = {
            "",
            "Lets the sink of the source wait between two transactions, deletes what the catalogue has of errors, discarded"
                    + " rows and DDL statements beyond batch_retention, runs VACUUM and ANALYZE on the catalogue's tables"
                    + " and on those that --tables names, and lets the sink go on, whatever happens: also if the command is"
                    + " killed. The source connector goes on all the time.",
            "",
            "Readers are not kept waiting, unless --full is given, which rewrites the tables under a lock. Lag grows"
                    + " meanwhile, and alerts on it may be raised."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin run-maintenance --source shop",
            "  replica-admin run-maintenance --source shop --full --tables shop.orders"
        })
final class RunMaintenance implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(
            names = "--full",
            description =
                    "VACUUM FULL: give the space of dead rows back to the system. Each table is locked for readers too;"
                            + " the sinks of all sources wait while the catalogue's are.")
    private boolean full;

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "<tables>",
            description =
                    "Tables of the replica too, as MySQL has them, schema.table, separated by commas; \"all\" for all.")
    private List<String> tables = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "run-maintenance");
        Console console = options.console();
        MaintenanceReport report;
        try (TargetDatabase database = TargetDatabase.withCatalogue(configuration.postgres())) {
            database.reserve(source.name(), "run-maintenance");
            Registration.requireKnown(source, database);
            report = new MaintenanceRun(configuration.postgres(), source, database, console)
                    .run(tables.stream().map(String::strip).toList(), full);
        }
        tell(report, console);
        console.document(report);
        return (report.failed().isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    private static void tell(MaintenanceReport report, Console console) {
        console.table(
                List.of("Table", "Size before", "Size after", "Time"),
                report.tables().stream().map(RunMaintenance::row).toList());
        Maintenance.Purged purged = report.purged();
        console.say(String.format(
                Locale.ROOT,
                "Deleted beyond batch_retention: errors %d, discarded rows %d, DDL statements %d.",
                purged.errors(),
                purged.discardedRows(),
                purged.schemaChanges()));
        console.say(String.format(
                Locale.ROOT,
                "The maintenance of source %s is done; the sink waited for %.1f s.",
                report.source(),
                report.pausedSeconds()));
        report.failed()
                .forEach(failure ->
                        console.warn("The table " + failure.table() + " was not vacuumed: " + failure.reason()));
    }

    private static List<String> row(Vacuumed table) {
        return List.of(
                table.table(),
                size(table.bytesBefore()),
                size(table.bytesAfter()),
                String.format(Locale.ROOT, "%.1f s", table.seconds()));
    }

    private static String size(long bytes) {
        return bytes < 10L << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }
}
