package dev.anole.admin.progress;

import dev.anole.admin.join.JoinProgress;
import dev.anole.admin.output.Console;
import dev.anole.contract.TableId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far the copy is, with bars on a terminal and with lines elsewhere, and counts it for the report. Safe for
 * use by several threads; to be closed, so that the terminal is left in order.
 */
public final class CopyProgress implements JoinProgress, AutoCloseable {

    private final Map<TableId, CopyTally> tallies = new ConcurrentHashMap<>();
    private final List<CopyDisplay> displays;

    public CopyProgress(Console console) {
        // Bars are not for the log.
        displays = console.terminal() && !console.json()
                ? List.of(new CopyBars(), new CopyLines(console::log))
                : List.of(new CopyLines(console::progress));
    }

    /** @param rows that were copied, without those that changed later */
    public record CopiedTable(TableId table, long rows, long bytes, double seconds, long rowsPerSecond) {}

    /** What was copied, by table. */
    public List<CopiedTable> copied() {
        return tallies.values().stream()
                .sorted((one, other) -> one.table().compareTo(other.table()))
                .map(tally -> new CopiedTable(
                        tally.table(),
                        tally.rows(),
                        tally.bytes(),
                        tally.elapsed().toMillis() / 1000.0,
                        tally.rowsPerSecond()))
                .toList();
    }

    @Override
    public void tableStarted(TableId table, long estimatedRows) {
        CopyTally tally = new CopyTally(table, estimatedRows);
        @Nullable CopyTally abandoned = tallies.put(table, tally);
        if (abandoned != null) {
            displays.forEach(display -> display.done(abandoned));
        }
        displays.forEach(display -> display.started(tally));
    }

    @Override
    public void rowsCopied(TableId table, long rows, long bytes) {
        CopyTally tally = tally(table);
        tally.add(rows, bytes);
        displays.forEach(display -> display.changed(tally));
    }

    @Override
    public void phase(TableId table, String phase) {
        CopyTally tally = tally(table);
        tally.enter(phase);
        displays.forEach(display -> display.changed(tally));
    }

    @Override
    public void tableDone(TableId table) {
        CopyTally tally = tally(table);
        tally.enter("done");
        tally.end();
        displays.forEach(display -> display.done(tally));
    }

    private CopyTally tally(TableId table) {
        return tallies.computeIfAbsent(table, id -> {
            CopyTally tally = new CopyTally(id, 0);
            displays.forEach(display -> display.started(tally));
            return tally;
        });
    }

    @Override
    public void close() {
        displays.forEach(CopyDisplay::close);
    }
}
