package dev.anole.admin.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Hands out the ranges of one table in ascending order, without gap and without overlap. Safe for several threads. */
interface KeyRanges {

    /**
     * The next range; empty when the last one was handed out.
     *
     * @param mysql the caller's session, to look for the range's end with
     */
    Optional<KeyRange> next(Connection mysql) throws SQLException;
}
