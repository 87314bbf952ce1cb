package dev.anole.testbed.replica;

import java.util.BitSet;
import java.util.Collection;

/** The integer keys behind {@code after}, up to {@code upTo} and with it. */
record IdRange(long after, long upTo) {

    /** From the first key to the last one, whichever they are. */
    static final IdRange WHOLE = new IdRange(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean contains(IdRange other) {
        return after <= other.after && other.upTo <= upTo;
    }

    /** Which of the keys from 0 on, below the limit, lie in any of the ranges. */
    static BitSet keys(Collection<IdRange> ranges, int limit) {
        BitSet keys = new BitSet(limit);
        for (IdRange range : ranges) {
            int first = (int) Math.max(0, Math.min(limit, range.after + 1));
            int last = (int) Math.min(limit - 1, range.upTo);
            if (first <= last) {
                keys.set(first, last + 1);
            }
        }
        return keys;
    }
}
