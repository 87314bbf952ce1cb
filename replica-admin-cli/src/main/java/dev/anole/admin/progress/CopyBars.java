package dev.anole.admin.progress;

import dev.anole.contract.TableId;
import java.text.DecimalFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/** One bar per table on the terminal, several at once. The library draws them from a thread of its own. */
final class CopyBars implements CopyDisplay {

    private static final int NAME_LENGTH = 24;

    private final Map<TableId, ProgressBar> bars = new ConcurrentHashMap<>();

    @Override
    public void started(CopyTally tally) {
        ProgressBar bar = Bars.of(name(tally.table()), tally.estimatedRows(), "rows")
                .showSpeed(new DecimalFormat("#,##0"))
                .build();
        bars.put(tally.table(), bar);
    }

    @Override
    public void changed(CopyTally tally) {
        @Nullable ProgressBar bar = bars.get(tally.table());
        if (bar == null) {
            return;
        }
        if (tally.rows() > bar.getMax()) {
            // MySQL had estimated too few.
            bar.maxHint(tally.rows());
        }
        bar.stepTo(tally.rows()).setExtraMessage(" " + tally.phase());
    }

    @Override
    public void done(CopyTally tally) {
        @Nullable ProgressBar bar = bars.remove(tally.table());
        if (bar != null) {
            bar.maxHint(tally.rows()).stepTo(tally.rows()).setExtraMessage(" " + tally.phase());
            bar.close();
        }
    }

    /** All names equally long, so that the bars stand below each other. */
    private static String name(TableId table) {
        String name = table.toString();
        return name.length() <= NAME_LENGTH
                ? name + " ".repeat(NAME_LENGTH - name.length())
                : name.substring(0, NAME_LENGTH - 1) + "~";
    }

    @Override
    public void close() {
        bars.values().forEach(ProgressBar::close);
        bars.clear();
    }
}
