package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Debian packages unpacked into a folder, not installed: none of their scripts runs, the system stays as it is. */
final class DebianPackages {
    private DebianPackages() {}

    /** Whether this machine's system is Debian, whose archive is then known to apt. */
    static boolean areAtHand() {
        return Command.succeeds("grep", "-qx", "ID=debian", "/etc/os-release");
    }

    /**
     * Unpacks packages and all that they need, the C library included.
     *
     * @param root a folder, which becomes what would be the system's root
     * @param suite of Debian's archive, such as {@code sid}
     */
    static void unpack(Path root, String suite, String... packages) throws IOException {
        unpack(root, true, suite, packages);
    }

    /** The same for programs that run with this machine's own C library, which therefore has to be of this suite. */
    static void unpackWithoutLibc(Path root, String suite, String... packages) throws IOException {
        unpack(root, false, suite, packages);
    }

    private static void unpack(Path root, boolean libc, String suite, String... packages) throws IOException {
        Path state = Files.createTempDirectory("anole-apt-");
        try {
            FileTree.makeTraversable(state);
            try (Stream<Path> files = Files.list(new AptDownload(state).fetch(suite, packages))) {
                for (Path file : files.filter(file -> isWanted(file, libc)).toList()) {
                    Command.run("dpkg", "-x", file.toString(), root.toString());
                }
            }
        } finally {
            FileTree.delete(state);
        }
    }

    private static boolean isWanted(Path file, boolean libc) {
        String name = file.getFileName().toString();
        return name.endsWith(".deb") && (libc || !name.startsWith("libc6_"));
    }

    /**
     * The file or folder of this name, where exactly one is expected.
     *
     * @param glob of the name, such as {@code *-linux-gnu}
     */
    static Path only(Path folder, String glob) {
        try (var found = Files.newDirectoryStream(folder, glob)) {
            for (Path file : found) {
                return file;
            }
        } catch (IOException e) {
            throw new IllegalStateException("Could not list " + folder + "; delete the cache entry", e);
        }
        throw new IllegalStateException("No " + glob + " in " + folder + "; delete the cache entry");
    }
}
