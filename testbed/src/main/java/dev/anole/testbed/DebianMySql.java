package dev.anole.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * MySQL from Debian's {@code sid} suite, unpacked into the cache with its own C library: the system stays as it is.
 */
final class DebianMySql {
    private static final String LIBRARY_PATH = "--library-path";

    private DebianMySql() {}

    /** The unpacked server, fetched first if it is not in the cache; empty on another system. */
    static Optional<MySqlInstallation> install() {
        if (!DebianPackages.areAtHand()) {
            return Optional.empty();
        }
        Path root = Cache.entry(
                "mysql-sid", folder -> DebianPackages.unpack(folder, "sid", "mysql-server-core", "mysql-client"));
        List<String> loader = loader(root);
        Path server = root.resolve("usr/sbin/mysqld");
        String version = MySqlInstallation.versionIn(
                Command.run(append(loader, server.toString(), "--no-defaults", "--version")));
        return Optional.of(new MySqlInstallation(
                version,
                false,
                append(
                        loader,
                        server.toString(),
                        "--no-defaults",
                        "--basedir=" + root.resolve("usr"),
                        "--lc-messages-dir=" + root.resolve("usr/share/mysql"),
                        "--character-sets-dir=" + root.resolve("usr/share/mysql/charsets"),
                        "--plugin-dir=" + root.resolve("usr/lib/mysql/plugin"),
                        "--secure-file-priv="),
                append(
                        loader,
                        root.resolve("usr/bin/mysql").toString(),
                        "--no-defaults",
                        "--character-sets-dir=" + root.resolve("usr/share/mysql/charsets"))));
    }

    /** The unpacked dynamic loader, told to look for libraries among the unpacked ones only. */
    private static List<String> loader(Path root) {
        String libraries =
                DebianPackages.only(root.resolve("usr/lib"), "*-linux-gnu").toString();
        Path folder =
                Files.isDirectory(root.resolve("usr/lib64")) ? root.resolve("usr/lib64") : root.resolve("usr/lib");
        return List.of(
                DebianPackages.only(folder, "ld-linux-*").toString(),
                LIBRARY_PATH,
                libraries + ":" + libraries + "/mysql/private");
    }

    private static List<String> append(List<String> first, String... more) {
        return Stream.concat(first.stream(), Stream.of(more)).toList();
    }
}
