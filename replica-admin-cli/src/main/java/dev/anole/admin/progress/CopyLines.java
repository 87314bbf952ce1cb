package dev.anole.admin.progress;

import dev.anole.contract.TableId;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Lines: a table's start, each change of phase, some on the way, its end. */
final class CopyLines implements CopyDisplay {

    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /** What was told of a table last. */
    private record Told(Instant at, String phase) {}

    private final Map<TableId, Told> told = new ConcurrentHashMap<>();
    private final Consumer<String> say;

    /** @param say where they go */
    CopyLines(Consumer<String> say) {
        this.say = say;
    }

    @Override
    public void started(CopyTally tally) {
        told.put(tally.table(), new Told(Instant.now(), tally.phase()));
        say.accept(text("%s: about %,d rows to copy", tally.table(), tally.estimatedRows()));
    }

    @Override
    public void changed(CopyTally tally) {
        Instant now = Instant.now();
        told.compute(tally.table(), (table, last) -> {
            boolean newPhase = last == null || !last.phase().equals(tally.phase());
            if (!newPhase && last.at().plus(INTERVAL).isAfter(now)) {
                return last;
            }
            String left = tally.left()
                    .map(time -> text(", %,d s left", time.toSeconds()))
                    .orElse("");
            say.accept(text(
                    "%s: %s, %,d of about %,d rows, %,d rows/s%s",
                    table, tally.phase(), tally.rows(), tally.estimatedRows(), tally.rowsPerSecond(), left));
            return new Told(now, tally.phase());
        });
    }

    @Override
    public void done(CopyTally tally) {
        told.remove(tally.table());
        say.accept(text(
                "%s: %s, %,d rows in %.1f s, %,d rows/s",
                tally.table(),
                tally.phase().equals("done") ? "done" : "given up and begun again",
                tally.rows(),
                tally.elapsed().toMillis() / 1000.0,
                tally.rowsPerSecond()));
    }

    @Override
    public void close() {
        told.clear();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
