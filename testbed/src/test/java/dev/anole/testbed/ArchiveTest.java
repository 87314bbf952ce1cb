package dev.anole.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
    @TempDir
    private Path folder;

    @Test
    void takesThePrefixOffAndLeavesOtherEntriesOut() throws IOException {
        Path zip = zip("linux/bin/server", "README");

        Archive.unpackZip(zip, "linux/", folder.resolve("out"));

        assertThat(folder.resolve("out/bin/server")).hasContent("linux/bin/server");
        assertThat(folder.resolve("out/README")).doesNotExist();
    }

    @Test
    void refusesEntriesOutsideOfTheFolder() throws IOException {
        Path zip = zip("../escaped");

        assertThatThrownBy(() -> Archive.unpackZip(zip, "", folder.resolve("out")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("../escaped");
        assertThat(folder.resolve("escaped")).doesNotExist();
    }

    /** A zip whose entries contain their own names. */
    private Path zip(String... entries) throws IOException {
        Path zip = folder.resolve("archive.zip");
        try (ZipOutputStream stream = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String entry : entries) {
                stream.putNextEntry(new ZipEntry(entry));
                stream.write(entry.getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip;
    }
}
