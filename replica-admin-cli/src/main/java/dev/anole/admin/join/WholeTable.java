package dev.anole.admin.join;

import java.sql.Connection;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** One range: for keys whose order and comparison in MySQL are not the same, or not by the key's index. */
final class WholeTable implements KeyRanges {

    private final AtomicBoolean handedOut = new AtomicBoolean();

    @Override
    public Optional<KeyRange> next(Connection mysql) {
        return handedOut.getAndSet(true) ? Optional.empty() : Optional.of(KeyRange.WHOLE);
    }
}
