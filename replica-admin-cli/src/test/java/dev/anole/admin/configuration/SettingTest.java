package dev.anole.admin.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.admin.AdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingTest {

    @TempDir
    private Path folder;

    @Test
    void resolvesAnEnvironmentVariableWithinAText() {
        Setting setting = new Setting("a ${env:PATH} b");
        assertThat(setting.value()).isEqualTo("a " + System.getenv("PATH") + " b");
        assertThat(setting.written()).isEqualTo("a ${env:PATH} b");
    }

    @Test
    void resolvesAKeyOfAFileAndAFileOfAFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("secrets.properties"), "mysql=s3cret\n");
        Files.writeString(folder.resolve("postgres"), "geheim");
        assertThat(new Setting("${file:" + file + ":mysql}").value()).isEqualTo("s3cret");
        assertThat(new Setting("${dir:" + folder + ":postgres}").value()).isEqualTo("geheim");
    }

    @Test
    void takesOtherTextAsItIs() {
        assertThat(new Setting("pa$$w{o}rd").value()).isEqualTo("pa$$w{o}rd");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${env:ANOLE_NO_SUCH_VARIABLE}",
                "${file:no-such-file:key}",
                "${dir:no-such-folder:key}",
                "${vault:a:b}"
            })
    void namesAReferenceThatLeadsNowhere(String reference) {
        assertThatThrownBy(() -> new Setting(reference).value())
                .isInstanceOf(AdminException.class)
                .hasMessageContaining(reference);
    }

    @Test
    void showsItselfToNobody() {
        assertThat(new Setting("s3cret").toString()).doesNotContain("s3cret");
    }
}
