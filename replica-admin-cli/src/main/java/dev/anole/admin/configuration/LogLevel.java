package dev.anole.admin.configuration;

import java.util.Locale;

/** {@code log_level}, and Rollbar's: what is told, this and all that is worse. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARNING,
    ERROR;

    /** As the file has it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
