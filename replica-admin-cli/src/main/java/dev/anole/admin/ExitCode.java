package dev.anole.admin;

import java.util.Arrays;

/** How a command ended, for scripts. The numbers are documented and never change. */
public enum ExitCode {
    OK(0, "done"),
    DIFFERENCE(1, "a comparison found a difference (no command of this version)"),
    USAGE(2, "the command line is not valid"),
    CONFIGURATION(3, "the configuration is missing or not valid"),
    CONNECTION(4, "a server could not be reached, or refused the login"),
    PRECONDITION(5, "something has to be done first"),
    FAILURE(6, "the work was begun and failed"),
    INTERRUPTED(130, "interrupted by the operator");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the shell sees. */
    public int number() {
        return number;
    }

    /** Of the exit code with that number, for the log. */
    public static String meaning(int number) {
        return Arrays.stream(values())
                .filter(code -> code.number == number)
                .map(ExitCode::meaning)
                .findFirst()
                .orElse("which is none of replica-admin's");
    }

    /** For the manual. */
    public String meaning() {
        return meaning;
    }
}
