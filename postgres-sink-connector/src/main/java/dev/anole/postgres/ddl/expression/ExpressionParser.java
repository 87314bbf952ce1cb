package dev.anole.postgres.ddl.expression;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.expression.Operand.Family;
import dev.anole.postgres.types.Identifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Reads one expression by MySQL's precedence of operators (manual, 14.4.1), and translates it on the way. */
final class ExpressionParser {

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");
    /** MySQL's DECIMAL ends there, and cuts results. */
    private static final int MAX_DIGITS = 65;

    private static final int MAX_SCALE = 30;

    private final List<Token> tokens;
    private final Columns columns;
    private final Function<ColumnDefinition, Fidelity> fidelity;
    private final Comparisons comparisons;
    private final Functions functions;
    private int at;

    ExpressionParser(
            List<Token> tokens, Columns columns, Function<ColumnDefinition, Fidelity> fidelity, Functions functions) {
        this.tokens = columns.named(tokens);
        this.columns = columns;
        this.fidelity = fidelity;
        this.functions = functions;
        comparisons = new Comparisons(fidelity);
    }

    /** The whole of it. */
    Operand parse() throws UntranslatableException {
        Operand whole = or(true);
        if (at < tokens.size()) {
            throw new UntranslatableException(tokens.get(at).text());
        }
        return whole;
    }

    /** @param positive whether it stands below an even number of NOTs */
    private Operand or(boolean positive) throws UntranslatableException {
        Operand left = and(positive);
        while (takeWord("or")) {
            left = connected(left, "OR", and(positive));
        }
        return left;
    }

    private Operand and(boolean positive) throws UntranslatableException {
        Operand left = not(positive);
        while (takeWord("and")) {
            left = connected(left, "AND", not(positive));
        }
        return left;
    }

    private static Operand connected(Operand left, String operator, Operand right) throws UntranslatableException {
        return Operand.bool("(" + condition(left) + " " + operator + " " + condition(right) + ")");
    }

    private Operand not(boolean positive) throws UntranslatableException {
        if (takeWord("not")) {
            return Operand.bool("(NOT " + condition(not(!positive)) + ")");
        }
        return comparison(positive);
    }

    private static String condition(Operand operand) throws UntranslatableException {
        if (operand.family() != Family.BOOLEAN) {
            throw new UntranslatableException(operand.sql());
        }
        return operand.sql();
    }

    private Operand comparison(boolean positive) throws UntranslatableException {
        if (peek().kind() == Token.Kind.NAME && peek(1).isWord("is")) {
            return nullTest(positive);
        }
        Operand left = sum(positive);
        if (peek().kind() == Token.Kind.SYMBOL && COMPARISONS.contains(peek().text())) {
            String operator = next().text().replace("!=", "<>");
            return comparisons.compare(left, operator, sum(positive), positive);
        }
        boolean negated = peek().isWord("not") && (peek(1).isWord("in") || peek(1).isWord("between"));
        if (negated) {
            next();
        }
        if (takeWord("in")) {
            return list(left, negated, positive);
        }
        if (takeWord("between")) {
            Operand from = sum(positive);
            expectWord("and");
            Operand to = sum(positive);
            boolean within = positive != negated;
            Operand both = connected(
                    comparisons.compare(left, ">=", from, within), "AND", comparisons.compare(left, "<=", to, within));
            return negated ? Operand.bool("(NOT " + both.sql() + ")") : both;
        }
        return left;
    }

    private Operand nullTest(boolean positive) throws UntranslatableException {
        ColumnDefinition column = columns.definition(next().text());
        expectWord("is");
        boolean negated = takeWord("not");
        expectWord("null");
        if (negated == positive && fidelity.apply(column).mayBecomeNull()) {
            throw new UntranslatableException(column.name());
        }
        String name = PostgresName.quote(Identifiers.fit(column.name()));
        return Operand.bool("(" + name + (negated ? " IS NOT NULL)" : " IS NULL)"));
    }

    private Operand list(Operand left, boolean negated, boolean positive) throws UntranslatableException {
        expect("(");
        List<String> equalities = new ArrayList<>();
        do {
            Operand member = sum(positive);
            equalities.add(comparisons
                    .compare(left, negated ? "<>" : "=", member, positive)
                    .sql());
        } while (takeSymbol(","));
        expect(")");
        return Operand.bool("(" + String.join(negated ? " AND " : " OR ", equalities) + ")");
    }

    private Operand sum(boolean positive) throws UntranslatableException {
        Operand left = product(positive);
        while (peek().isSymbol("+") || peek().isSymbol("-")) {
            String operator = next().text();
            Operand right = product(positive);
            int scale = Math.max(left.scale(), right.scale());
            int whole = Math.max(left.digits() - left.scale(), right.digits() - right.scale());
            left = arithmetic(left, operator, right, whole + scale + 1, scale);
        }
        return left;
    }

