package dev.anole.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A document that a test writes anew with {@code -Danole.docs=write}, and else compares. */
public final class GeneratedDocument {

    private static final Path DOCS = Path.of("..", "docs");

    private GeneratedDocument() {}

    public static void compare(String name, String text) throws IOException {
        Path file = DOCS.resolve(name);
        if ("write".equals(System.getProperty("anole.docs"))) {
            Files.writeString(file, text);
            return;
        }
        assertThat(file)
                .as("docs/%s; -Danole.docs=write writes it anew", name)
                .exists()
                .hasContent(text);
    }
}
