package dev.anole.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script, as a shell uses it. */
class CompletionTest {

    @TempDir
    private Path folder;

    /** What bash offers for the last word of that command line. */
    private String completed(String... words) throws IOException, InterruptedException {
        Path configuration = Files.writeString(folder.resolve("two.yml"), """
                pg_conn: {user: usr_replica, database: db}
                sources:
                  shop: {type: mysql, db_conn: {user: u}, schema_mappings: {shop: shop}}
                  stock: {type: mysql, db_conn: {user: u}, schema_mappings: {stock: stock}}
                """);
        CommandRun run = CommandRun.of("completion", "--config", configuration.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path script = Files.writeString(folder.resolve("completion"), run.out() + """

                compopt() { :; } # which works within a completion that Tab began alone
                COMP_WORDS=("$@")
                COMP_CWORD=$(($# - 1))
                _complete_replica-admin
                echo "${COMPREPLY[*]}"
                """);
        String[] command = new String[words.length + 3];
        command[0] = "bash";
        command[1] = script.toString();
        command[2] = "replica-admin";
        System.arraycopy(words, 0, command, 3, words.length);
        Process bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.strip();
    }

    @Test
    void completesCommandsOptionsAndSources() throws IOException, InterruptedException {
        assertThat(completed("init")).isEqualTo("init-replica");
        assertThat(completed("show-s")).isEqualTo("show-sources show-status");
        assertThat(completed("init-replica", "--re")).contains("--readers", "--restart");
        assertThat(completed("stop-replica", "--source", "s")).isEqualTo("shop stock");
        assertThat(completed("stop-replica", "--source", "st")).isEqualTo("stock");
    }

    @Test
    void worksWithoutAConfiguration() {
        CommandRun run = CommandRun.of(
                "completion", "--config", folder.resolve("none.yml").toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("zsh", "init-replica");
    }
}
