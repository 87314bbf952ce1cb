package dev.anole.admin;

import com.fasterxml.jackson.databind.JsonNode;
import dev.anole.admin.configuration.Configuration;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.configuration.ShownConfiguration;
import dev.anole.admin.output.Console;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the sources of the configuration. */
@Command(
        name = "show-sources",
        aliases = "show_sources",
        header = "Shows the sources of the configuration.",
        description = {
            "",
            "Prints each source's settings as they are in force, defaults included. Secrets are hidden, references to them"
                    + " are not. No server is asked: show-status tells which sources are registered, and how they are."
        },
        footer = {"", "Examples:", "  replica-admin show-sources", "  replica-admin show-sources --source shop --json"})
final class ShowSources implements Callable<Integer> {

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Override
    public Integer call() {
        Configuration configuration = options.configurationWithWarnings();
        Collection<ReplicaSource> sources = options.sourceName() == null
                ? configuration.sources().values()
                : List.of(options.source(configuration));
        print(options.console(), sources);
        options.console().document(document(sources));
        return ExitCode.OK.number();
    }

    /** By the sources' names. */
    static Map<String, JsonNode> document(Collection<ReplicaSource> sources) {
        Map<String, JsonNode> document = new LinkedHashMap<>();
        sources.forEach(source -> document.put(source.name(), ShownConfiguration.of(source)));
        return document;
    }

    static void print(Console console, Collection<ReplicaSource> sources) {
        if (sources.isEmpty()) {
            console.line("The configuration has no source.");
        }
        for (ReplicaSource source : sources) {
            console.line("");
            console.line("Source " + source.name());
            console.table(List.of("Parameter", "Value"), ShownConfiguration.lines(ShownConfiguration.of(source)));
        }
    }
}
