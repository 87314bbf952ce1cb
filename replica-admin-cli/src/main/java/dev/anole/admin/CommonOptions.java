package dev.anole.admin;

import static java.util.Objects.requireNonNull;

import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ConfigurationFile;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.output.CommandLog;
import dev.anole.admin.output.Console;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that every command has. */
@SuppressWarnings("UnusedVariable") // Picocli knows whether an option was given, without reading its field.
final class CommonOptions {

    static final String JSON = "--json";
    static final String DEBUG = "--debug";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "<name|file>",
            defaultValue = "${env:ANOLE_CONFIG:-default}",
            order = 900,
            description =
                    "The configuration: a file's path, or the name of a file in ~/.anole/configuration, without its ending."
                            + " Default: what the environment variable ANOLE_CONFIG says, else default.")
    private String config = "default";

    @Option(
            names = "--source",
            paramLabel = "<source>",
            order = 901,
            description = "The source, as it is named under \"sources\" in the configuration.")
    private @Nullable String source;

    @Option(
            names = JSON,
            order = 902,
            description = "Print one JSON document on the standard output, and nothing else there.")
    private boolean json;

    @Option(
            names = DEBUG,
            order = 903,
            description = "Log to the standard error, and print the stack trace of a failure.")
    private boolean debug;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            order = 904,
            description = "Print this manual page.")
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec spec;

    Console console() {
        return new Console(commandLine().getOut(), commandLine().getErr(), json);
    }

    /** The command that has these options. */
    CommandLine commandLine() {
        return requireNonNull(spec).commandLine();
    }

    /** Reads the configuration without speaking of its warnings, and begins the log. */
    Configuration configuration() {
        Configuration configuration = ConfigurationFile.read(config);
        CommandLog.open(configuration.log(), configuration.name(), arguments(), json);
        CommandNotices.open(configuration.rollbar(), commandLine().getCommandName(), source);
        return configuration;
    }

    /** As they were typed, the command first. */
    private List<String> arguments() {
        CommandLine root = commandLine();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getParseResult().originalArgs();
    }

    /** Reads the configuration, begins the log, and warns of every key that has no effect. */
    Configuration configurationWithWarnings() {
        Configuration configuration = configuration();
        Console console = console();
        configuration.warnings().forEach(console::warn);
        return configuration;
    }

    /** The sources that the configuration has, as far as it can be read; nothing is said or logged of it. */
    List<String> sourceNames() {
        try {
            return List.copyOf(ConfigurationFile.read(config).sources().keySet());
        } catch (AdminException e) {
            return List.of();
        }
    }

    /** The name given with {@code --source}; null if it was left out. */
    @Nullable
    String sourceName() {
        return source;
    }

    /**
     * The source that {@code --source} names; where it was left out, the only one that the file has.
     *
     * @throws ParameterException if it was left out and there are several
     */
    ReplicaSource source(Configuration configuration) {
        if (source != null) {
            return configuration.source(source);
        }
        if (configuration.sources().size() == 1) {
            ReplicaSource only = configuration.sources().values().iterator().next();
            CommandNotices.concern(only.name());
            return only;
        }
        throw new ParameterException(
                commandLine(),
                "Missing option --source: the configuration has "
                        + (configuration.sources().isEmpty()
                                ? "no source"
                                : "several sources ("
                                        + String.join(
                                                ", ", configuration.sources().keySet()) + ")"));
    }
}
