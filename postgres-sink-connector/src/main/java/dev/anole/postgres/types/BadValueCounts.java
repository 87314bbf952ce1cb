package dev.anole.postgres.types;

import java.util.HashMap;
import java.util.Map;

/** How many values of one table were decided on, since PostgreSQL cannot hold them. Used by one thread. */
public final class BadValueCounts {

    private final Map<Decision, Long> counts = new HashMap<>();

    /**
     * What was decided.
     *
     * @param column MySQL's name
     */
    public record Decision(String column, BadValueKind kind, BadValuePolicy.Action action) {}

    public void add(String column, BadValueKind kind, BadValuePolicy.Action action) {
        counts.merge(new Decision(column, kind, action), 1L, Long::sum);
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
