package dev.anole.admin;

import dev.anole.admin.configuration.RollbarSettings;
import dev.anole.contract.notice.NoticeLevel;
import dev.anole.contract.notice.Notices;
import dev.anole.contract.notice.RollbarAccount;
import dev.anole.contract.notice.RollbarNotices;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells Rollbar how commands end: those that change something, and those that fail at it. It begins once the
 * configuration is read, as the log does. For the thread that runs the command.
 */
final class CommandNotices {

    private static final Logger LOG = LoggerFactory.getLogger(CommandNotices.class);

    private static Notices notices = Notices.none();
    private static Map<String, String> about = new LinkedHashMap<>();

    private CommandNotices() {}

    /**
     * @param command as it was typed
     * @param source null if it was left out
     */
    static void open(RollbarSettings settings, String command, @Nullable String source) {
        about = new LinkedHashMap<>(Map.of("command", command.replace('_', '-')));
        if (source != null) {
            concern(source);
        }
        notices = looks() ? Notices.none() : notices(settings);
    }

    /** The key may lead somewhere on the workers alone, which is no reason not to stop a replica. */
    private static Notices notices(RollbarSettings settings) {
        try {
            RollbarAccount account = settings.account();
            return account == null ? Notices.none() : new RollbarNotices(account);
        } catch (AdminException e) {
            LOG.warn("Rollbar is not told of this command, since rollbar_key is not to be had: {}", e.sentence());
            return Notices.none();
        }
    }

    /** Whether the command only shows something; it may be run every minute. */
    private static boolean looks() {
        return about.getOrDefault("command", "").startsWith("show-");
    }

    /** The command is about this source. */
    static void concern(String source) {
        about.put("source", source);
    }

    /** @param sentences what the command has said of its work */
    static void ended(int exitCode, List<String> sentences) {
        boolean whole = exitCode == ExitCode.OK.number();
        if (whole || exitCode == ExitCode.FAILURE.number()) {
            notices.send(
                    whole ? NoticeLevel.INFO : NoticeLevel.WARNING,
                    subject() + (sentences.isEmpty() ? " has ended" : ": " + String.join(" ", sentences)),
                    about);
        }
        close();
    }

    /** @param foreign whether the sentence quotes a database or a library, which may quote a value */
    static void failed(AdminException failure, boolean foreign) {
        if (failure.exitCode() != ExitCode.INTERRUPTED) {
            String sentence = foreign ? failure.sentence().replaceFirst("(?s): .*", ".") : failure.sentence();
            // What PostgreSQL found wrong, it quotes.
            sentence = sentence.replaceAll("(?s)\".*?\"", "\"...\"");
            notices.send(NoticeLevel.ERROR, subject() + " has failed: " + sentence + " " + failure.remedy(), about);
        }
        close();
    }

    private static String subject() {
        return "replica-admin " + String.join(" of ", about.values());
    }

    private static void close() {
        notices.close();
        notices = Notices.none();
    }
}
