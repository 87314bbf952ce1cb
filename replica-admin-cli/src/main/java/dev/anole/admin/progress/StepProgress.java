package dev.anole.admin.progress;

import dev.anole.admin.output.Console;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Shows steps that are done one after the other, with a bar on a terminal and with lines elsewhere; all are logged. For one
 * thread; to be closed, so that the terminal is left in order.
 */
public final class StepProgress implements AutoCloseable {

    private final Console console;
    private final @Nullable ProgressBar bar;
    private int begun;

    /**
     * Begins none yet.
     *
     * @param task what all of them are, in a word
     * @param unit what each of them concerns, in the plural
     */
    public StepProgress(Console console, String task, int steps, String unit) {
        this.console = console;
        bar = console.terminal() && !console.json() && steps > 0
                ? Bars.of(task, steps, unit).build()
                : null;
    }

    /** The step before has ended, and this one begins. */
    public void next(String step) {
        if (bar == null) {
            console.progress(step);
        } else {
            bar.stepTo(begun).setExtraMessage(" " + step);
            console.log(step);
        }
        begun++;
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.stepTo(begun).setExtraMessage("");
            bar.close();
        }
    }
}
