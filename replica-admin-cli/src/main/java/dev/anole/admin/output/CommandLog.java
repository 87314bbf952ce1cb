package dev.anole.admin.output;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.LogDestination;
import dev.anole.admin.configuration.LogLevel;
import dev.anole.admin.configuration.LogSettings;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.ConsoleAppender;
import org.apache.logging.log4j.core.appender.ConsoleAppender.Target;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done with a configuration and how it ended, for whoever looks for it later: the command lines, the sentences
 * that the operator saw, and what this program's classes log. It begins once the configuration is read, since that says
 * where it goes; Log4j, which log4j2.xml has set up for {@code --debug} alone, then gets one appender more.
 */
public final class CommandLog {

    private static final Logger SENTENCES = LoggerFactory.getLogger("replica-admin");

    /** Of the sentences, and of this program's classes. */
    private static final List<String> LOGGERS = List.of("replica-admin", "dev.anole");

    private static final String APPENDER = "log";
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss,SSSXXX} %-5level [%pid] %msg%n%throwable";

    /** What the command has done so far, as it has said. */
    private static final List<String> RESULTS = new CopyOnWriteArrayList<>();

    private CommandLog() {}

    /**
     * Begins the log, with the command line.
     *
     * @param configuration its name, which the files bear
     * @param arguments of the command line; no option takes a secret
     * @param json whether the standard output is for one document alone
     * @throws AdminException if the log cannot be written
     */
    public static void open(LogSettings settings, String configuration, List<String> arguments, boolean json) {
        LoggerContext context = LoggerContext.getContext(false);
        Configuration log4j = context.getConfiguration();
        PatternLayout layout = PatternLayout.newBuilder()
                .withConfiguration(log4j)
                .withPattern(PATTERN)
                .build();
        Appender appender = settings.dest() == LogDestination.STDOUT
                ? console(layout, log4j, json ? Target.SYSTEM_ERR : Target.SYSTEM_OUT)
                : new LogFiles(settings, configuration).appender(APPENDER, layout, log4j);
        appender.start();
        attach(appender, level(settings.level()), log4j);
        context.updateLoggers();
        RESULTS.clear();
        SENTENCES.info("replica-admin {}", String.join(" ", arguments));
    }

    private static Appender console(PatternLayout layout, Configuration log4j, Target target) {
        return ConsoleAppender.newBuilder()
                .setName(APPENDER)
                .setLayout(layout)
                .setConfiguration(log4j)
                .setTarget(target)
                .build();
    }

    private static void attach(Appender appender, Level level, Configuration log4j) {
        Appender former = log4j.getAppender(APPENDER);
        for (String name : LOGGERS) {
            LoggerConfig logger = log4j.getLoggerConfig(name);
            logger.removeAppender(APPENDER);
            logger.addAppender(appender, level, null);
            if (level.isLessSpecificThan(logger.getLevel())) {
                logger.setLevel(level);
            }
        }
        if (former != null) {
            // Of another command in the same JVM.
            log4j.getAppenders().remove(APPENDER);
            former.stop();
        }
        log4j.addAppender(appender);
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARNING -> Level.WARN;
            case ERROR -> Level.ERROR;
        };
    }

    /** Whether the operator sees the log, so that its sentences need not be printed besides. */
    static boolean isOnConsole() {
        return LoggerContext.getContext(false).getConfiguration().getAppender(APPENDER) instanceof ConsoleAppender;
    }

    /** @param told what {@link #results} has of it */
    static void result(String sentence, String told) {
        RESULTS.add(told);
        SENTENCES.info(sentence);
    }

    /** What the command has done since the log began, a sentence for each thing, as whoever is not the operator may read it. */
    public static List<String> results() {
        return List.copyOf(RESULTS);
    }

    static void info(String sentence) {
        SENTENCES.info(sentence);
    }

    static void warn(String sentence) {
        SENTENCES.warn(sentence);
    }

    static void error(String sentence) {
        SENTENCES.error(sentence);
    }

    /** The last line of a command. */
    public static void ended(int exitCode) {
        SENTENCES.info("Ended with exit code {}, {}", exitCode, ExitCode.meaning(exitCode));
    }
}
