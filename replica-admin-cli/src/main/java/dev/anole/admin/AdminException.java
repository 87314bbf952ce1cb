package dev.anole.admin;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/** A command cannot go on: one sentence that says what was found, one that says what to do, and the exit code. */
public final class AdminException extends RuntimeException {

    private final ExitCode exitCode;
    private final String remedy;

    /**
     * @param message what was attempted and what was found, a whole sentence without secrets
     * @param remedy what the operator can do, a whole sentence
     */
    public AdminException(ExitCode exitCode, String message, String remedy) {
        this(exitCode, message, remedy, null);
    }

    public AdminException(ExitCode exitCode, String message, String remedy, @Nullable Throwable cause) {
        super(requireNonNull(message, "message"), cause);
        this.exitCode = requireNonNull(exitCode, "exitCode");
        this.remedy = requireNonNull(remedy, "remedy");
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    public String remedy() {
        return remedy;
    }

    /** The message with a full stop, never null. */
    public String sentence() {
        String message = requireNonNull(getMessage());
        return message.matches("(?s).*[.?!]") ? message : message + ".";
    }
}
