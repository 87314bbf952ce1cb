package dev.anole.mysql.ddl;

import dev.anole.mysql.ddl.SqlTokenizer.Kind;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Writes definitions of columns, indexes and constraints for the grammar. Not safe for use by several threads.
 *
 * @see GrammarTextWriter
 */
final class DefinitionWriter {

    private static final Set<String> KEY_WORDS =
            Set.of("CONSTRAINT", "PRIMARY", "KEY", "INDEX", "UNIQUE", "FULLTEXT", "SPATIAL", "FOREIGN", "CHECK");
    private static final Set<String> CONSTRAINTS = Set.of("CHECK", "PRIMARY", "UNIQUE", "FOREIGN");
    private static final Set<String> INDEX = Set.of("INDEX", "KEY");
    private static final Set<String> NOT_INDEX_NAMES = Set.of("USING", "TYPE", "INDEX", "KEY");
    private static final Set<String> NEW_TYPES = Set.of("INET4", "INET6", "UUID");
    private static final Set<String> SETS_OF_ATTRIBUTES = Set.of("ASCII", "UNICODE", "BYTE");
    private static final Set<String> IGNORED =
            Set.of("ENGINE_ATTRIBUTE", "SECONDARY_ENGINE_ATTRIBUTE", "REF_SYSTEM_ID");
    private static final Set<String> NOW = Set.of("CURRENT_TIMESTAMP", "NOW", "LOCALTIME", "LOCALTIMESTAMP");
    private static final Set<String> CHARACTER = Set.of("CHARACTER", "CHAR");
    private static final Set<String> KEPT_OPTIONS = Set.of("CHARSET", "COLLATE", "COMMENT");
    private static final Set<String> BEHIND_DEFAULT = Set.of(
            "NULL",
            "PRIMARY",
            "UNIQUE",
            "KEY",
            "COMMENT",
            "COLLATE",
            "CHECK",
            "CONSTRAINT",
            "REFERENCES",
            "ON",
            "GENERATED",
            "AS",
            "INVISIBLE",
            "VISIBLE",
            "AUTO_INCREMENT",
            "COLUMN_FORMAT",
            "STORAGE",
            "FIRST",
            "AFTER",
            "SERIAL",
            "ENGINE_ATTRIBUTE",
            "SECONDARY_ENGINE_ATTRIBUTE",
            "SRID",
            "REF_SYSTEM_ID",
            "WITH",
            "WITHOUT",
            "PARTITION");

    private final TokenCursor cursor;

    DefinitionWriter(TokenCursor cursor) {
        this.cursor = cursor;
    }

    /** Refuses what keeps old rows, which no row event shows. */
    static void refuseVersioning(TokenCursor cursor) {
        if (cursor.areWords("WITH", "SYSTEM", "VERSIONING") || cursor.areWords("WITHOUT", "SYSTEM", "VERSIONING")) {
            throw new UntranslatableException("system versioning is not replicated");
        }
    }

    /** Definitions in brackets. */
    void list() {
        cursor.copy();
        definition();
        while (cursor.isSymbol(',')) {
            cursor.copy();
            definition();
        }
        cursor.copy();
    }

    /** A column, an index or a constraint, up to a comma or a closing bracket. */
    void definition() {
        if (cursor.areWords("PERIOD", "FOR")) {
            throw new UntranslatableException("a PERIOD of a table is not replicated");
        }
        boolean isKey = cursor.isAny(KEY_WORDS) || (cursor.isWord("VECTOR") && cursor.isAny(1, INDEX));
        if (isKey) {
            key();
        } else {
            cursor.name();
            column();
        }
    }

    /** A column's type and attributes. */
    void column() {
        if (cursor.isAny(NEW_TYPES)) {
            cursor.copyAs("JSON");
        } else if (cursor.isWord("VECTOR")) {
            cursor.copyAs("BLOB");
        } else if (cursor.isWord("VARCHARACTER")) {
            cursor.copyAs("VARCHAR");
        } else {
            cursor.copy();
        }
        while (!cursor.atClauseEnd() && !cursor.areWords("PARTITION", "BY")) {
            attribute();
        }
    }

    private void attribute() {
        refuseVersioning(cursor);
        if (cursor.isWord("DEFAULT")) {
            columnDefault();
        } else if (cursor.areWords("SERIAL", "DEFAULT") || cursor.isAny(Set.of("STORAGE", "COLUMN_FORMAT"))) {
            cursor.copy(cursor.isWord("SERIAL") ? 3 : 2);
        } else if (cursor.isWord("AS")) {
            generated();
        } else if (cursor.areWords("NOT", "SECONDARY")) {
            cursor.skip(2);
        } else if (cursor.isAny(SETS_OF_ATTRIBUTES)) {
            cursor.copyAs("CHARSET " + GrammarText.STRING);
        } else if (cursor.isWord("AFTER")) {
            cursor.copy();
            cursor.name();
        } else if (cursor.areWords("ON", "UPDATE") && cursor.isAny(2, NOW)) {
            cursor.skip(3);
            if (cursor.isSymbol('(')) {
                cursor.takeBrackets();
            }
        } else if (cursor.isWord("COMPRESSED")) {
            skipOption();
        } else if (cursor.isSymbol('(')) {
            cursor.brackets();
        } else if (cursor.isWord("CONSTRAINT")) {
            constraint();
        } else if (!common()) {
            cursor.copy();
        }
    }

    /** What columns and keys have in common. */
    private boolean common() {
        if (cursor.isAny(IGNORED)) {
            skipOption();
        } else if (cursor.isWord("CHECK") && cursor.isSymbol(1, '(')) {
            check();
        } else if (cursor.isWord("REFERENCES")) {
            cursor.copy();
            cursor.tableName();
            if (cursor.isSymbol('(')) {
                keyParts();
            }
        } else if (cursor.isWord("ON") && cursor.isWord(2, "SET") && cursor.isWord(3, "DEFAULT")) {
            cursor.copy(3);
            cursor.copyAs("NULL");
        } else {
            return text();
        }
        return true;
    }

