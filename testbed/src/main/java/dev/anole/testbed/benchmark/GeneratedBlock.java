package dev.anole.testbed.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The part of a Markdown file that the benchmark writes. */
final class GeneratedBlock {

    private static final String BEGIN = "<!-- benchmark figures: begin -->\n";
    private static final String END = "<!-- benchmark figures: end -->\n";

    private GeneratedBlock() {}

    /** @throws IllegalArgumentException if the file has no such block */
    static void replace(Path file, String text) throws IOException {
        String whole = Files.readString(file);
        int begin = whole.indexOf(BEGIN);
        int end = whole.indexOf(END, Math.max(0, begin));
        if (begin < 0 || end < 0) {
            throw new IllegalArgumentException(file + " has no lines " + BEGIN.strip() + " and " + END.strip());
        }
        Files.writeString(file, whole.substring(0, begin + BEGIN.length()) + "\n" + text + "\n" + whole.substring(end));
    }
}
