package dev.anole.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ShownConfiguration;
import dev.anole.admin.output.Console;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the configuration. */
@Command(
        name = "show-config",
        aliases = "show_config",
        header = "Shows the configuration.",
        description = {
            "",
            "Prints the whole configuration as it is in force, defaults included, and warns of keys without effect. Secrets"
                    + " are hidden, references to them are not."
        },
        footer = {"", "Example:", "  replica-admin show-config --config shop"})
final class ShowConfig implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    /** What {@code --json} prints. */
    record Document(String file, ObjectNode globals, Map<String, JsonNode> sources) {}

    @Override
    public Integer call() {
        Configuration configuration = options.configurationWithWarnings();
        Console console = options.console();
        ObjectNode globals = ShownConfiguration.ofGlobals(configuration);
        console.line("File " + configuration.file());
        console.table(List.of("Parameter", "Value"), ShownConfiguration.lines(globals));
        ShowSources.print(console, configuration.sources().values());
        console.document(new Document(
                configuration.file().toString(),
                globals,
                ShowSources.document(configuration.sources().values())));
        return ExitCode.OK.number();
    }
}
