package dev.anole.admin.join;

import java.math.BigInteger;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ranges of an integer key, equally wide: for keys that lie dense. */
final class IntegerRanges implements KeyRanges {

    private final BigInteger greatest;
    private final BigInteger width;
    private @Nullable BigInteger nextEnd;
    private @Nullable KeyBound previous;
    private boolean finished;

    /** @param width at least 1 */
    IntegerRanges(BigInteger smallest, BigInteger greatest, BigInteger width) {
        this.greatest = greatest;
        this.width = width;
        nextEnd = smallest.add(width).subtract(BigInteger.ONE);
    }

    @Override
    public Optional<KeyRange> next(Connection mysql) {
        return next();
    }

    synchronized Optional<KeyRange> next() {
        BigInteger end = nextEnd;
        if (finished || end == null) {
            return Optional.empty();
        }
        KeyBound after = previous;
        if (end.compareTo(greatest) >= 0) {
            // Open at the end: keys grow while the table is copied.
            finished = true;
            return Optional.of(new KeyRange(after, null));
        }
        KeyBound upTo = new KeyBound(List.of(end.toString()));
        previous = upTo;
        nextEnd = end.add(width);
        return Optional.of(new KeyRange(after, upTo));
    }
}
