package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.output.Console;
import dev.anole.admin.synchronise.DisabledTables;
import dev.anole.admin.synchronise.NamedTables;
import dev.anole.admin.synchronise.SyncReport;
import dev.anole.admin.synchronise.Synchronisation;
import dev.anole.admin.synchronise.TableChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Copies some tables anew, while the replica goes on. */
@Command(
        name = "sync-tables",
        aliases = "sync_tables",
        header = "Copies tables of a source anew, or for the first time.",
        description = {
            "",
            "Copies the tables while the replica goes on with all others. Readers keep the old table, which is fed until"
                    + " the new one takes its place in one transaction. Views on the table are made anew then; owner,"
                    + " privileges, indexes that users made, triggers and policies go over. What cannot go over is named"
                    + " before anything is copied.",
            "",
            "A table that ddl_policy holds gets MySQL's state too: rows and columns that a held TRUNCATE or DROP COLUMN has"
                    + " kept in PostgreSQL are lost.",
            "",
            "A table that limit_tables or skip_tables left out so far joins the replica once the configuration lets it"
                    + " through: the command tells the source connector.",
            "",
            "A replica that runs goes on running, status \"syncing\" meanwhile. One that is stopped is started for the copy"
                    + " and stopped again, status \"synced\"."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin sync-tables --source shop --tables shop.orders,shop.items",
            "  replica-admin sync-tables --source shop --tables disabled"
        })
final class SyncTables implements Callable<Integer> {

    private static final String DISABLED = "disabled";

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Mixin
    private final CopyOptions copyOptions = new CopyOptions();

    @Option(
            names = "--tables",
            split = ",",
            paramLabel = "<tables>",
            description =
                    "The tables, as MySQL has them, schema.table, separated by commas; or \"disabled\" for those of"
                            + " the source that are not replicated any more.")
    private List<String> tables = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        int readers = copyOptions.readers();
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        CopiedSource.refuse(source, "sync-tables");
        TableChoice choice = choice();
        Console console = options.console();
        SyncReport report = new Synchronisation(configuration, source, console, "sync-tables")
                .run(choice, readers, copyOptions.restart());
        return SyncOutcome.tell(report, console).number();
    }

    private TableChoice choice() {
        List<String> names = tables.stream().map(String::strip).toList();
        if (names.isEmpty()) {
            throw new ParameterException(
                    options.commandLine(),
                    "Missing option --tables: one or more tables, in the form schema.table, separated by commas, or"
                            + " \"disabled\"");
        }
        if (names.equals(List.of(DISABLED))) {
            return new DisabledTables();
        }
        for (String name : names) {
            int dot = name.indexOf('.');
            if (dot < 1 || dot == name.length() - 1) {
                throw new ParameterException(
                        options.commandLine(),
                        "--tables has \"" + name + "\", which is not in the form schema.table"
                                + (name.equals(DISABLED) ? "; \"disabled\" stands alone" : ""));
            }
        }
        return new NamedTables(names);
    }
}
