package dev.anole.admin;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.TextTable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** What all help texts have in common: commands in groups, and the table of exit codes. */
final class ManualPages {

    private static final Map<String, List<String>> GROUPS = groups();

    private ManualPages() {}

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put(
                "Setting up",
                List.of(
                        "set-configuration-files",
                        "completion",
                        "create-replica-schema",
                        "upgrade-replica-schema",
                        "add-source",
                        "copy-schema",
                        "init-replica",
                        "update-schema-mappings"));
        groups.put(
                "Running",
                List.of(
                        "start-replica",
                        "stop-replica",
                        "stop-all-replicas",
                        "enable-replica",
                        "sync-tables",
                        "refresh-schema",
                        "approve-ddl",
                        "run-maintenance"));
        groups.put("Looking", List.of("show-config", "show-sources", "show-status", "show-errors"));
        groups.put("Removing", List.of("detach-replica", "drop-source", "drop-replica-schema"));
        return groups;
    }

    static void arrange(CommandLine root) {
        arrangePage(root);
        root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, ManualPages::commandGroups);
        root.getSubcommands().values().forEach(ManualPages::arrangePage);
    }

    /** What concerns no source, or all of them, must not seem to have done something to one. */
    static final Set<String> WITHOUT_SOURCE = Set.of(
            "set-configuration-files",
            "completion",
            "create-replica-schema",
            "upgrade-replica-schema",
            "drop-replica-schema",
            "stop-all-replicas",
            "show-config");

    private static void arrangePage(CommandLine page) {
        CommandSpec command = page.getCommandSpec();
        OptionSpec source = command.findOption("--source");
        if (source != null && WITHOUT_SOURCE.contains(command.name())) {
            command.remove(source);
        }
        UsageMessageSpec usage = command.usageMessage();
        usage.synopsisHeading("%n");
        usage.optionListHeading("%nOptions:%n");
        usage.parameterListHeading("%n");
        usage.commandListHeading("");
        usage.descriptionHeading("");
        usage.sortOptions(false);
        usage.exitCodeListHeading("%nExit codes:%n");
        Map<String, String> codes = new LinkedHashMap<>();
        Arrays.stream(ExitCode.values()).forEach(code -> codes.put(" " + code.number(), code.meaning()));
        codes.put(" 143", "ended by SIGTERM");
        usage.exitCodeList(codes);
    }

    private static String commandGroups(Help help) {
        StringBuilder list = new StringBuilder();
        CommandSpec root = help.commandSpec();
        GROUPS.forEach((group, names) -> {
            list.append(System.lineSeparator()).append(group).append(':').append(System.lineSeparator());
            TextTable table = TextTable.forColumns(
                    help.colorScheme(),
                    new Column(26, 2, Column.Overflow.SPAN),
                    new Column(root.usageMessage().width() - 26, 2, Column.Overflow.WRAP));
            for (String name : names) {
                UsageMessageSpec usage = requireNonNull(root.subcommands().get(name), name)
                        .getCommandSpec()
                        .usageMessage();
                Text header = help.colorScheme().text(String.join(" ", usage.header()));
                table.addRowValues(help.colorScheme().commandText(name), header);
            }
            list.append(table);
        });
        return list.toString();
    }
}
