package dev.anole.contract;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Transaction numbers of one source, as intervals in ascending order with gaps between them. Immutable. */
final class GtidIntervals {

    /** First and last number of each interval in turn. */
    private final long[] bounds;

    private GtidIntervals(long[] bounds) {
        this.bounds = bounds;
    }

    static GtidIntervals of(long first, long last) {
        return new GtidIntervals(new long[] {first, last});
    }

    /** @param bounds first and last number of each interval in turn, in any order; not empty */
    static GtidIntervals ofUnordered(long[] bounds) {
        long[][] intervals = new long[bounds.length / 2][];
        for (int at = 0; at < intervals.length; at++) {
            intervals[at] = new long[] {bounds[2 * at], bounds[2 * at + 1]};
        }
        Arrays.sort(intervals, (one, other) -> Long.compare(one[0], other[0]));
        long[] merged = new long[bounds.length];
        int length = 0;
        for (long[] interval : intervals) {
            length = mergeInto(merged, length, interval[0], interval[1]);
        }
        return new GtidIntervals(Arrays.copyOf(merged, length));
    }

    boolean isEmpty() {
        return bounds.length == 0;
    }

    long highest() {
        return bounds[bounds.length - 1];
    }

    boolean contains(long number) {
        return containsAll(number, number);
    }

    boolean containsAll(GtidIntervals other) {
        for (int at = 0; at < other.bounds.length; at += 2) {
            if (!containsAll(other.bounds[at], other.bounds[at + 1])) {
                return false;
            }
        }
        return true;
    }

    private boolean containsAll(long first, long last) {
        int at = bounds.length - 2;
        if (bounds[at] > first) {
            int found = Arrays.binarySearch(bounds, first);
            // Bounds ascend, but an interval of one number holds it twice: either index leads to the interval's start.
            at = found >= 0 ? found & ~1 : (-found - 2) & ~1;
        }
        return at >= 0 && bounds[at] <= first && last <= bounds[at + 1];
    }

    /** These and the numbers {@code first} to {@code last}. */
    GtidIntervals with(long first, long last) {
        int lastIndex = bounds.length - 1;
        if (bounds[lastIndex - 1] <= first && first <= bounds[lastIndex] + 1) {
            long[] extended = bounds.clone();
            extended[lastIndex] = Math.max(last, bounds[lastIndex]);
            return new GtidIntervals(extended);
        }
        return union(of(first, last));
    }

    GtidIntervals union(GtidIntervals other) {
        long[] merged = new long[bounds.length + other.bounds.length];
        int length = 0;
        int mine = 0;
        int theirs = 0;
        while (mine < bounds.length || theirs < other.bounds.length) {
            boolean takeMine =
                    theirs == other.bounds.length || (mine < bounds.length && bounds[mine] <= other.bounds[theirs]);
            if (takeMine) {
                length = mergeInto(merged, length, bounds[mine], bounds[mine + 1]);
                mine += 2;
            } else {
                length = mergeInto(merged, length, other.bounds[theirs], other.bounds[theirs + 1]);
                theirs += 2;
            }
        }
        return new GtidIntervals(Arrays.copyOf(merged, length));
    }

    /** The numbers of these that the other ones lack; may be empty. */
    GtidIntervals minus(GtidIntervals other) {
        long[] left = new long[bounds.length + other.bounds.length];
        int length = 0;
        int theirs = 0;
        for (int mine = 0; mine < bounds.length; mine += 2) {
            long first = bounds[mine];
            long last = bounds[mine + 1];
            while (theirs < other.bounds.length && other.bounds[theirs + 1] < first) {
                theirs += 2;
            }
            for (int cut = theirs; cut < other.bounds.length && other.bounds[cut] <= last; cut += 2) {
                if (first < other.bounds[cut]) {
                    left[length++] = first;
                    left[length++] = other.bounds[cut] - 1;
                }
                first = other.bounds[cut + 1] + 1;
            }
            if (first <= last) {
                left[length++] = first;
                left[length++] = last;
            }
        }
        return new GtidIntervals(Arrays.copyOf(left, length));
    }

    /** As MySQL prints them: {@code :1-5:7}. */
    void appendTo(StringBuilder out) {
        for (int at = 0; at < bounds.length; at += 2) {
            out.append(':').append(bounds[at]);
            if (bounds[at + 1] != bounds[at]) {
                out.append('-').append(bounds[at + 1]);
            }
        }
    }

    /** Adds an interval that begins at or behind the start of the last of {@code length / 2} intervals. */
    private static int mergeInto(long[] merged, int length, long first, long last) {
        if (length > 0 && first <= merged[length - 1] + 1) {
            merged[length - 1] = Math.max(last, merged[length - 1]);
            return length;
        }
        merged[length] = first;
        merged[length + 1] = last;
        return length + 2;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GtidIntervals intervals && Arrays.equals(bounds, intervals.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }
}
