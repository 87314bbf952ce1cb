package dev.anole.admin.progress;

import dev.anole.admin.output.Console;
import java.text.DecimalFormat;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the records of a topic are applied, with a bar on a terminal and with a line every five seconds elsewhere.
 * For one thread; to be closed, so that the terminal is left in order.
 */
public final class StreamProgress implements AutoCloseable {

    private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Console console;
    private final String task;
    private final long from;
    private final @Nullable ProgressBar bar;
    private long end;
    private long tell = System.nanoTime() + TELL_NANOS;

    /**
     * Begins.
     *
     * @param task what is done, in a word
     * @param from offset of the first record that is not applied
     * @param end offset behind the last record that is known of; more may come
     */
    public StreamProgress(Console console, String task, long from, long end) {
        this.console = console;
        this.task = task;
        this.from = from;
        this.end = end;
        bar = console.terminal() && !console.json() && end > from
                ? Bars.of(task, end - from, "records")
                        .showSpeed(new DecimalFormat("#,##0"))
                        .build()
                : null;
    }

    /** @param offset of the first record that is not applied now */
    public void reached(long offset) {
        end = Math.max(end, offset);
        if (bar != null) {
            bar.maxHint(end - from).stepTo(offset - from);
        } else if (System.nanoTime() > tell) {
            console.progress(String.format(Locale.ROOT, "%s: %,d of %,d records", task, offset - from, end - from));
            tell = System.nanoTime() + TELL_NANOS;
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
