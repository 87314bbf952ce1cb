package dev.anole.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * PostgreSQL with PostGIS from the suite of Debian that the machine runs (on bookworm PostgreSQL 15 and PostGIS 3.3),
 * unpacked into the cache: the system stays as it is.
 *
 * <p>The machine's own C library serves, since both are of one suite: so programs start one another as they are used to,
 * and PostgreSQL finds its files from where its program lies ({@code make_relative_path} in its {@code path.c}). Time
 * zones alone come from the machine, package {@code tzdata}: Debian compiles their place in.
 */
final class DebianPostgis {
    /** Depends on the PostGIS of the PostgreSQL that the suite has. */
    private static final String PACKAGE = "postgresql-postgis";

    private DebianPostgis() {}

    /**
     * The unpacked server, fetched first (140 MB, unpacked 570 MB) if it is not in the cache.
     *
     * @throws IllegalStateException on another system than Debian, or if apt has no such packages
     */
    static PostgresInstallation install() {
        if (!DebianPackages.areAtHand()) {
            throw new IllegalStateException(
                    "PostgreSQL with PostGIS comes from Debian's packages, and this system is not Debian:"
                            + " run the tests without -Ppostgis");
        }
        String suite = AptDownload.machineSuite();
        Path root = Cache.entry("postgis-" + suite, folder -> unpackInto(folder, suite));
        return new PostgresInstallation(
                "postgis-" + suite,
                version(root.resolve("usr/lib/postgresql")).resolve("bin"),
                List.of("LD_LIBRARY_PATH=" + libraryPath(root), "PROJ_DATA=" + root.resolve("usr/share/proj")));
    }

    private static void unpackInto(Path root, String suite) throws IOException {
        try {
            DebianPackages.unpackWithoutLibc(root, suite, PACKAGE);
        } catch (IllegalStateException | UncheckedIOException e) {
            throw new IllegalStateException(
                    "Could not get PostgreSQL with PostGIS, package " + PACKAGE + " of Debian's suite " + suite
                            + ": run the tests without -Ppostgis, or see to what apt says. " + e.getMessage(),
                    e);
        }
        nameExtensions(version(root.resolve("usr/share/postgresql")).resolve("extension"));
    }

    /** Gives {@code postgis-3.control} the name {@code postgis.control} too, as the package's script would. */
    private static void nameExtensions(Path folder) throws IOException {
        try (DirectoryStream<Path> versioned = Files.newDirectoryStream(folder, "*-[0-9].control")) {
            for (Path file : versioned) {
                String name = file.getFileName().toString();
                Files.createSymbolicLink(
                        folder.resolve(name.replaceFirst("-\\d\\.control$", ".control")), file.getFileName());
            }
        }
    }

    /** The folder of the one major version that the suite has. */
    private static Path version(Path folder) {
        return DebianPackages.only(folder, "[0-9]*");
    }

    /** Where libraries lie; of BLAS and LAPACK there are several, among which a package's script would choose. */
    private static String libraryPath(Path root) {
        Path libraries = DebianPackages.only(root.resolve("usr/lib"), "*-linux-gnu");
        return Stream.of(
                        libraries,
                        root.resolve("lib").resolve(libraries.getFileName()),
                        root.resolve("usr/lib"),
                        libraries.resolve("blas"),
                        libraries.resolve("lapack"))
                .map(Path::toString)
                .collect(Collectors.joining(":"));
    }
}
