package dev.anole.admin.output;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.LogSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.DirectWriteRolloverStrategy;
import org.apache.logging.log4j.core.appender.rolling.TimeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.appender.rolling.action.Action;
import org.apache.logging.log4j.core.appender.rolling.action.DeleteAction;
import org.apache.logging.log4j.core.appender.rolling.action.IfFileName;
import org.apache.logging.log4j.core.appender.rolling.action.IfLastModified;
import org.apache.logging.log4j.core.appender.rolling.action.PathCondition;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.jspecify.annotations.Nullable;

/**
 * The log's files, one a day, {@code <configuration>.<day>.log}. They are written under the names that they keep:
 * several commands may run at once, and none may rename a file into which another one writes.
 */
final class LogFiles {

    private final LogSettings settings;
    private final String configuration;

    LogFiles(LogSettings settings, String configuration) {
        this.settings = settings;
        this.configuration = configuration;
    }

    /** @throws AdminException if they cannot be written */
    Appender appender(String name, PatternLayout layout, Configuration log4j) {
        Path folder = settings.dir();
        try {
            Files.createDirectories(folder);
            DeleteAction deletion = deletion(folder, log4j);
            // A command is mostly over before a day is, when Log4j would do it.
            deletion.execute();
            Path today = folder.resolve(configuration + "." + LocalDate.now(ZoneId.systemDefault()) + ".log");
            if (Files.isWritable(folder) && (Files.notExists(today) || Files.isWritable(today))) {
                @Nullable
                Appender appender = RollingFileAppender.newBuilder()
                        .setName(name)
                        .setLayout(layout)
                        .setConfiguration(log4j)
                        .withFilePattern(folder.resolve(configuration) + ".%d{yyyy-MM-dd}.log")
                        .withPolicy(TimeBasedTriggeringPolicy.newBuilder()
                                .withInterval(1)
                                .build())
                        .withStrategy(DirectWriteRolloverStrategy.newBuilder()
                                .withCustomActions(new Action[] {deletion})
                                .withConfig(log4j)
                                .build())
                        .build();
                if (appender != null) {
                    return appender;
                }
            }
        } catch (IOException e) {
            throw refused(folder, " (" + e + ")", e);
        }
        throw refused(folder, "", null);
    }

    /** Of files that were last written so many days ago, this configuration's alone. */
    private DeleteAction deletion(Path folder, Configuration log4j) {
        PathCondition old = IfLastModified.newBuilder()
                .setAge(Duration.ofDays(settings.daysKeep()))
                .build();
        PathCondition ours = IfFileName.createNameCondition(
                null, Pattern.quote(configuration) + "\\.\\d{4}-\\d\\d-\\d\\d\\.log", old);
        return DeleteAction.createDeleteAction(
                folder.toString(), false, 1, false, null, new PathCondition[] {ours}, null, log4j);
    }

    private static AdminException refused(Path folder, String why, @Nullable Exception cause) {
        return new AdminException(
                ExitCode.CONFIGURATION,
                "The log cannot be written to the folder " + folder + why + ".",
                "Make that a folder that you may write to, name another one with log_dir, or set log_dest to stdout.",
                cause);
    }
}
