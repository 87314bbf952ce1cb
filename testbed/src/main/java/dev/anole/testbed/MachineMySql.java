package dev.anole.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A {@code mysqld} that is installed on the machine. */
final class MachineMySql {
    private static final int OLDEST_MAJOR_VERSION = 8;

    private MachineMySql() {}

    /** The machine's own server and client, if they are MySQL 8.0 or later; some systems call MariaDB {@code mysqld}. */
    static Optional<MySqlInstallation> find() {
        Optional<Path> server = onPath("mysqld");
        Optional<Path> client = onPath("mysql");
        if (server.isEmpty() || client.isEmpty()) {
            return Optional.empty();
        }
        String answer = Command.run(server.get().toString(), "--no-defaults", "--version");
        String version = MySqlInstallation.versionIn(answer);
        if (answer.contains("MariaDB") || majorVersion(version) < OLDEST_MAJOR_VERSION) {
            return Optional.empty();
        }
        return Optional.of(new MySqlInstallation(
                version,
                false,
                List.of(server.get().toString(), "--no-defaults", "--secure-file-priv="),
                List.of(client.get().toString(), "--no-defaults")));
    }

    private static int majorVersion(String version) {
        String major = version.split("\\.")[0];
        return major.chars().allMatch(Character::isDigit) && !major.isEmpty() ? Integer.parseInt(major) : 0;
    }

    private static Optional<Path> onPath(String program) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(Stream.of(path.split(":")), Stream.of("/usr/sbin", "/usr/local/mysql/bin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
