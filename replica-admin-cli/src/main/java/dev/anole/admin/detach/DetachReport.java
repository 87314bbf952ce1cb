package dev.anole.admin.detach;

import dev.anole.postgres.catalogue.BadValueLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was done to make the tables independent, and what was not; also what {@code --json} prints.
 *
 * @param position MySQL's, everything before which the tables have
 * @param stillSeconds how long nobody was to write, neither to MySQL nor to PostgreSQL
 * @param sequences that go on behind what the tables have
 * @param foreignKeys that are enforced, {@code table: name} each
 * @param triggers that do the work of ON UPDATE CURRENT_TIMESTAMP
 * @param badValues what was decided of values that PostgreSQL cannot hold
 * @param failures what PostgreSQL lacks
 */
public record DetachReport(
        String source,
        String position,
        double stillSeconds,
        List<Sequence> sequences,
        List<String> foreignKeys,
        List<String> triggers,
        List<BadValueLog.Count> badValues,
        List<Failure> failures) {

    public DetachReport {
        sequences = List.copyOf(sequences);
        foreignKeys = List.copyOf(foreignKeys);
        triggers = List.copyOf(triggers);
        badValues = List.copyOf(badValues);
        failures = List.copyOf(failures);
    }

    /** @param next the value that the next row gets */
    public record Sequence(String table, String column, long next) {}

    /**
     * One thing that could not be done.
     *
     * @param statement to run once the reason is mended; null if there is none
     */
    public record Failure(
            String what, String reason, @Nullable String statement) {}
}
