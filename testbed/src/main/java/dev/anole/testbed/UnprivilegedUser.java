package dev.anole.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Root runs PostgreSQL as another user, since initdb and the server refuse to run as root. */
final class UnprivilegedUser {
    private static final String NAME = "nobody";

    private UnprivilegedUser() {}

    /** Whether this JVM runs as root. */
    static boolean isNeeded() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** The command, run as the unprivileged user if that is needed; setpriv execs it, so the process id is its own. */
    static List<String> command(List<String> command) {
        if (!isNeeded()) {
            return command;
        }
        List<String> whole = new ArrayList<>(List.of(
                "setpriv", "--reuid=" + NAME, "--regid=" + Command.run("id", "-g", NAME), "--clear-groups", "--"));
        whole.addAll(command);
        return whole;
    }

    /** Gives the folder and all below it to the user who will run the command. */
    static void give(Path folder) {
        if (isNeeded()) {
            Command.run("chown", "-R", NAME, folder.toString());
        }
    }
}
