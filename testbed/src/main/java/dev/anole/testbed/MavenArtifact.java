package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Fetches from Maven's repository what is too large, or of too many versions, to be on everybody's class path. */
final class MavenArtifact {
    private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1";

    private MavenArtifact() {}

    /**
     * Puts a jar into a folder.
     *
     * @param coordinates {@code group:artifact:version}
     * @return the jar
     */
    static Path fetch(String coordinates, Path folder) throws IOException {
        Command.run(
                "mvn",
                "--quiet",
                "--batch-mode",
                "--file=" + emptyProject(folder),
                PLUGIN + ":copy",
                "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + folder);
        String[] parts = coordinates.split(":");
        return folder.resolve(parts[1] + "-" + parts[2] + ".jar");
    }

    /**
     * Puts jars and everything that they need to run into a folder, in the versions that they name themselves.
     *
     * @param coordinates each {@code group:artifact:version}
     */
    static void fetchWithDependencies(List<String> coordinates, Path folder) throws IOException {
        String dependencies =
                coordinates.stream().map(MavenArtifact::dependency).collect(Collectors.joining());
        Path project = Files.createTempDirectory("anole-download-");
        try {
            Command.run(
                    "mvn",
                    "--quiet",
                    "--batch-mode",
                    "--file=" + project(project, "  <dependencies>\n" + dependencies + "  </dependencies>\n"),
                    PLUGIN + ":copy-dependencies",
                    "-DincludeScope=runtime",
                    "-DoutputDirectory=" + folder);
        } finally {
            FileTree.delete(project);
        }
    }

    private static String dependency(String coordinates) {
        String[] parts = coordinates.split(":");
        return """
                    <dependency>
                      <groupId>%s</groupId>
                      <artifactId>%s</artifactId>
                      <version>%s</version>
                    </dependency>
                """.formatted(parts[0], parts[1], parts[2]);
    }

    /** Maven would otherwise read the project in whose folder the JVM happens to run. */
    private static Path emptyProject(Path folder) throws IOException {
        return project(folder, "");
    }

    private static Path project(Path folder, String dependencies) throws IOException {
        return Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.anole</groupId>
                  <artifactId>download</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                %s</project>
                """.formatted(dependencies));
    }
}
