package dev.anole.testbed.replica;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A MySQL column type and values for it, as SQL.
 *
 * @param columnType as in CREATE TABLE
 * @param good values that PostgreSQL holds as well
 * @param bad values that PostgreSQL lacks, which the default policies replace
 * @param key whether it can be part of a primary key; the bad values never are in one
 */
record ValueCase(String columnType, List<String> good, List<String> bad, boolean key) {

    ValueCase {
        good = List.copyOf(good);
        bad = List.copyOf(bad);
    }

    /** With good values, and usable in a key. */
    static ValueCase of(String columnType, String... good) {
        return new ValueCase(columnType, List.of(good), List.of(), true);
    }

    ValueCase notInKeys() {
        return new ValueCase(columnType, good, bad, false);
    }

    ValueCase withBad(String... values) {
        return new ValueCase(columnType, good, List.of(values), key);
    }

    /** All values, the good ones first. */
    List<String> values() {
        return Stream.concat(good.stream(), bad.stream()).toList();
    }

    ValueCase without(Predicate<String> excluded) {
        Predicate<String> kept = excluded.negate();
        return new ValueCase(
                columnType,
                good.stream().filter(kept).toList(),
                bad.stream().filter(kept).toList(),
                key);
    }
}
