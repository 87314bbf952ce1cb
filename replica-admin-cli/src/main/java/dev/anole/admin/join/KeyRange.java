package dev.anole.admin.join;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table, by its key.
 *
 * @param after the range begins behind it; null if it begins with the first key
 * @param upTo the range ends with it; null if it ends with the last key
 */
record KeyRange(@Nullable KeyBound after, @Nullable KeyBound upTo) {

    /** All of the table. */
    static final KeyRange WHOLE = new KeyRange(null, null);

    /** A WHERE clause with a space in front; empty for the whole table. */
    String where(List<String> quotedColumns) {
        if (after == null) {
            return upTo == null ? "" : " WHERE " + upTo.isNotExceededBy(quotedColumns);
        }
        String first = " WHERE " + after.isExceededBy(quotedColumns);
        return upTo == null ? first : first + " AND " + upTo.isNotExceededBy(quotedColumns);
    }
}
