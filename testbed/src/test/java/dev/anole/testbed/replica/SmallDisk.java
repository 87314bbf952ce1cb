package dev.anole.testbed.replica;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system in memory, so small that it is soon full. Only root can have one. */
final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Open for the user who runs PostgreSQL; the test that calls it is skipped where mounting is not allowed. */
    static SmallDisk mount(int megabytes) throws IOException {
        SmallDisk disk = new SmallDisk(Files.createTempDirectory("anole-small-disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", disk.folder.toString())
                        && run("chown", "nobody", disk.folder.toString()),
                "Only who may mount a small file system can fill PostgreSQL's disk");
        return disk;
    }

    Path folder() {
        return folder;
    }

    void grow(int megabytes) throws IOException {
        if (!run("mount", "-o", "remount,size=" + megabytes + "m", folder.toString())) {
            throw new IOException("Could not make " + folder + " larger");
        }
    }

    private static boolean run(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while " + command[0] + " ran", e);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", "--lazy", folder.toString());
        Files.delete(folder);
    }
}
