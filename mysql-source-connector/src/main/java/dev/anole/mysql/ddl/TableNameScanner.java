package dev.anole.mysql.ddl;

import dev.anole.contract.TableId;
import dev.anole.contract.ddl.Dialect;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which tables a DDL statement of the binlog changes, without understanding the rest of it. Only what begins with
 * CREATE, ALTER, DROP, RENAME or TRUNCATE of a TABLE, INDEX or DATABASE is looked at. Not safe for use by several threads.
 */
final class TableNameScanner {

    private final SqlTokenizer tokenizer;
    private final String defaultDatabase;
    private @Nullable Token token;

    private TableNameScanner(String defaultDatabase, String sql, SqlMode mode, Dialect dialect) {
        this.tokenizer = new SqlTokenizer(sql, mode, dialect);
        this.defaultDatabase = defaultDatabase;
        advance();
    }

    /**
     * What a statement names.
     *
     * @param database that it is about, if it names no tables; else the session's default database
     * @param tables in its order
     */
    record Found(String database, List<TableId> tables) {}

    /**
     * @param defaultDatabase of the session; empty if it had none
     * @return empty if the statement is not about tables (or about temporary ones)
     * @throws IllegalArgumentException if it is, but not in a form that is known
     */
    static Optional<Found> scan(String defaultDatabase, String sql, SqlMode mode, Dialect dialect) {
        return Optional.ofNullable(new TableNameScanner(defaultDatabase, sql, mode, dialect).statement());
    }

    private @Nullable Found statement() {
        if (accept("TRUNCATE")) {
            accept("TABLE");
            return found(List.of(table()));
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

    private @Nullable Found create() {
        skipAny("OR", "REPLACE");
        if (accept("TABLE")) {
            acceptExistence();
            return found(List.of(table()));
        }
        skipAny("UNIQUE", "FULLTEXT", "SPATIAL", "VECTOR", "ONLINE", "OFFLINE");
        return accept("INDEX") ? found(List.of(tableOfIndex())) : null;
    }

    private @Nullable Found drop() {
        if (accept("TABLE") || accept("TABLES")) {
            acceptExistence();
            List<TableId> tables = new ArrayList<>();
            do {
                tables.add(table());
            } while (acceptSymbol(','));
            return found(tables);
        }
        if (accept("DATABASE") || accept("SCHEMA")) {
            acceptExistence();
            String database = name();
            return new Found(database, List.of());
        }
        skipAny("ONLINE", "OFFLINE");
        return accept("INDEX") ? found(List.of(tableOfIndex())) : null;
    }

    private Found alterTable() {
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
            } else if (depth == 0 && accept("CONVERT") && (isWord("TABLE") || isWord("PARTITION"))) {
                converted().ifPresent(tables::add);
            } else {
                advance();
            }
        }
        return found(tables);
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

    /** Behind CONVERT within ALTER TABLE (MariaDB): the table that is or becomes a partition. */
    private Optional<TableId> converted() {
        if (accept("PARTITION")) {
            skipTo("TABLE");
        } else {
            accept("TABLE");
        }
        return token != null && token.isName() ? Optional.of(table()) : Optional.empty();
    }

    private Found renameTables() {
        acceptExistence();
        List<TableId> tables = new ArrayList<>();
        do {
            tables.add(table());
            skipTo("TO");
            tables.add(table());
        } while (acceptSymbol(','));
        return found(tables);
    }

    private Found found(List<TableId> tables) {
        return new Found(defaultDatabase, tables);
    }

    private TableId tableOfIndex() {
        skipTo("ON");
        return table();
    }

    private TableId table() {
        // A name that begins with a dot is one of the default database.
        acceptSymbol('.');
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