    private Operand product(boolean positive) throws UntranslatableException {
        Operand left = unary(positive);
        while (takeSymbol("*")) {
            Operand right = unary(positive);
            left = arithmetic(left, "*", right, left.digits() + right.digits(), left.scale() + right.scale());
        }
        return left;
    }

    /** In numeric, where nothing overflows that did not overflow in MySQL. */
    private static Operand arithmetic(Operand left, String operator, Operand right, int digits, int scale)
            throws UntranslatableException {
        boolean exact = left.family() == Family.NUMBER && right.family() == Family.NUMBER;
        if (!exact || digits > MAX_DIGITS || scale > MAX_SCALE) {
            throw new UntranslatableException(left.sql() + " " + operator + " " + right.sql());
        }
        String sql = "((" + left.sql() + ")::numeric " + operator + " (" + right.sql() + ")::numeric)";
        return Operand.exact(sql, digits, scale, null);
    }

    private Operand unary(boolean positive) throws UntranslatableException {
        if (!takeSymbol("-")) {
            return primary(positive);
        }
        Operand operand = unary(positive);
        String literal = operand.literal();
        boolean isNumber = operand.family() == Family.NUMBER || operand.family() == Family.FLOAT;
        if (literal == null || !isNumber) {
            throw new UntranslatableException("-" + operand.sql());
        }
        return new Operand(
                operand.family(), "(-" + operand.sql() + ")", null, "-" + literal, operand.digits(), operand.scale());
    }

    private Operand primary(boolean positive) throws UntranslatableException {
        Token token = next();
        return switch (token.kind()) {
            case NAME -> columns.column(token.text());
            case NUMBER -> Operand.number(token.text());
            case STRING -> string(token.text());
            case WORD -> word(token, positive);
            case SYMBOL -> {
                if (!token.isSymbol("(")) {
                    throw new UntranslatableException(token.text());
                }
                Operand inner = or(positive);
                expect(")");
                yield inner;
            }
            case END -> throw new UntranslatableException("an open end");
        };
    }

    private static Operand string(String text) throws UntranslatableException {
        if (text.indexOf('\0') >= 0) {
            throw new UntranslatableException("NUL");
        }
        return Operand.string(text);
    }

    private Operand word(Token word, boolean positive) throws UntranslatableException {
        if (peek().kind() == Token.Kind.STRING) {
            return temporal(word, next().text());
        }
        if (word.isWord("true") || word.isWord("false")) {
            return Operand.number(word.isWord("true") ? "1" : "0");
        }
        if (!takeSymbol("(")) {
            throw new UntranslatableException(word.text());
        }
        if (word.isWord("json_valid") && peek().kind() == Token.Kind.NAME) {
            return jsonValid(next().text(), positive);
        }
        List<Operand> arguments = new ArrayList<>();
        while (!takeSymbol(")")) {
            if (!arguments.isEmpty()) {
                expect(",");
            }
            arguments.add(sum(positive));
        }
        return functions.call(word.text(), arguments);
    }

    /** A column of the type is always valid, or NULL. */
    private Operand jsonValid(String column, boolean positive) throws UntranslatableException {
        ColumnDefinition definition = columns.definition(column);
        expect(")");
        if (!positive || !(definition.dataType() == DataType.JSON || definition.json())) {
            throw new UntranslatableException("json_valid");
        }
        return Operand.bool("true");
    }

    private static Operand temporal(Token type, String text) throws UntranslatableException {
        Family family =
                switch (type.text()) {
                    case "date" -> Family.DATE;
                    case "timestamp" -> Family.DATETIME;
                    case "time" -> Family.TIME;
                    default -> throw new UntranslatableException(type.text());
                };
        return new Operand(family, Operand.quoted(text), null, requireNonNull(text), 0, 0);
    }

    private Token peek() {
        return peek(0);
    }

    private Token peek(int ahead) {
        return at + ahead < tokens.size() ? tokens.get(at + ahead) : Token.END;
    }

    private Token next() {
        Token token = peek();
        at++;
        return token;
    }

    private boolean takeWord(String word) {
        boolean found = peek().isWord(word);
        at += found ? 1 : 0;
        return found;
    }

    private boolean takeSymbol(String symbol) {
        boolean found = peek().isSymbol(symbol);
        at += found ? 1 : 0;
        return found;
    }

    private void expect(String symbol) throws UntranslatableException {
        if (!takeSymbol(symbol)) {
            throw new UntranslatableException(peek().text());
        }
    }

    private void expectWord(String word) throws UntranslatableException {
        if (!takeWord(word)) {
            throw new UntranslatableException(peek().text());
        }
    }
}
