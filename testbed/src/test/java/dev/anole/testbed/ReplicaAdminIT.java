package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution's {@code replica-admin} in a home folder of its own, and the shell that it completes in. */
class ReplicaAdminIT {

    @TempDir
    Path home;

    private ReplicaAdmin.Result run(String configuration, String... arguments) {
        Map<String, String> environment = Map.of("HOME", home.toString(), "ANOLE_MYSQL_PASSWORD", "the third secret");
        return new ReplicaAdmin(Path.of(configuration), environment).run(arguments);
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aHomeGetsItsFilesAndTheShellCompletesByThem() throws Exception {
        Path folder = home.resolve(".anole").resolve("configuration");
        Path example = folder.resolve("anole-example.yml");
        ReplicaAdmin.Result made = run("default", "set-configuration-files");
        assertThat(made.exitCode()).as(made.all()).isZero();
        assertThat(made.all()).contains(example.toString());
        assertThat(permissions(folder.getParent())).isEqualTo("rwx------");
        assertThat(permissions(folder)).isEqualTo("rwx------");
        assertThat(permissions(example)).isEqualTo("rw-------");

        Path own = folder.resolve("default.yml");
        Files.writeString(
                own,
                Files.readString(example)
                        .replace("${env:ANOLE_POSTGRES_PASSWORD}", "'the first secret'")
                        .replace("  properties: {}", "  properties: {ssl.key.password: 'the second secret'} #")
                        .replace("\n  shop:\n", "\n  shoes:\n"));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-r--r--"));
        ReplicaAdmin.Result shown = run("default", "show-config");
        assertThat(shown.exitCode()).as(shown.all()).isZero();
        assertThat(shown.output())
                .contains(own.toString(), "usr_replica", "[hidden]", "${env:ANOLE_MYSQL_PASSWORD}", "Source shoes")
                .doesNotContain("secret");
        assertThat(shown.errors()).contains("Run chmod 600 " + own).doesNotContain("secret");
        assertThat(home.resolve(".anole").resolve("logs")).isNotEmptyDirectory();

        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rw-------"));
        ReplicaAdmin.Result sources = run("default", "show-sources", "--source", "shoes", "--json");
        assertThat(sources.exitCode()).as(sources.all()).isZero();
        assertThat(sources.errors()).doesNotContain("chmod");
        JsonNode shoes = new ObjectMapper().readTree(sources.output()).path("shoes");
        assertThat(shoes.at("/db_conn/password").textValue()).isEqualTo("${env:ANOLE_MYSQL_PASSWORD}");

        ReplicaAdmin.Result completion = run("default", "completion");
        assertThat(completion.exitCode()).as(completion.all()).isZero();
        Path script = Files.writeString(home.resolve("completion"), completion.output());
        Command.run("bash", "-n", script.toString());
        assertThat(completed(script, "show-st")).isEqualTo("show-status");
        assertThat(completed(script, "show-status", "--source", "")).isEqualTo("shoes");
    }

    /** What the function that the script registers offers for the last word. */
    private static String completed(Path script, String... words) {
        String line = "replica-admin '" + String.join("' '", words) + "'";
        return Command.run("bash", "-c", """
                        source "$0"
                        compopt() { :; } # which works within a completion that Tab began alone
                        registered=$(complete -p replica-admin)
                        COMP_WORDS=(%s)
                        COMP_CWORD=%d
                        "$(expr "$registered" : '.*-F \\([^ ]*\\)')"
                        echo "${COMPREPLY[*]}"
                        """.formatted(line, words.length), script.toString())
                .strip();
    }
}