    private void generated() {
        cursor.copy();
        if (!cursor.isSymbol('(')) {
            throw new UntranslatableException("system versioning is not replicated");
        }
        cursor.expression(cursor.takeBrackets(), true);
    }

    private void check() {
        cursor.copy();
        List<Token> expression = cursor.takeBrackets();
        boolean enforced = true;
        if (cursor.areWords("NOT", "ENFORCED")) {
            cursor.skip(2);
            enforced = false;
        } else {
            cursor.skipWord("ENFORCED");
        }
        cursor.expression(expression, enforced);
    }

    private void constraint() {
        cursor.copy();
        cursor.existence();
        if (!cursor.isAny(CONSTRAINTS)) {
            cursor.name();
        }
    }

    /** A constant, a call or any other expression, as one in brackets. */
    void columnDefault() {
        cursor.copy();
        List<Token> expression = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (cursor.isSymbol('(')) {
                int start = cursor.next().start();
                // The brackets belong to the expression; only its tokens' places are needed.
                expression.add(new Token(Kind.SYMBOL, "(", start, start + 1));
                addUpToClosing(expression);
            } else {
                expression.add(cursor.next());
            }
            more = !cursor.atClauseEnd() && !cursor.isAny(BEHIND_DEFAULT) && !cursor.areWords("NOT", "NULL");
        }
        cursor.expression(expression, true);
    }

    private void addUpToClosing(List<Token> expression) {
        for (int depth = 1; depth > 0; ) {
            Token token = cursor.next();
            depth += token.isSymbol('(') ? 1 : token.isSymbol(')') ? -1 : 0;
            expression.add(token);
        }
    }

    /** An index or a constraint. */
    void key() {
        boolean isIndex = true;
        while (!cursor.atClauseEnd() && !cursor.areWords("PARTITION", "BY")) {
            if (cursor.isWord("CONSTRAINT")) {
                constraint();
            } else if (cursor.isWord("VECTOR")) {
                cursor.copyAs("SPATIAL");
            } else if (cursor.isWord("FOREIGN")) {
                cursor.copy();
                isIndex = false;
            } else if (cursor.isAny(KEY_WORDS) && !cursor.isWord("CHECK")) {
                cursor.copy();
                indexName();
            } else if (cursor.isSymbol('(')) {
                keyParts();
                if (isIndex) {
                    indexOptions();
                }
            } else if (!indexType() && !common()) {
                cursor.copy();
            }
        }
    }

    private void indexName() {
        cursor.existence();
        if (cursor.isName() && !cursor.isAny(NOT_INDEX_NAMES)) {
            cursor.name();
        }
    }

    /** Only the kind matters; the rest is skipped. */
    private void indexOptions() {
        while (!cursor.atClauseEnd() && !cursor.areWords("PARTITION", "BY")) {
            if (!indexType()) {
                if (cursor.isSymbol('(')) {
                    cursor.takeBrackets();
                } else {
                    cursor.skip(1);
                }
            }
        }
    }

    /** USING BTREE, HASH or RTREE. InnoDB has nothing but trees. */
    boolean indexType() {
        if (!cursor.isWord("USING") && !cursor.isWord("TYPE")) {
            return false;
        }
        cursor.copyAs("USING");
        cursor.copyAs("BTREE");
        return true;
    }

    /** Columns and expressions in brackets. */
    void keyParts() {
        cursor.copy();
        boolean more = true;
        while (more) {
            if (cursor.isSymbol('(')) {
                cursor.expression(cursor.takeBrackets(), true);
            } else {
                cursor.name();
                if (cursor.isSymbol('(')) {
                    cursor.brackets();
                }
            }
            while (!cursor.atClauseEnd()) {
                cursor.copy();
            }
            more = cursor.isSymbol(',');
            cursor.copy();
        }
    }

    /** One option of a table. */
    void tableOption() {
        if (cursor.isWord("DEFAULT")) {
            cursor.copy();
        }
        if (text()) {
            return;
        }
        if (cursor.isWord(1, "DIRECTORY")) {
            cursor.skip(1);
            skipOption();
        } else if (cursor.isWord("AUTOEXTEND_SIZE") || cursor.isSymbol(1, '=') && !cursor.isAny(KEPT_OPTIONS)) {
            skipOption();
        } else if (cursor.isWord("TABLESPACE")) {
            cursor.copy();
            cursor.name();
        } else if (cursor.isSymbol('(')) {
            cursor.brackets();
        } else {
            cursor.copy();
        }
    }

    /** CHARACTER SET or COLLATE, whose names the grammar takes for strings. */
    private boolean text() {
        if (cursor.isAny(CHARACTER) && cursor.isWord(1, "SET")) {
            cursor.copy(2);
        } else if (cursor.isWord("CHARSET")) {
            cursor.copyAs("CHARACTER SET");
        } else if (cursor.isWord("COLLATE")) {
            cursor.copy();
        } else {
            return false;
        }
        cursor.skipSymbol('=');
        cursor.copyAs(GrammarText.STRING);
        return true;
    }

    /** Skips a name, an equals sign if there is one, and a value. */
    private void skipOption() {
        boolean mayLackValue = cursor.isWord("COMPRESSED");
        cursor.skip(1);
        boolean hasSign = cursor.skipSymbol('=');
        if (mayLackValue && !hasSign) {
            return;
        }
        if (cursor.isSymbol('(')) {
            cursor.takeBrackets();
        } else {
            cursor.skip(1);
        }
    }
}
