package dev.anole.admin;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.initialise.InitReport;
import dev.anole.admin.initialise.Initialisation;
import dev.anole.admin.output.Console;
import dev.anole.admin.pgsql.CopyReport;
import dev.anole.admin.pgsql.PgsqlCopy;
import dev.anole.admin.progress.CopyProgress.CopiedTable;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies a source's tables and makes them a replica. */
@Command(
        name = "init-replica",
        aliases = "init_replica",
        header = "Copies the tables of a source and brings them into the stream.",
        description = {
            "",
            "Checks MySQL, PostgreSQL, Kafka and Connect first and changes nothing if anything is missing. Then it creates"
                    + " the topic and both connectors, starts them at MySQL's current position, and lets every table join"
                    + " the stream: the table is copied by several readers while it is written to, brought up to the stream, and"
                    + " appears in PostgreSQL when it is equal. MySQL may be written to all the time.",
            "",
            "If it is interrupted or fails, running it again goes on: tables that have joined stay, copies go on with"
                    + " the ranges that are left. It begins anew if the source was initialised to the end before, if"
                    + " schema_mappings, limit_tables, skip_tables, gtid_enable or topic have changed, or with --restart;"
                    + " readers keep the tables of before until each is replaced.",
            "",
            "A replica that runs is ended at once, without a question, where init-replica begins anew: all its tables stand"
                    + " still until each is copied again, and without --start the replica stays stopped. Use sync-tables to"
                    + " copy single tables again.",
            "",
            "At the end the connectors are stopped, status \"initialised\", unless --start leaves them running.",
            "",
            "A source of type pgsql is copied once, all tables from one snapshot of another PostgreSQL database; they"
                    + " appear together. Kafka and Connect are not used, and nothing keeps the tables up. Running it"
                    + " again copies everything anew."
        },
        footer = {
            "",
            "Examples:",
            "  replica-admin init-replica --source shop --start",
            "  replica-admin init-replica --source shop --readers 8 --json > report.json"
        })
final class InitReplica implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--start", description = "Leave the replica running.")
    private boolean start;

    @Mixin
    private final CopyOptions copyOptions = new CopyOptions();

    @Override
    public Integer call() throws Exception {
        int readers = copyOptions.readers();
        Configuration configuration = options.configurationWithWarnings();
        ReplicaSource source = options.source(configuration);
        Console console = options.console();
        if (CopiedSource.is(source)) {
            return copy(configuration, source, console, readers);
        }
        InitReport report =
                new Initialisation(configuration, source, console, copyOptions.restart()).run(readers, start);
        long rows = report.tables().stream().mapToLong(CopiedTable::rows).sum();
        console.say(String.format(
                Locale.ROOT,
                "The source %s is %s: %d tables, %,d rows copied.%s",
                source.name(),
                report.status(),
                report.tables().size(),
                rows,
                start ? "" : " Next: replica-admin start-replica --source " + source.name()));
        console.document(report);
        return (report.failed().isEmpty() ? ExitCode.OK : ExitCode.FAILURE).number();
    }

    private int copy(Configuration configuration, ReplicaSource source, Console console, int readers)
            throws SQLException, InterruptedException {
        if (start) {
            CopiedSource.refuse(source, "init-replica --start");
        }
        CopyReport report = new PgsqlCopy(configuration, source, console).run(readers);
        console.say(String.format(
                Locale.ROOT,
                "The source %s is copied: %d tables, %,d rows. Nothing keeps them up.",
                source.name(),
                report.tables().size(),
                report.tables().stream().mapToLong(CopiedTable::rows).sum()));
        console.document(report);
        return ExitCode.OK.number();
    }
}
