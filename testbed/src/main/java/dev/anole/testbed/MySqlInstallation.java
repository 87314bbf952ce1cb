package dev.anole.testbed;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A MySQL or MariaDB server that this machine can run.
 *
 * @param version what it says of itself, such as {@code 9.7.4-2} or {@code 11.4.5-MariaDB}
 * @param server the command that runs the server, with {@code --no-defaults} and the options that tell it where its
 *     own files are
 * @param client the command that runs the {@code mysql} client
 */
record MySqlInstallation(String version, boolean mariaDb, List<String> server, List<String> client) {
    MySqlInstallation {
        server = List.copyOf(server);
        client = List.copyOf(client);
    }

    /** The best that there is: the machine's own MySQL, else Debian's, else MariaDB from Maven's repository. */
    static MySqlInstallation find(MySqlOptions.Flavour flavour) {
        return switch (flavour) {
            case MARIADB -> MavenMariaDb.install();
            case MYSQL -> MachineMySql.find().or(DebianMySql::install).orElseGet(MavenMariaDb::install);
        };
    }

    /** The server's command with these options added, run by root as root, which it refuses to guess. */
    List<String> serverCommand(List<String> options) {
        List<String> user = UnprivilegedUser.isNeeded() ? List.of("--user=root") : List.of();
        return Stream.of(server, user, options).flatMap(List::stream).toList();
    }

    /** The version in the answer to {@code --version}: {@code mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))}. */
    static String versionIn(String answer) {
        List<String> words = new ArrayList<>(List.of(answer.split("\\s+")));
        int ver = words.indexOf("Ver");
        return ver < 0 || ver + 1 == words.size() ? "unknown" : words.get(ver + 1);
    }
}
