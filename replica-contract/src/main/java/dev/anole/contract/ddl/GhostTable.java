package dev.anole.contract.ddl;

import dev.anole.contract.TableId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables that gh-ost (its documentation, "Understanding gh-ost output" and "--timestamp-old-table") and
 * pt-online-schema-change ("How it works", "--new-table-name") make beside the one that they change, by their names.
 */
public final class GhostTable {

    private static final Pattern NAME = Pattern.compile("_+(.+?)(?:_\\d{14})?_(?:gho|ghc|del|new|old)");

    private GhostTable() {}

    /** The table that is changed; empty if the name is not like that of a ghost. */
    public static Optional<TableId> base(TableId table) {
        Matcher matcher = NAME.matcher(table.table());
        return matcher.matches() ? Optional.of(new TableId(table.database(), matcher.group(1))) : Optional.empty();
    }
}
