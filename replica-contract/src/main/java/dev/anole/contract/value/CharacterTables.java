package dev.anole.contract.value;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** The tables of characters that {@code dev.anole.testbed.charsets.CharacterSetTables} made from a server's answers. */
final class CharacterTables {

    private CharacterTables() {}

    /** The lines of a character set, without its name, with which they begin. */
    static Stream<String> lines(String resource, String characterSet) {
        String start = characterSet + " ";
        return read(resource).stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()));
    }

    private static List<String> read(String resource) {
        try (InputStream stream = CharacterTables.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The resource " + resource + " is not in the archive");
            }
            return new BufferedReader(new InputStreamReader(stream, StandardCharsets.US_ASCII))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the resource " + resource, e);
        }
    }
}
