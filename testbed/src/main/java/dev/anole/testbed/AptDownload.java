package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches Debian packages with all that they need, without looking at or touching what is installed. The archive's
 * address and key are those of the machine's own apt sources, so signatures are verified as for any of its packages.
 */
final class AptDownload {
    private final Path state;

    /** @param state an empty folder for apt's lists and archives, which the user {@code _apt} can enter */
    AptDownload(Path state) {
        this.state = state;
    }

    /** The suite that the machine itself runs, such as {@code bookworm}. */
    static String machineSuite() {
        return Command.run("sh", "-c", ". /etc/os-release; echo $VERSION_CODENAME");
    }

    /** The folder that holds the packages as {@code .deb} files. */
    Path fetch(String suite, String... packages) throws IOException {
        Files.createDirectories(state.resolve("lists/partial"));
        Files.createDirectories(state.resolve("archives/partial"));
        Files.createDirectories(state.resolve("sources"));
        Files.createFile(state.resolve("status"));
        Files.writeString(state.resolve("sources/testbed.sources"), source(suite));
        aptGet("update");
        List<String> install =
                new ArrayList<>(List.of("install", "--yes", "--download-only", "--no-install-recommends", "--quiet"));
        install.addAll(List.of(packages));
        aptGet(install.toArray(String[]::new));
        return state.resolve("archives");
    }

    private void aptGet(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "apt-get",
                "-o",
                "Dir::State::Lists=" + state.resolve("lists"),
                "-o",
                "Dir::State::status=" + state.resolve("status"),
                "-o",
                "Dir::Cache::archives=" + state.resolve("archives"),
                "-o",
                "Dir::Cache::pkgcache=",
                "-o",
                "Dir::Cache::srcpkgcache=",
                "-o",
                "Dir::Etc::sourcelist=/dev/null",
                "-o",
                "Dir::Etc::sourceparts=" + state.resolve("sources"),
                "-o",
                "Acquire::Languages=none",
                "-o",
                "Acquire::Retries=3",
                "-o",
                "APT::Update::Error-Mode=any",
                // The locks are those of the machine's own apt, which only root may take; the cache has its own.
                "-o",
                "Debug::NoLocking=true"));
        command.addAll(List.of(arguments));
        Command.run(command);
    }

    /** A source like the one that the machine has for its own release, but of another suite. */
    private static String source(String suite) throws IOException {
        String[] machine = machineSource();
        String source = "Types: deb\nURIs: " + machine[0] + "\nSuites: " + suite + "\nComponents: main\n";
        return signedBy(Path.of(machine[1]))
                .map(key -> source + "Signed-By: " + key + "\n")
                .orElse(source);
    }

    /** Address and source file of the archive of the machine's own release (not of its security updates). */
    private static String[] machineSource() {
        String release = machineSuite();
        return Command.run(
                        "apt-get",
                        "indextargets",
                        "--no-release-info",
                        "--format",
                        "$(RELEASE) $(REPO_URI) $(SOURCESENTRY)",
                        "Created-By: Packages")
                .lines()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length == 3 && fields[0].equals(release))
                .map(fields -> new String[] {fields[1], fields[2].replaceFirst(":\\d+$", "")})
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("apt has no source for " + release));
    }

    /** The key named by the source file; without one apt uses those that the machine trusts anyway. */
    private static Optional<String> signedBy(Path sourceFile) throws IOException {
        return Files.readAllLines(sourceFile).stream()
                .filter(line -> line.startsWith("Signed-By: /"))
                .map(line -> line.substring("Signed-By: ".length()).trim())
                .findFirst();
    }
}
