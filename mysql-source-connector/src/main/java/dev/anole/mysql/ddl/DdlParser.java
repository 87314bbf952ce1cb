package dev.anole.mysql.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ddl.ConversionMode;
import dev.anole.contract.ddl.Dialect;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.mysql.ddl.SqlTokenizer.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads DDL statements of the binlog that concern tables. What begins like any other statement never meets the grammar.
 * Safe for use by several threads.
 */
public final class DdlParser {

    private static final Set<String> UTC = Set.of("UTC", "ETC/UTC", "GMT", "ETC/GMT", "UCT", "UNIVERSAL", "ZULU");

    private final ServerRules rules;

    public DdlParser(ServerRules rules) {
        this.rules = requireNonNull(rules, "rules");
    }

    /** Of the server. */
    public Dialect dialect() {
        return rules.dialect();
    }

    /**
     * @param defaultDatabase of the session; empty if it had none
     * @param mode of the session
     * @param timeZone of the session; empty if the statement does not depend on it
     * @param seconds the statement's time, since 1970
     * @return empty if the statement is not about tables (or about temporary ones); {@link SchemaChange.Untranslated} if
     *     it is, but in a way that the replica cannot follow
     * @throws IllegalArgumentException if it is, but not even the tables' names can be found
     */
    public Optional<DdlStatement> parse(
            String defaultDatabase, String sql, SqlMode mode, String timeZone, long seconds) {
        String statement = rules.dialect() == Dialect.MARIADB ? withoutSettings(sql, mode) : sql;
        Optional<TableNameScanner.Found> scanned =
                TableNameScanner.scan(defaultDatabase, statement, mode, rules.dialect());
        return scanned.map(each ->
                new DdlStatement(each.database(), change(each, defaultDatabase, statement, mode, timeZone, seconds)));
    }

    /** MariaDB's ALTER IGNORE TABLE. */
    private static boolean isLenient(List<Token> tokens) {
        return tokens.stream().limit(3).anyMatch(token -> token.isWord("IGNORE"));
    }

    /** Of a zone that is at one offset from UTC at all times; null for another one. */
    private @Nullable String offset(String timeZone) {
        String zone = timeZone.equalsIgnoreCase("SYSTEM") ? rules.systemTimeZone() : timeZone;
        if (zone.matches("[+-]\\d\\d:\\d\\d")) {
            return zone;
        }
        return UTC.contains(zone.toUpperCase(Locale.ROOT)) ? "+00:00" : null;
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

    private SchemaChange change(
            TableNameScanner.Found scanned,
            String defaultDatabase,
            String sql,
            SqlMode mode,
            String timeZone,
            long seconds) {
        List<Token> tokens = new SqlTokenizer(sql, mode, rules.dialect()).rest();
        boolean orReplace = tokens.get(1).isWord("OR");
        try {
            GrammarText text = GrammarTextWriter.write(tokens);
            return new StatementTranslator(
                            rules,
                            mode,
                            new ConversionMode(
                                    mode.strict() && !isLenient(tokens),
                                    mode.roundsFractions(rules.dialect()),
                                    offset(timeZone),
                                    seconds),
                            defaultDatabase)
                    .translate(Grammar.parse(rules.dialect(), text), orReplace);
        } catch (UntranslatableException e) {
            return new SchemaChange.Untranslated(scanned.tables(), e.reason());
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            // A form that the grammar allows and no server does, as far as is known.
            return new SchemaChange.Untranslated(scanned.tables(), "its form is not known: " + e);
        }
    }
}
