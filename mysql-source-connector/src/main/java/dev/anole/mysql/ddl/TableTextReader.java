package dev.anole.mysql.ddl;

import dev.anole.contract.ddl.TextDefaults;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the character set and the collation that a statement gives to a table. */
final class TableTextReader {

    private final Collations collations;
    private final String database;

    /** @param database of the table */
    TableTextReader(Collations collations, String database) {
        this.collations = collations;
        this.database = database;
    }

    /** What the options say, the last one of each kind; empty if they say nothing. */
    Optional<TextDefaults> read(List<Leaf> leaves) {
        Leaf set = null;
        Leaf collation = null;
        for (int at = 0; at + 1 < leaves.size(); at++) {
            Leaf leaf = leaves.get(at);
            if (leaf.isWord("SET") || leaf.isWord("CHARSET")) {
                set = leaves.get(at + 1);
            } else if (leaf.isWord("COLLATE")) {
                collation = leaves.get(at + 1);
            }
        }
        return set == null && collation == null ? Optional.empty() : Optional.of(resolve(set, collation));
    }

    private TextDefaults resolve(@Nullable Leaf set, @Nullable Leaf collation) {
        String collationName = collation == null || collation.isWord("DEFAULT") ? null : collation.text();
        if (set != null && !set.isWord("DEFAULT")) {
            return collations.resolve(set.text(), collationName);
        }
        return collationName == null ? ofDatabase() : collations.resolve(null, collationName);
    }

    /** What text in the database has that names nothing else. */
    TextDefaults ofDatabase() {
        return collations.ofDatabase(database);
    }
}
