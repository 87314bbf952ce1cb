package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches from Maven's repository what is too large, or of too many versions, to be on everybody's class path. */
final class MavenArtifact {
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
                "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy",
                "-Dartifact=" + coordinates,
                "-DoutputDirectory=" + folder);
        String[] parts = coordinates.split(":");
        return folder.resolve(parts[1] + "-" + parts[2] + ".jar");
    }

    /** Maven would otherwise read the project in whose folder the JVM happens to run. */
    private static Path emptyProject(Path folder) throws IOException {
        return Files.writeString(folder.resolve("pom.xml"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>dev.anole</groupId>
                  <artifactId>download</artifactId>
                  <version>1</version>
                  <packaging>pom</packaging>
                </project>
                """);
    }
}
