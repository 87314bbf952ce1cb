package dev.anole.admin;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** docs/cli.md is what the commands' help says. */
class CommandReferenceTest {

    @Test
    void theReferenceShowsEveryManualPage() throws IOException {
        CommandLine root = ReplicaAdmin.commandLine();
        StringBuilder text = new StringBuilder("""
                # The command line

                What `replica-admin --help` and `replica-admin <command> --help` print. Written by `CommandReferenceTest`
                (`mvn test -Dtest=CommandReferenceTest -Danole.docs=write`).

                """);
        append(text, root);
        Set<CommandLine> commands = new LinkedHashSet<>(root.getSubcommands().values());
        commands.forEach(command -> append(text, command));
        GeneratedDocument.compare("cli.md", text.toString());
    }

    private static void append(StringBuilder text, CommandLine command) {
        text.append("## ").append(command.getCommandName()).append("\n\n```text\n");
        command.getUsageMessage(Ansi.OFF).strip().lines().forEach(line -> text.append(line.stripTrailing())
                .append('\n'));
        text.append("```\n\n");
    }
}
