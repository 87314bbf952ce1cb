package dev.anole.mysql.ddl;

import dev.anole.contract.SchemaChange;
import dev.anole.contract.TableId;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which tables a DDL statement of the binlog changes. Only what begins with CREATE, ALTER, DROP, RENAME or
 * TRUNCATE of a TABLE, INDEX or DATABASE is looked at. Not safe for use by several threads.
 */
public final class SchemaChangeParser {

    private final SqlTokenizer tokenizer;
    private final String defaultDatabase;
    private @Nullable Token token;

    private SchemaChangeParser(String defaultDatabase, String sql, SqlMode mode) {
        this.tokenizer = new SqlTokenizer(sql, mode);
        this.defaultDatabase = defaultDatabase;
        advance();
    }

    /**
     * @param defaultDatabase of the session; empty if it had none
     * @return empty if the statement is not about tables (or about temporary ones)
     * @throws IllegalArgumentException if it is, but not in a form that is known
     */
    public static Optional<SchemaStatement> parse(String defaultDatabase, String sql, SqlMode mode) {
        SchemaChangeParser parser = new SchemaChangeParser(defaultDatabase, sql, mode);
        return Optional.ofNullable(parser.statement());
    }

    private @Nullable SchemaStatement statement() {
        if (accept("TRUNCATE")) {
            accept("TABLE");
            return new SchemaStatement(defaultDatabase, new SchemaChange.Truncate(List.of(table())));
        }
        if (accept("RENAME")) {
            return accept("TABLE") || accept("TABLES") ? renameTables() : null;
        }
        if (accept("CREATE")) {
            return create();
        }
        if (accept("ALTER")) {
            skipAny("ONLINE", "OFFLINE", "IGNORE");
            return accept("TABLE") ? alterTable() : null;
        }
        if (accept("DROP")) {
            return drop();
        }
        return null;
    }

    private @Nullable SchemaStatement create() {
        boolean replaces = accept("OR") && accept("REPLACE");
        if (accept("TABLE")) {
            acceptExistence();
            List<TableId> tables = List.of(table());
            return replaces
                    ? untranslated(tables, "CREATE OR REPLACE TABLE is not replicated yet")
                    : new SchemaStatement(defaultDatabase, new SchemaChange.Create(tables));
        }
        skipAny("UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "ONLINE", "OFFLINE");
        return accept("INDEX") ? untranslated(List.of(tableOfIndex()), "CREATE INDEX is not replicated yet") : null;
    }

    private @Nullable SchemaStatement drop() {
        if (accept("TABLE") || accept("TABLES")) {
            acceptExistence();
            List<TableId> tables = new ArrayList<>();
            do {
                tables.add(table());
            } while (acceptSymbol(','));
            return untranslated(tables, "DROP TABLE is not replicated yet");
        }
        if (accept("DATABASE") || accept("SCHEMA")) {
            acceptExistence();
            String database = name();
            return new SchemaStatement(database, new SchemaChange.DropDatabase(database));
        }
        skipAny("ONLINE", "OFFLINE");
        return accept("INDEX") ? untranslated(List.of(tableOfIndex()), "DROP INDEX is not replicated yet") : null;
    }

    private SchemaStatement alterTable() {
        acceptExistence();
        List<TableId> tables = new ArrayList<>();
        tables.add(table());
        int depth = 0;
        while (token != null) {
            if (acceptSymbol('(')) {
                depth++;
            } else if (acceptSymbol(')')) {
                depth--;
            } else if (depth == 0 && accept("RENAME")) {
                newName().ifPresent(tables::add);
            } else if (depth == 0 && accept("EXCHANGE") && accept("PARTITION")) {
                skipTo("WITH");
                skipTo("TABLE");
                tables.add(table());
            } else {
                advance();
            }
        }
        return untranslated(tables, "ALTER TABLE is not replicated yet");
    }

    /** Behind RENAME within ALTER TABLE: a table's new name, unless a column or an index is renamed. */
    private Optional<TableId> newName() {
        if (isWord("COLUMN") || isWord("INDEX") || isWord("KEY") || isWord("CONSTRAINT")) {
            return Optional.empty();
        }
        if (!accept("TO") && !accept("AS")) {
            acceptSymbol('=');
        }
        return Optional.of(table());
    }

    private SchemaStatement renameTables() {
        acceptExistence();
        List<TableId> tables = new ArrayList<>();
        do {
            tables.add(table());
            skipTo("TO");
            tables.add(table());
        } while (acceptSymbol(','));
        return untranslated(tables, "RENAME TABLE is not replicated yet");
    }

    private SchemaStatement untranslated(List<TableId> tables, String reason) {
        return new SchemaStatement(defaultDatabase, new SchemaChange.Untranslated(tables, reason));
    }

    private TableId tableOfIndex() {
        skipTo("ON");
        return table();
    }

    private TableId table() {
        String first = name();
        if (acceptSymbol('.')) {
            return new TableId(first, name());
        }
        return new TableId(defaultDatabase, first);
    }

    private String name() {
        Token current = token;
        if (current == null || !current.isName()) {
            throw new IllegalArgumentException(
                    "A name is missing " + (current == null ? "at the end" : "before \"" + current.text() + "\""));
        }
        advance();
        return current.text();
    }

    /** Skips IF EXISTS and IF NOT EXISTS. */
    private void acceptExistence() {
        if (isWord("IF")) {
            skipTo("EXISTS");
        }
    }

    private void skipAny(String... words) {
        boolean skipped = true;
        while (skipped) {
            skipped = false;
            for (String word : words) {
                skipped |= accept(word);
            }
        }
    }

    private void skipTo(String word) {
        while (token != null) {
            if (accept(word)) {
                return;
            }
            advance();
        }
        throw new IllegalArgumentException(word + " is missing");
    }

    private boolean accept(String word) {
        if (isWord(word)) {
            advance();
            return true;
        }
        return false;
    }

    private boolean isWord(String word) {
        return token != null && token.isWord(word);
    }

    private boolean acceptSymbol(char symbol) {
        if (token != null && token.isSymbol(symbol)) {
            advance();
            return true;
        }
        return false;
    }

    private void advance() {
        token = tokenizer.next();
    }
}
