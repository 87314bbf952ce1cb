package dev.anole.testbed;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The end of a log, for error messages. */
final class LogTail {
    private static final int TAIL_BYTES = 6_000;

    private LogTail() {}

    /** The last few thousand bytes of the file, or why they could not be read. */
    static String of(Path file) {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
            int size = (int) Math.min(log.length(), TAIL_BYTES);
            log.seek(log.length() - size);
            byte[] tail = new byte[size];
            log.readFully(tail);
            return new String(tail, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(no log: " + e + ")";
        }
    }
}
