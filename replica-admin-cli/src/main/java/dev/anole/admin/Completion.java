package dev.anole.admin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Prints what makes a shell complete this program's command lines. */
@Command(
        name = "completion",
        header = "Prints a script by which bash and zsh complete command lines.",
        description = {
            "",
            "The shell that reads it completes commands and options, and after --source the sources that the configuration"
                    + " has at that moment."
        },
        footer = {"", "Example, a line for ~/.bashrc or ~/.zshrc:", "  source <(replica-admin completion)"})
final class Completion implements Callable<Integer> {

    private static final String SOURCE = "--source";

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Script(String script) {}

    @Override
    public Integer call() {
        CommandLine root = ReplicaAdmin.commandLine();
        CommandSpec shown = CommandSpec.create().name(root.getCommandName());
        root.getCommandSpec().options().forEach(shown::addOption);
        // Each command once: the names with underscores would double what Tab shows.
        for (CommandLine command : new LinkedHashSet<>(root.getSubcommands().values())) {
            CommandSpec spec = command.getCommandSpec().aliases(new String[0]);
            nameSources(spec, options.sourceNames());
            shown.addSubcommand(spec.name(), command);
        }
        String script = AutoComplete.bash(shown.name(), new CommandLine(shown));
        options.console().line(script);
        options.console().document(new Script(script));
        return ExitCode.OK.number();
    }

    private static void nameSources(CommandSpec spec, List<String> names) {
        OptionSpec source = spec.findOption(SOURCE);
        if (source != null && !names.isEmpty()) {
            spec.remove(source);
            spec.addOption(
                    OptionSpec.builder(source).completionCandidates(names).build());
        }
    }
}
