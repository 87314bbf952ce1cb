package dev.anole.admin;

import dev.anole.admin.output.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Asks before something is destroyed; only YES, all upper case, is a yes. */
final class Confirmation {

    private Confirmation() {}

    /** @throws AdminException with {@code --json}, where nobody can be asked, or where the input has ended */
    static boolean of(Console console, String question) throws IOException {
        if (console.json()) {
            throw needsYes();
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
        console.ask(question + " YES/No");
        @Nullable String answer = input.readLine();
        if (answer != null
                && answer.strip().equalsIgnoreCase("yes")
                && !answer.strip().equals("YES")) {
            console.ask("Please type YES all uppercase to confirm:");
            answer = input.readLine();
        }
        if (answer == null) {
            throw needsYes();
        }
        return answer.strip().equals("YES");
    }

    private static AdminException needsYes() {
        return new AdminException(
                ExitCode.USAGE, "This command asks before it destroys something, and nobody can answer.", "Add --yes.");
    }
}
