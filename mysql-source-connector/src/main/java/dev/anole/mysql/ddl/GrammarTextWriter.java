package dev.anole.mysql.ddl;

import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.List;
import java.util.Set;

/**
 * Writes a statement for the grammar: without what the grammars do not know and changes nothing, such as WAIT, and with
 * other words where they lack a form, such as DROP TABLES. Not safe for use by several threads.
 */
final class GrammarTextWriter {

    private static final Set<String> QUERY = Set.of("SELECT", "WITH", "VALUES", "TABLE", "AS", "IGNORE", "REPLACE");
    private static final Set<String> CLASSES = Set.of("UNIQUE", "FULLTEXT", "SPATIAL");

    private final TokenCursor cursor;
    private final DefinitionWriter definitions;

    private GrammarTextWriter(List<Token> tokens) {
        this.cursor = new TokenCursor(tokens);
        this.definitions = new DefinitionWriter(cursor);
    }

    /** @throws UntranslatableException if the replica cannot follow the statement */
    static GrammarText write(List<Token> tokens) {
        GrammarTextWriter writer = new GrammarTextWriter(tokens);
        writer.statement();
        return writer.cursor.text();
    }

    private void statement() {
        if (cursor.isWord("CREATE")) {
            create();
        } else if (cursor.isWord("ALTER")) {
            new AlterTableWriter(cursor, definitions).write();
        } else if (cursor.isWord("DROP")) {
            drop();
        } else if (cursor.isWord("RENAME")) {
            rename();
        } else {
            cursor.copy();
            cursor.copyWord("TABLE");
            cursor.tableName();
            cursor.skipRest();
        }
    }

    private void create() {
        cursor.copy();
        if (cursor.areWords("OR", "REPLACE")) {
            cursor.skip(2);
        }
        if (cursor.isWord("TABLE")) {
            createTable();
        } else {
            createIndex();
        }
    }

    private void createTable() {
        cursor.copy();
        cursor.existence();
        cursor.tableName();
        boolean inBrackets = cursor.isSymbol('(') && cursor.isWord(1, "LIKE");
        if (inBrackets || cursor.isWord("LIKE")) {
            cursor.skipSymbol('(');
            cursor.copy();
            cursor.tableName();
            cursor.skipRest();
            return;
        }
        if (!cursor.isSymbol('(') || cursor.isSymbol(1, '(') || cursor.isAny(1, QUERY)) {
            throw new UntranslatableException("CREATE TABLE … SELECT without a list of columns is not replicated");
        }
        definitions.list();
        while (!cursor.atEnd()) {
            DefinitionWriter.refuseVersioning(cursor);
            if (atTail()) {
                break;
            }
            if (cursor.areWords("START", "TRANSACTION")) {
                // So the binlog has CREATE TABLE … SELECT, in front of the options that it gave.
                cursor.skip(2);
            } else if (!cursor.skipSymbol(',')) {
                definitions.tableOption();
            }
        }
        cursor.skipRest();
    }

    /** Whether partitions or a query follow. The query's columns are in the list, as the binlog has the statement. */
    private boolean atTail() {
        return cursor.areWords("PARTITION", "BY") || cursor.isSymbol('(') || cursor.isAny(QUERY);
    }

    private void createIndex() {
        skipOnline();
        if (cursor.isWord("VECTOR")) {
            cursor.copyAs("SPATIAL");
        } else if (cursor.isAny(CLASSES)) {
            cursor.copy();
        }
        cursor.copy();
        cursor.existence();
        cursor.name();
        definitions.indexType();
        cursor.copy();
        cursor.tableName();
        definitions.keyParts();
        while (!cursor.atEnd()) {
            if (!definitions.indexType()) {
                cursor.skip(1);
            }
        }
        cursor.skipRest();
    }

    private void drop() {
        cursor.copy();
        skipOnline();
        if (cursor.isWord("INDEX")) {
            cursor.copy();
            cursor.existence();
            skipOnline();
            cursor.name();
            cursor.copy();
            cursor.tableName();
        } else if (cursor.isWord("TABLE") || cursor.isWord("TABLES")) {
            cursor.copyAs("TABLE");
            cursor.existence();
            cursor.tableName();
            while (cursor.isSymbol(',')) {
                cursor.copy();
                cursor.tableName();
            }
        } else {
            cursor.copy();
            cursor.existence();
            cursor.name();
        }
        cursor.skipRest();
    }

    private void rename() {
        cursor.copy();
        cursor.copyAs("TABLE");
        cursor.existence();
        boolean more = true;
        while (more) {
            cursor.tableName();
            while (!cursor.isWord("TO")) {
                cursor.next();
            }
            cursor.copy();
            cursor.tableName();
            more = cursor.isSymbol(',');
            cursor.copy(more ? 1 : 0);
        }
        cursor.skipRest();
    }

    private void skipOnline() {
        if (!cursor.skipWord("ONLINE")) {
            cursor.skipWord("OFFLINE");
        }
    }
}
