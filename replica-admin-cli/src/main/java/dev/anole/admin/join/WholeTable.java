package dev.anole.admin.join;

import java.sql.Connection;
import java.util.Optional;

/** One range: for keys whose order and comparison in MySQL are not the same, or not by the key's index. */
final class WholeTable implements KeyRanges {

    @Override
    public Optional<KeyBound> endOfFirst(KeyRange rest, Connection mysql) {
        return Optional.empty();
    }
}
