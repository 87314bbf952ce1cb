package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A temporary folder and the servers whose data are in it. Closing it ends the servers, keeps their logs (see
 * {@link #close}) and deletes the folder; a workspace still open when the JVM exits is closed then. Thread-safe.
 */
public final class Workspace implements AutoCloseable {
    private static final Set<Workspace> OPEN = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> OPEN.forEach(Workspace::close), "workspaces-close"));
    }

    private final String name;
    private final Path folder;
    private final Set<String> names = new HashSet<>();
    private final Deque<Lifecycle> servers = new ArrayDeque<>();
    private boolean closed;

    private Workspace(String name, Path folder) {
        this.name = name;
        this.folder = folder;
    }

    /** Opens a new workspace; its name, that of a test class perhaps, names the folder in which its logs are kept. */
    public static Workspace open(String name) {
        try {
            Workspace workspace = new Workspace(name, Files.createTempDirectory("anole-"));
            OPEN.add(workspace);
            FileTree.makeTraversable(workspace.folder);
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not create the folder of workspace " + name, e);
        }
    }

    /** A new, empty folder for a server (or for a test's own files): the name, with a number if it is taken. */
    public synchronized Path newFolder(String wanted) {
        String unique = wanted;
        for (int number = 2; !names.add(unique); number++) {
            unique = wanted + "-" + number;
        }
        return FileTree.createFolder(folder.resolve(unique));
    }

    /** The log that belongs to a server's folder. */
    Path logFile(Path serverFolder) {
        return folder.resolve(serverFolder.getFileName() + ".log");
    }

    /** Ends this server when the workspace closes. */
    synchronized <T extends Lifecycle> T own(T server) {
        if (closed) {
            throw new IllegalStateException("Workspace " + name + " is closed");
        }
        servers.push(server);
        return server;
    }

    /**
     * Ends the servers, copies their logs to {@code target/testbed-logs/<name>} if the JVM runs in a folder with a
     * {@code target} (as Maven's tests do), and deletes the folder; in a fork of a test run ({@code -Danole.fork=1}, ...)
     * its number follows the name. Further calls do nothing.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        servers.forEach(Lifecycle::close);
        keepLogs();
        FileTree.delete(folder);
        OPEN.remove(this);
    }

    private void keepLogs() {
        Path target = Path.of("target").toAbsolutePath();
        if (!Files.isDirectory(target)) {
            return;
        }
        Integer fork = Integer.getInteger("anole.fork");
        Path kept =
                FileTree.createFolder(target.resolve("testbed-logs").resolve(fork == null ? name : name + "-" + fork));
        try (Stream<Path> files = Files.list(folder)) {
            for (Path log :
                    files.filter(file -> file.toString().endsWith(".log")).toList()) {
                Files.copy(log, kept.resolve(log.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not keep the logs of workspace " + name, e);
        }
    }
}
