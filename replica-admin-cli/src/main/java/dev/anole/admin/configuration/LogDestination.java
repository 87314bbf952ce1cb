package dev.anole.admin.configuration;

import java.util.Locale;

/** {@code log_dest}: where the log goes. */
public enum LogDestination {
    /** To files in {@code log_dir}, one a day. */
    FILE,
    /** To the standard output; with {@code --json}, whose document stands alone there, to the standard error. */
    STDOUT;

    /** As the file has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
