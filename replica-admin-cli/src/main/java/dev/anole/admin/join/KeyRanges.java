package dev.anole.admin.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Decides how a table is cut into ranges. Safe for several threads. */
interface KeyRanges {

    /**
     * Where the first range of a part of the table ends; empty if the part is one range.
     *
     * @param rest a part of the table
     * @param mysql the caller's session, to look at the table with
     */
    Optional<KeyBound> endOfFirst(KeyRange rest, Connection mysql) throws SQLException;
}
