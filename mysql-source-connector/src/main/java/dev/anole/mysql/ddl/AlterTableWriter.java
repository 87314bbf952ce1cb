package dev.anole.mysql.ddl;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Writes ALTER TABLE for the grammar, without clauses that change nothing. Not safe for use by several threads.
 *
 * @see GrammarTextWriter
 */
final class AlterTableWriter {

    private static final Set<String> MOVES_ROWS = Set.of("DROP", "TRUNCATE", "EXCHANGE", "DISCARD", "IMPORT");
    private static final Set<String> KEEPS_ROWS =
            Set.of("ADD", "REORGANIZE", "COALESCE", "REBUILD", "OPTIMIZE", "ANALYZE", "CHECK", "REPAIR");
    private static final Set<String> PARTITIONING = Set.of("REMOVE", "UPGRADE");
    private static final Set<String> DROPPED =
            Set.of("COLUMN", "INDEX", "KEY", "PRIMARY", "FOREIGN", "CHECK", "CONSTRAINT");
    private static final Set<String> INDEX = Set.of("INDEX", "KEY");
    private static final Set<String> SWITCHES =
            Set.of("ENABLE", "DISABLE", "FORCE", "ALGORITHM", "LOCK", "WITHOUT", "SECONDARY_LOAD", "SECONDARY_UNLOAD");
    private static final Set<String> CLAUSES = Set.of("ADD", "DROP", "ALTER", "CHANGE", "MODIFY", "RENAME", "CONVERT");

    private final TokenCursor cursor;
    private final DefinitionWriter definitions;

    AlterTableWriter(TokenCursor cursor, DefinitionWriter definitions) {
        this.cursor = cursor;
        this.definitions = definitions;
    }

    void write() {
        cursor.copy();
        while (!cursor.isWord("TABLE")) {
            cursor.next();
        }
        cursor.copy();
        cursor.existence();
        cursor.tableName();
        if (cursor.skipWord("WAIT")) {
            cursor.skip(1);
        }
        cursor.skipWord("NOWAIT");
        GrammarText all = cursor.take();
        boolean first = true;
        while (!cursor.atEnd()) {
            clause();
            GrammarText clause = cursor.take();
            if (!clause.isEmpty()) {
                if (!first) {
                    all.append(",", new Leaf(Leaf.Kind.SYMBOL, ",", List.of(), false, true));
                }
                all.append(clause);
                first = false;
            }
            cursor.skipSymbol(',');
        }
        cursor.text().append(all);
    }

    private void clause() {
        refuseMovingRows();
        DefinitionWriter.refuseVersioning(cursor);
        if (cursor.areWords("PARTITION", "BY")
                || (cursor.isAny(KEEPS_ROWS) && cursor.isWord(1, "PARTITION"))
                || (cursor.isAny(PARTITIONING) && cursor.isWord(1, "PARTITIONING"))) {
            cursor.skipRest();
        } else if (cursor.isAny(SWITCHES) || cursor.areWords("WITH", "VALIDATION")) {
            skipClause();
        } else if (cursor.isWord("ORDER")) {
            skipOrder();
        } else if (cursor.isWord("ADD")) {
            add();
        } else if (cursor.isWord("MODIFY") || cursor.isWord("CHANGE")) {
            change();
        } else if (cursor.isWord("DROP")) {
            drop();
        } else if (cursor.isWord("ALTER")) {
            alter();
        } else if (cursor.isWord("RENAME")) {
            rename();
        } else if (cursor.isWord("CONVERT")) {
            cursor.copy(2);
            definitions.tableOption();
            options();
        } else {
            options();
        }
    }

