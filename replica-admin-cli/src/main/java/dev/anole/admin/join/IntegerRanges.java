package dev.anole.admin.join;

import java.math.BigInteger;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/** Ranges of an integer key, equally wide: for keys that lie dense. */
final class IntegerRanges implements KeyRanges {

    private final BigInteger smallest;
    private final BigInteger greatest;
    private final BigInteger width;

    /** @param width at least 1 */
    IntegerRanges(BigInteger smallest, BigInteger greatest, BigInteger width) {
        this.smallest = smallest;
        this.greatest = greatest;
        this.width = width;
    }

    @Override
    public Optional<KeyBound> endOfFirst(KeyRange rest, Connection mysql) {
        return endOfFirst(rest);
    }

    Optional<KeyBound> endOfFirst(KeyRange rest) {
        KeyBound after = rest.after();
        KeyBound upTo = rest.upTo();
        BigInteger before = after == null ? smallest.subtract(BigInteger.ONE) : value(after);
        BigInteger end = before.add(width);
        // Without a bound the last range stays open: keys grow while the table is copied.
        boolean isLast = end.compareTo(upTo == null ? greatest : value(upTo)) >= 0;
        return isLast ? Optional.empty() : Optional.of(new KeyBound(List.of(end.toString())));
    }

    private static BigInteger value(KeyBound bound) {
        return new BigInteger(bound.literals().get(0));
    }
}
