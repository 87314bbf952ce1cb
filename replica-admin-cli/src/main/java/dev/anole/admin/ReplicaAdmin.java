package dev.anole.admin;

import static java.util.Objects.requireNonNull;

import dev.anole.admin.output.CommandLog;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;

/** The command line's entry. Its commands are its subcommands, one class each. */
@Command(
        name = "replica-admin",
        versionProvider = VersionFile.class,
        subcommands = {
            SetConfigurationFiles.class,
            Completion.class,
            ShowConfig.class,
            ShowSources.class,
            CreateReplicaSchema.class,
            UpgradeReplicaSchema.class,
            DropReplicaSchema.class,
            AddSource.class,
            DropSource.class,
            DetachReplica.class,
            CopySchema.class,
            InitReplica.class,
            UpdateSchemaMappings.class,
            StartReplica.class,
            StopReplica.class,
            StopAllReplicas.class,
            EnableReplica.class,
            SyncTables.class,
            RefreshSchema.class,
            ApproveDdl.class,
            RunMaintenance.class,
            ShowStatus.class,
            ShowErrors.class
        },
        header = "Keeps PostgreSQL a live, exact replica of MySQL, on Kafka Connect.",
        synopsisSubcommandLabel = "<command>",
        description = {
            "",
            "Registers MySQL servers as sources, copies their tables, and starts, watches and stops the two connectors"
                    + " that keep the copy equal. Each command can be written with underscores too (init_replica)."
        },
        footer = {
            "",
            "First steps:",
            "  1. replica-admin set-configuration-files, and fill in a copy of its example",
            "  2. replica-admin create-replica-schema",
            "  3. replica-admin add-source --source shop",
            "  4. replica-admin init-replica --source shop --start",
            "  5. replica-admin show-status --watch",
            "",
            "replica-admin <command> --help prints a command's manual page."
        })
@SuppressWarnings("UnusedVariable") // Picocli knows whether an option was given, without reading its field.
public final class ReplicaAdmin implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Print this manual page.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    @Spec
    private @Nullable CommandSpec spec;

    private ReplicaAdmin() {}

    @Override
    public void run() {
        CommandLine command = requireNonNull(spec).commandLine();
        throw new ParameterException(command, "Missing command");
    }

    /** The whole command line, ready to execute; for tests in-process too. */
    public static CommandLine commandLine() {
        FailureReport failures = new FailureReport();
        CommandLine commandLine = new CommandLine(new ReplicaAdmin())
                .setExecutionExceptionHandler(failures)
                .setParameterExceptionHandler(failures)
                .setExecutionStrategy(ReplicaAdmin::run)
                .setUsageHelpWidth(100);
        ManualPages.arrange(commandLine);
        return commandLine;
    }

    private static int run(ParseResult parsed) {
        int exitCode = new RunLast().execute(parsed);
        CommandLog.ended(exitCode);
        CommandNotices.ended(exitCode, CommandLog.results());
        return exitCode;
    }

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        if (Arrays.asList(arguments).contains(CommonOptions.DEBUG)) {
            // Before the first logger is made; see log4j2.xml.
            System.setProperty("anole.log.level", "debug");
            System.setProperty("anole.log.kafka", "info");
        }
        Interruption interruption = new Interruption(arguments.length == 0 ? "" : arguments[0]);
        interruption.watch();
        int exitCode = commandLine()
                .setOut(new PrintWriter(System.out, true, Charset.defaultCharset()))
                .setErr(new PrintWriter(System.err, true, Charset.defaultCharset()))
                .execute(arguments);
        if (!interruption.finish()) {
            System.exit(exitCode);
        }
    }
}