    private void refuseMovingRows() {
        boolean ofPartition = cursor.isWord(1, "PARTITION") && !cursor.isSymbol(2, ',');
        if (cursor.isAny(MOVES_ROWS) && ofPartition) {
            throw new UntranslatableException(verb() + " PARTITION changes rows that are not logged");
        }
        if (cursor.isAny(MOVES_ROWS) && cursor.isWord(1, "TABLESPACE")) {
            throw new UntranslatableException(verb() + " TABLESPACE changes rows that are not logged");
        }
        if (cursor.areWords("CONVERT", "PARTITION") || cursor.areWords("CONVERT", "TABLE")) {
            throw new UntranslatableException("CONVERT of a partition moves rows that are not logged");
        }
        boolean addsOrDrops = cursor.isWord("ADD") || cursor.isWord("DROP");
        if (addsOrDrops && cursor.isWord(1, "SYSTEM") && cursor.isWord(2, "VERSIONING")) {
            throw new UntranslatableException("system versioning is not replicated");
        }
        if (addsOrDrops && cursor.isWord(1, "PERIOD") && cursor.isWord(2, "FOR")) {
            throw new UntranslatableException("a PERIOD of a table is not replicated");
        }
    }

    private String verb() {
        return cursor.next().text().toUpperCase(Locale.ROOT);
    }

    private void add() {
        cursor.copy();
        cursor.copyWord("COLUMN");
        cursor.existence();
        if (cursor.isSymbol('(')) {
            definitions.list();
        } else {
            definitions.definition();
        }
    }

    private void change() {
        boolean renames = cursor.isWord("CHANGE");
        cursor.copy();
        cursor.copyWord("COLUMN");
        cursor.existence();
        cursor.name();
        if (renames) {
            cursor.name();
        }
        definitions.column();
    }

    private void drop() {
        cursor.copy();
        if (cursor.areWords("PRIMARY", "KEY")) {
            cursor.copy(2);
            return;
        }
        if (cursor.isAny(DROPPED)) {
            boolean foreignKey = cursor.isWord("FOREIGN");
            cursor.copy(foreignKey ? 2 : 1);
        }
        cursor.existence();
        cursor.name();
        if (cursor.isSymbol('.')) {
            // DROP FOREIGN KEY database.name
            cursor.copy();
            cursor.name();
        }
        skipClause();
    }

    private void alter() {
        if (cursor.isAny(1, INDEX)) {
            skipClause();
            return;
        }
        cursor.copy();
        if (cursor.isWord("CHECK") || cursor.isWord("CONSTRAINT")) {
            cursor.copyAs("CHECK");
            cursor.name();
            while (!cursor.atClauseEnd()) {
                cursor.copy();
            }
            return;
        }
        cursor.copyWord("COLUMN");
        cursor.existence();
        cursor.name();
        cursor.copy();
        if (cursor.isWord("DEFAULT") && !cursor.isSymbol(1, ',') && !isLast()) {
            definitions.columnDefault();
        } else {
            cursor.copy();
        }
    }

    /** Whether one token is left: that of DROP DEFAULT. */
    private boolean isLast() {
        return cursor.isSymbol(1, ';') || !cursor.hasNext(1);
    }

    private void rename() {
        cursor.copy();
        if (cursor.isWord("COLUMN") || cursor.isAny(INDEX)) {
            cursor.copy();
            cursor.existence();
            cursor.name();
            cursor.copy();
            cursor.name();
            return;
        }
        if (cursor.isSymbol('=')) {
            cursor.copyAs("TO");
        } else if (cursor.isWord("TO") || cursor.isWord("AS")) {
            cursor.copy();
        }
        cursor.tableName();
    }

    private void options() {
        while (!cursor.atClauseEnd() && !cursor.areWords("PARTITION", "BY")) {
            DefinitionWriter.refuseVersioning(cursor);
            definitions.tableOption();
        }
    }

    private void skipClause() {
        while (!cursor.atClauseEnd() && !cursor.areWords("PARTITION", "BY")) {
            cursor.skip(1);
        }
    }

    /** The columns to order by are divided as clauses are. */
    private void skipOrder() {
        skipClause();
        while (cursor.isSymbol(',') && !cursor.isAny(1, CLAUSES)) {
            cursor.skip(1);
            skipClause();
        }
    }
}
