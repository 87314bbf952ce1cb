package dev.anole.mysql.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.List;
import java.util.Optional;

/**
 * Reads DDL statements of the binlog that concern tables. What begins like any other statement never meets the grammar.
 * Safe for use by several threads.
 */
public final class DdlParser {

    private final Dialect dialect;
    private final Collations collations;

    /** @param collations of the server, and the defaults of its databases as they are when the statements run */
    public DdlParser(Dialect dialect, Collations collations) {
        this.dialect = requireNonNull(dialect, "dialect");
        this.collations = requireNonNull(collations, "collations");
    }

    /**
     * @param defaultDatabase of the session; empty if it had none
     * @param mode of the session
     * @return empty if the statement is not about tables (or about temporary ones); {@link SchemaChange.Untranslated} if
     *     it is, but in a way that the replica cannot follow
     * @throws IllegalArgumentException if it is, but not even the tables' names can be found
     */
    public Optional<DdlStatement> parse(String defaultDatabase, String sql, SqlMode mode) {
        String statement = dialect == Dialect.MARIADB ? withoutSettings(sql, mode) : sql;
        Optional<TableNameScanner.Found> scanned = TableNameScanner.scan(defaultDatabase, statement, mode, dialect);
        return scanned.map(each -> new DdlStatement(each.database(), change(each, defaultDatabase, statement, mode)));
    }

    /** What stands behind MariaDB's {@code SET STATEMENT … FOR}; else the statement itself. */
    private static String withoutSettings(String sql, SqlMode mode) {
        SqlTokenizer tokenizer = new SqlTokenizer(sql, mode, Dialect.MARIADB);
        if (!isNext(tokenizer, "SET") || !isNext(tokenizer, "STATEMENT")) {
            return sql;
        }
        Token token = tokenizer.next();
        while (token != null && !token.isWord("FOR")) {
            token = tokenizer.next();
        }
        return token == null ? sql : sql.substring(token.end());
    }

    private static boolean isNext(SqlTokenizer tokenizer, String word) {
        Token token = tokenizer.next();
        return token != null && token.isWord(word);
    }

    private SchemaChange change(TableNameScanner.Found scanned, String defaultDatabase, String sql, SqlMode mode) {
        List<Token> tokens = new SqlTokenizer(sql, mode, dialect).rest();
        boolean orReplace = tokens.get(1).isWord("OR");
        try {
            GrammarText text = GrammarTextWriter.write(tokens);
            return new StatementTranslator(dialect, collations, mode, defaultDatabase)
                    .translate(Grammar.parse(dialect, text), orReplace);
        } catch (UntranslatableException e) {
            return new SchemaChange.Untranslated(scanned.tables(), e.reason());
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // A form that the grammar allows and no server does, as far as is known.
            return new SchemaChange.Untranslated(scanned.tables(), "its form is not known: " + e);
        }
    }
}
