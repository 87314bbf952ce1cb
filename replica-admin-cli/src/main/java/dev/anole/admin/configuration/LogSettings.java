package dev.anole.admin.configuration;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The keys {@code log_dir}, {@code log_dest}, {@code log_level} and {@code log_days_keep}: this program's own log.
 *
 * @param dir of the files, {@code ~/.anole/logs} if missing; a leading {@code ~} is the home folder
 * @param daysKeep after which a file is deleted, 10 if missing
 */
public record LogSettings(Path dir, LogDestination dest, LogLevel level, int daysKeep) {

    private static final int DAYS = 10;

    static LogSettings of(@Nullable String dir, @Nullable LogDestination dest, @Nullable LogLevel level, int daysKeep) {
        return new LogSettings(
                folder(dir == null || dir.isBlank() ? "~/.anole/logs" : dir),
                dest == null ? LogDestination.FILE : dest,
                level == null ? LogLevel.INFO : level,
                Require.positive(daysKeep, DAYS, "log_days_keep"));
    }

    private static Path folder(String written) {
        Path home = Path.of(System.getProperty("user.home"));
        return written.startsWith("~/") ? home.resolve(written.substring(2)) : Path.of(written);
    }
}
