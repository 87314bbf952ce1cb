package dev.anole.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log that commands leave, as far as it needs no server. */
class CommandLogTest {

    @TempDir
    private Path folder;

    private String configuration(String lines) throws IOException {
        return Files.writeString(folder.resolve("shop.yml"), lines + """

                pid_dir: /tmp
                pg_conn: {user: usr_replica, password: 'one secret', database: db, port: 1}
                sources: {}
                """).toString();
    }

    private Path today(Path logs) {
        return logs.resolve("shop." + LocalDate.now() + ".log");
    }

    @Test
    void tellsTheCommandItsWarningsItsFailureAndItsEnd() throws IOException {
        Path logs = folder.resolve("new/logs");
        String file = configuration("log_dir: " + logs);
        CommandRun run = CommandRun.of("create-replica-schema", "--config", file);
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONNECTION.number());
        assertThat(today(logs))
                .content()
                .containsSubsequence(
                        "INFO  [",
                        "replica-admin create-replica-schema --config " + file,
                        "WARN  [",
                        "pid_dir has no meaning",
                        "ERROR [",
                        "Could not connect to PostgreSQL",
                        "Start the server",
                        "INFO  [",
                        "Ended with exit code 4, a server could not be reached")
                .doesNotContain("secret");
        assertThat(run.err()).contains("Could not connect to PostgreSQL");
    }

    @Test
    void doesNotLogWhatIsShown() throws IOException {
        Path logs = folder.resolve("logs");
        assertThat(CommandRun.of("show-config", "--config", configuration("log_dir: " + logs))
                        .out())
                .contains("usr_replica");
        assertThat(today(logs))
                .content()
                .contains("Ended with exit code 0, done")
                .doesNotContain("usr_replica");
    }

    @Test
    void leavesOutWhatTheLevelDoes() throws IOException {
        Path logs = folder.resolve("logs");
        CommandRun.of("show-config", "--config", configuration("log_level: error\nlog_dir: " + logs));
        assertThat(today(logs)).doesNotExist();
    }

    @Test
    void deletesItsOwnOldFilesAlone() throws IOException {
        Path old = ofAge("shop.2020-01-01.log", 4);
        Path young = ofAge("shop.2020-01-02.log", 2);
        Path others = ofAge("shop.other.2020-01-01.log", 4);
        CommandRun.of("show-config", "--config", configuration("log_days_keep: 3\nlog_dir: " + old.getParent()));
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(others).exists();
    }

    private Path ofAge(String name, int days) throws IOException {
        Path file = Files.writeString(
                Files.createDirectories(folder.resolve("logs")).resolve(name), "");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(days))));
        return file;
    }

    @Test
    void aFolderThatCannotBeWrittenIsAnError() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "");
        CommandRun run = CommandRun.of("show-config", "--config", configuration("log_dir: " + noFolder));
        assertThat(run.exitCode()).isEqualTo(ExitCode.CONFIGURATION.number());
        assertThat(run.err()).contains("cannot be written to the folder " + noFolder, "log_dir", "log_dest");
    }
}
