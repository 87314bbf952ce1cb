package dev.anole.admin.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The ranges of one table that are not copied yet, ascending. A range that is handed out is cut from the beginning of
 * the first that waits, and stays among those left until it is finished: so finished ranges and those left are the whole
 * table at any time, whoever planned them. Safe for several threads.
 */
final class RangesLeft {

    private final KeyRanges plan;
    private final List<Part> parts = new ArrayList<>();

    private record Part(KeyRange range, boolean handedOut) {}

    RangesLeft(KeyRanges plan, List<KeyRange> ranges) {
        this.plan = plan;
        ranges.forEach(range -> parts.add(new Part(range, false)));
    }

    /**
     * The next range to copy; empty when the last one was handed out.
     *
     * @param mysql the caller's session, to look for the range's end with
     */
    synchronized Optional<KeyRange> next(Connection mysql) throws SQLException {
        for (int i = 0; i < parts.size(); i++) {
            if (!parts.get(i).handedOut()) {
                return Optional.of(handOut(i, mysql));
            }
        }
        return Optional.empty();
    }

    private KeyRange handOut(int index, Connection mysql) throws SQLException {
        KeyRange rest = parts.get(index).range();
        Optional<KeyBound> end = plan.endOfFirst(rest, mysql);
        if (end.isEmpty() || Objects.equals(end.get(), rest.upTo())) {
            parts.set(index, new Part(rest, true));
            return rest;
        }
        KeyRange first = new KeyRange(rest.after(), end.get());
        parts.set(index, new Part(first, true));
        parts.add(index + 1, new Part(new KeyRange(end.get(), rest.upTo()), false));
        return first;
    }

    /** What would be left without this range, which was handed out. */
    synchronized List<KeyRange> without(KeyRange range) {
        return parts.stream()
                .map(Part::range)
                .filter(part -> !part.equals(range))
                .toList();
    }

    synchronized void finished(KeyRange range) {
        parts.removeIf(part -> part.range().equals(range));
    }
}
