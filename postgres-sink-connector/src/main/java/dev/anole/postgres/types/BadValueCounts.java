package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How many values of one table were decided on, since PostgreSQL cannot hold them. Used by one thread. */
public final class BadValueCounts {

    private final Map<Decision, Long> counts = new HashMap<>();
    private @Nullable Decision last;

    /**
     * What was decided.
     *
     * @param column MySQL's name
     */
    public record Decision(String column, BadValueKind kind, BadValuePolicy.Action action) {}

    public void add(String column, BadValueKind kind, BadValuePolicy.Action action) {
        last = new Decision(column, kind, action);
        counts.merge(last, 1L, Long::sum);
    }

    /** The decision that was added last: where a row is left out, the reason. */
    public Decision last() {
        return requireNonNull(last);
    }

    public void add(BadValueCounts more) {
        more.counts.forEach((decision, count) -> counts.merge(decision, count, Long::sum));
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    public Map<Decision, Long> asMap() {
        return Map.copyOf(counts);
    }

    public void clear() {
        counts.clear();
    }
}
