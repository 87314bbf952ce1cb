package dev.anole.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class CommandLineTest {

    static Stream<String> commands() {
        return ReplicaAdmin.commandLine().getSubcommands().values().stream()
                .map(CommandLine::getCommandName)
                .distinct();
    }

    static Stream<String> commandsWithConfiguration() {
        return commands()
                .filter(command -> !command.equals("set-configuration-files") && !command.equals("completion"));
    }

    @Test
    void hasEveryCommand() {
        assertThat(commands())
                .containsExactlyInAnyOrder(
                        "set-configuration-files",
                        "completion",
                        "show-config",
                        "show-sources",
                        "create-replica-schema",
                        "upgrade-replica-schema",
                        "drop-replica-schema",
                        "add-source",
                        "drop-source",
                        "detach-replica",
                        "copy-schema",
                        "update-schema-mappings",
                        "run-maintenance",
                        "init-replica",
                        "start-replica",
                        "stop-replica",
                        "stop-all-replicas",
                        "enable-replica",
                        "sync-tables",
                        "refresh-schema",
                        "approve-ddl",
                        "show-status",
                        "show-errors");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void listsEveryCommandInItsManual(String command) {
        assertThat(CommandRun.of("--help").out()).contains("\n  " + command + " ");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void printsAManualPagePerCommand(String command) {
        CommandRun help = CommandRun.of(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("--config", "--json", "--debug", "Exit codes:", "130", "replica-admin " + command);
        assertThat(help.out().contains("--source=<source>")).isNotEqualTo(ManualPages.WITHOUT_SOURCE.contains(command));
        assertThat(help.out().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void whatConcernsAllSourcesIsNotGivenOne() {
        for (String command : ManualPages.WITHOUT_SOURCE) {
            CommandRun refused = CommandRun.of(command, "--source", "shop");
            assertThat(refused.exitCode()).as(command).isEqualTo(2);
            assertThat(refused.err()).contains("--source");
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void knowsEveryCommandWithUnderscoresToo(String command) {
        CommandRun help = CommandRun.of(command.replace('-', '_'), "--help");
        assertThat(help).isEqualTo(CommandRun.of(command, "--help"));
    }

    @Test
    void tellsItsVersion() {
        assertThat(CommandRun.of("--version").out()).containsPattern("replica-admin \\d+\\.\\d+");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "init-replca", "show-status --wath", "init-replica --readers 0", "show-errors --logid x"})
    void refusesWhatItDoesNotUnderstand(String arguments) {
        CommandRun run = CommandRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("--help");
    }

    @Test
    void guessesTheCommandThatWasMeant() {
        assertThat(CommandRun.of("init_replca").err())
                .contains("There is no command init_replca.", "Did you mean init-replica?");
    }

    @ParameterizedTest
    @MethodSource("commandsWithConfiguration")
    void saysWhereTheConfigurationIsMissingAndHowToGetOne(String command, @TempDir Path folder) {
        Path file = folder.resolve("missing.yml");
        CommandRun run = CommandRun.of(command, "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains(file.toString(), "config/anole.yml").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @MethodSource("commandsWithConfiguration")
    void printsAFailureAsOneJsonDocument(String command, @TempDir Path folder) throws IOException {
        CommandRun run = CommandRun.of(
                command, "--json", "--config", folder.resolve("missing.yml").toString());
        JsonNode error = new ObjectMapper().readTree(run.out()).path("error");
        assertThat(error.path("exit_code").asInt()).isEqualTo(run.exitCode());
        assertThat(error.path("kind").asText()).isEqualTo("configuration");
        assertThat(run.err())
                .contains(error.path("message").asText(), error.path("remedy").asText());
    }

    @Test
    void printsAUsageErrorAsJsonToo() throws IOException {
        CommandRun run = CommandRun.of("show-status", "--json", "--wath");
        assertThat(new ObjectMapper().readTree(run.out()).at("/error/exit_code").asInt())
                .isEqualTo(ExitCode.USAGE.number());
    }

    @Test
    void printsTheStackTraceWithDebugOnly(@TempDir Path folder) {
        String file = folder.resolve("missing.yml").toString();
        assertThat(CommandRun.of("show-status", "--debug", "--config", file).err())
                .contains("\tat dev.anole");
    }

    @Test
    void namesTheSourcesWhereNoneWasChosen(@TempDir Path folder) throws IOException {
        Path file = configuration(folder, "one", "two");
        CommandRun run = CommandRun.of("init-replica", "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--source", "one, two");
    }

    @Test
    void guessesTheSourceThatWasMeant(@TempDir Path folder) throws IOException {
        Path file = configuration(folder, "shop", "stock");
        CommandRun run = CommandRun.of("add-source", "--source", "shpo", "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(run.err()).contains("The source shpo is not in " + file, "Did you mean shop?");
    }

    @Test
    void refusesASourceWithoutSchemaMappings(@TempDir Path folder) throws IOException {
        Path file = configuration(folder, "shop");
        CommandRun run = CommandRun.of("add-source", "--source", "shop", "--config", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(run.err()).contains("Schema mapping cannot be empty");
    }

    private static Path configuration(Path folder, String... sources) throws IOException {
        StringBuilder text = new StringBuilder("pg_conn: {user: u, database: d}\nsources:\n");
        for (String source : sources) {
            text.append("  ").append(source).append(": {type: mysql, db_conn: {user: u}}\n");
        }
        return Files.writeString(folder.resolve("anole.yml"), text);
    }
}
