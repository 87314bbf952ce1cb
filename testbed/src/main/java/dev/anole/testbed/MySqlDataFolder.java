package dev.anole.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Data folders of MySQL servers, with root's password set and root allowed in from every host. Initialising one takes
 * seconds, so each is a copy of one that was initialised once and shut down in order.
 */
final class MySqlDataFolder {
    private MySqlDataFolder() {}

    /** Creates the data folder for a new server. */
    static void create(Path data, MySqlInstallation installation, MySqlOptions options) {
        List<String> arguments = options.initialisationArguments();
        String name = String.join("", "mysql-data-", installation.version(), String.join("", arguments));
        Path template = Cache.entry(
                name.replaceAll("[^A-Za-z0-9.-]", "-"), folder -> initialise(folder, installation, arguments));
        FileTree.copy(template.resolve("data"), data);
    }

    private static void initialise(Path folder, MySqlInstallation installation, List<String> arguments)
            throws IOException {
        Path data = folder.resolve("data");
        if (installation.mariaDb()) {
            MavenMariaDb.initialise(data, arguments);
        } else {
            List<String> options = new ArrayList<>(List.of("--initialize-insecure", "--datadir=" + data));
            options.addAll(arguments);
            Command.run(installation.serverCommand(options));
        }
        setPassword(folder, data, installation, arguments);
        // Else every server would have the same uuid.
        Files.deleteIfExists(data.resolve("auto.cnf"));
    }

    /** In a run of its own, without a binary log, so that the servers begin with an empty set of GTIDs. */
    private static void setPassword(Path folder, Path data, MySqlInstallation installation, List<String> arguments)
            throws IOException {
        Path statements = folder.resolve("accounts.sql");
        Files.writeString(statements, """
                ALTER USER 'root'@'localhost' IDENTIFIED BY '%1$s';
                CREATE USER 'root'@'%%' IDENTIFIED BY '%1$s';
                GRANT ALL PRIVILEGES ON *.* TO 'root'@'%%' WITH GRANT OPTION;
                FLUSH PRIVILEGES;
                SHUTDOWN;
                """.formatted(MySqlServer.PASSWORD));
        List<String> options = new ArrayList<>(List.of(
                "--datadir=" + data,
                "--init-file=" + statements,
                "--skip-log-bin",
                "--skip-networking",
                "--socket=" + folder.resolve("sock"),
                "--pid-file=" + folder.resolve("pid")));
        options.addAll(arguments);
        Command.run(installation.serverCommand(options));
    }
}
