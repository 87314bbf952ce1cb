package dev.anole.admin.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The ranges of a table that are copied, neighbours joined together. Not safe for several threads. */
final class FinishedRanges {

    private List<KeyRange> ranges = List.of();

    /** What this would be with one range more. */
    List<KeyRange> with(KeyRange range) {
        KeyRange merged = range;
        List<KeyRange> others = new ArrayList<>();
        for (KeyRange other : ranges) {
            if (other.upTo() != null && Objects.equals(other.upTo(), merged.after())) {
                merged = new KeyRange(other.after(), merged.upTo());
            } else if (other.after() != null && Objects.equals(other.after(), merged.upTo())) {
                merged = new KeyRange(merged.after(), other.upTo());
            } else {
                others.add(other);
            }
        }
        others.add(merged);
        return others;
    }

    void set(List<KeyRange> newRanges) {
        ranges = List.copyOf(newRanges);
    }
}
