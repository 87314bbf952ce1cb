package dev.anole.admin.connect;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The sentence within a Java stack trace, as Connect reports failures. */
final class TraceMessage {

    private static final Pattern FRAME = Pattern.compile("^\\s+(at |\\.\\.\\. \\d+ ).*");
    private static final Pattern CLASS_NAME =
            Pattern.compile("^(Caused by: )?[\\w.$]+(Exception|Error|Throwable)(: |$)");
    /** What Connect wraps around the cause that matters (its {@code WorkerSinkTask}, {@code RetryWithToleranceOperator}). */
    private static final List<String> WRAPPERS = List.of(
            "Exiting WorkerSinkTask due to unrecoverable exception",
            "Unrecoverable exception from producer send",
            "Tolerance exceeded in error handler",
            "Failed to start connector");

    private TraceMessage() {}

    /** The outermost message that is not Connect's own wrapping; multi-line messages are joined. */
    static String of(@Nullable String trace) {
        if (trace == null || trace.isBlank()) {
            return "it failed without saying why; see the log of the Connect worker";
        }
        String first = "";
        StringBuilder message = new StringBuilder();
        for (String line : (trace + "\n\tat end").split("\n", -1)) {
            if (FRAME.matcher(line).matches()) {
                String text = message.toString().strip();
                if (!text.isEmpty() && WRAPPERS.stream().noneMatch(text::startsWith)) {
                    return text;
                }
                first = first.isEmpty() ? text : first;
                message.setLength(0);
            } else {
                message.append(' ').append(CLASS_NAME.matcher(line.strip()).replaceFirst(""));
            }
        }
        return first;
    }
}
