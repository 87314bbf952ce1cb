package dev.anole.admin.progress;

import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What all bars have in common. */
final class Bars {

    private static final int REDRAW_MS = 250;

    private Bars() {}

    /** @param unit what is counted, in the plural */
    static ProgressBarBuilder of(String task, long max, String unit) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(max)
                .setUnit(" " + unit, 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MS);
    }
}
