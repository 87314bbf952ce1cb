package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What outlives a run: unpacked servers and initialised data folders, each in a folder that is complete or not there at
 * all. The root is {@code $ANOLE_TESTBED_CACHE}, or for root a folder below {@code /var/cache} that other users can
 * enter, or the user's own cache folder. Threads and JVMs may ask for the same entry at the same time.
 */
final class Cache {
    private static final Map<String, Object> MONITORS = new ConcurrentHashMap<>();

    private Cache() {}

    /** Fills a new folder. */
    interface Installer {
        void installInto(Path folder) throws IOException;
    }

    /** The entry of this name, made by the installer if it is not there yet. */
    static Path entry(String name, Installer installer) {
        return entry(root(), name, installer);
    }

    /** The entry of this name in a cache with this root. */
    static Path entry(Path root, String name, Installer installer) {
        Path entry = root.resolve(name);
        if (Files.isDirectory(entry)) {
            return entry;
        }
        FileTree.createFolder(root);
        // A file lock is held by a whole JVM, so the threads in it need one of their own.
        synchronized (MONITORS.computeIfAbsent(entry.toString(), key -> new Object())) {
            try (FileChannel channel = FileChannel.open(
                            root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.isDirectory(entry)) {
                    install(root, entry, installer);
                }
                return entry;
            } catch (IOException e) {
                throw new UncheckedIOException("Could not install " + entry, e);
            }
        }
    }

    private static void install(Path root, Path entry, Installer installer) throws IOException {
        Path unfinished = Files.createTempDirectory(root, entry.getFileName() + ".unfinished-");
        try {
            FileTree.makeTraversable(unfinished);
            installer.installInto(unfinished);
            Files.move(unfinished, entry, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(unfinished);
        }
    }

    private static Path root() {
        @Nullable String configured = System.getenv("ANOLE_TESTBED_CACHE");
        if (configured != null) {
            return Path.of(configured).toAbsolutePath();
        }
        if (UnprivilegedUser.isNeeded()) {
            return Path.of("/var/cache/anole-testbed");
        }
        @Nullable String userCache = System.getenv("XDG_CACHE_HOME");
        Path parent = userCache == null ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(userCache);
        return parent.resolve("anole-testbed");
    }
}
