package dev.anole.mysql.ddl;

import dev.anole.mysql.ddl.SqlTokenizer.Token;
import dev.anole.mysql.stream.TableFilter;
import java.util.Locale;
import java.util.Set;

/** Statements that change rows, written to the binlog as statements: they cannot be replicated. */
public final class RowStatement {

    private static final Set<String> VERBS = Set.of("INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "WITH");

    private RowStatement() {}

    /**
     * Whether a statement may change rows of tables that the filter publishes: it runs in one of the schemas, or names
     * one.
     */
    public static boolean concerns(TableFilter filter, String defaultDatabase, String sql, SqlMode mode) {
        SqlTokenizer tokenizer = new SqlTokenizer(sql, mode);
        Token token = tokenizer.next();
        if (token == null || !VERBS.contains(token.text().toUpperCase(Locale.ROOT))) {
            return false;
        }
        boolean concerns = filter.publishesFrom(defaultDatabase);
        while (!concerns && token != null) {
            concerns = token.isName() && filter.publishesFrom(token.text());
            token = tokenizer.next();
        }
        return concerns;
    }
}
