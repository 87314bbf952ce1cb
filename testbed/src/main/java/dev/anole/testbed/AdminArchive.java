package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The archive of the classes that {@code replica-admin} loads (class data sharing): it saves a third of the processor
 * time of a command. It is recorded from the first command that copies tables, and lies beside the distribution.
 */
final class AdminArchive {

    private static final AtomicBoolean RECORDING = new AtomicBoolean();

    private final Path archive;

    AdminArchive(Path distribution) {
        archive = distribution.resolve("classes-" + Integer.toHexString(fingerprint(distribution)) + ".jsa");
    }

    /** An archive fits one JVM and one set of jars, of their time. */
    private static int fingerprint(Path distribution) {
        try (Stream<Path> jars = Files.list(distribution.resolve("lib"))) {
            return Objects.hash(
                    System.getProperty("java.vm.version"),
                    jars.sorted().map(AdminArchive::describe).toList());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not list the jars of " + distribution, e);
        }
    }

    private static List<Object> describe(Path jar) {
        try {
            return List.of(jar.getFileName().toString(), Files.size(jar), Files.getLastModifiedTime(jar));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not look at " + jar, e);
        }
    }

    boolean isRecorded() {
        return Files.exists(archive);
    }

    /** The JVM options of a command; empty without an archive. */
    String use() {
        return isRecorded() ? options(ClassArchives.USE, archive) : "";
    }

    /** Whether a command is the one to record. */
    boolean isToBeRecorded(String command) {
        return command.equals("init-replica") && !isRecorded() && RECORDING.compareAndSet(false, true);
    }

    /** The JVM options of that command. */
    String record() {
        return options(ClassArchives.RECORD, recorded());
    }

    private static String options(String option, Path file) {
        return String.join(" ", ClassArchives.options(option, file));
    }

    /** Lets others use what that command recorded. */
    void finish() throws IOException {
        if (Files.exists(recorded())) {
            Files.move(recorded(), archive, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path recorded() {
        return archive.resolveSibling(
                archive.getFileName() + "." + ProcessHandle.current().pid());
    }
}
