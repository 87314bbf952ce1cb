package dev.anole.postgres.ddl.expression;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.ddl.expression.Operand.Family;
import java.util.Optional;
import java.util.function.Function;

/**
 * Translates the expressions of a table's CHECK constraints and functional indexes. What is not surely the same in
 * PostgreSQL is not translated: a CHECK must never refuse a row that MySQL took.
 */
public final class ExpressionTranslator {

    private final Columns columns;
    private final Function<ColumnDefinition, Fidelity> fidelity;

    /** @param fidelity how near PostgreSQL's values of a column are */
    public ExpressionTranslator(TableDefinition definition, Function<ColumnDefinition, Fidelity> fidelity) {
        columns = new Columns(definition);
        this.fidelity = fidelity;
    }

    /** A condition for CHECK, in brackets, that is false for no row for which MySQL's is not. */
    public Optional<String> check(String expression) {
        try {
            Operand condition = new ExpressionParser(
                            ExpressionTokens.of(expression), columns, fidelity, Functions.OF_CHECKS)
                    .parse();
            return condition.family() == Family.BOOLEAN ? Optional.of("(" + condition.sql() + ")") : Optional.empty();
        } catch (UntranslatableException e) {
            return Optional.empty();
        }
    }

    /** A key part for an index, in brackets: immutable, and never an error whatever the row. */
    public Optional<String> indexed(String expression) {
        try {
            Operand part = new ExpressionParser(
                            ExpressionTokens.of(expression), columns, column -> Fidelity.EXACT, Functions.OF_INDEXES)
                    .parse();
            return part.isConstant() ? Optional.empty() : Optional.of("(" + part.sql() + ")");
        } catch (UntranslatableException e) {
            return Optional.empty();
        }
    }
}
