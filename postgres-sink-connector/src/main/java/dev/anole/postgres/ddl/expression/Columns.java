package dev.anole.postgres.ddl.expression;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.ddl.expression.Operand.Family;
import dev.anole.postgres.types.Identifiers;
import java.util.ArrayList;
import java.util.List;

/** Columns as operands of expressions. */
final class Columns {

    private static final int MAX_INTEGER_DIGITS = 20;

    private final TableDefinition definition;

    Columns(TableDefinition definition) {
        this.definition = definition;
    }

    /** The words of an expression, those that name columns as names: a statement may write them without backticks. */
    List<Token> named(List<Token> tokens) {
        List<Token> named = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            Token next = i + 1 < tokens.size() ? tokens.get(i + 1) : Token.END;
            boolean isColumn = token.kind() == Token.Kind.WORD
                    && !next.isSymbol("(")
                    && next.kind() != Token.Kind.STRING
                    && definition.column(token.text()).isPresent();
            named.add(isColumn ? new Token(Token.Kind.NAME, token.text()) : token);
        }
        return named;
    }

    Operand column(String name) throws UntranslatableException {
        ColumnDefinition column = definition.column(name).orElseThrow(() -> new UntranslatableException(name));
        String sql = PostgresName.quote(Identifiers.fit(column.name()));
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> number(sql, MAX_INTEGER_DIGITS, 0, column);
            case DECIMAL -> number(sql, column.precision(), column.scale(), column);
            case FLOAT, DOUBLE -> Operand.ofColumn(Family.FLOAT, sql, column);
            case YEAR -> Operand.ofColumn(Family.YEAR, sql, column);
            case DATE -> Operand.ofColumn(Family.DATE, sql, column);
            case DATETIME -> Operand.ofColumn(Family.DATETIME, sql, column);
            case TIME -> Operand.ofColumn(Family.TIME, sql, column);
            case ENUM -> Operand.ofColumn(Family.ENUM, sql, column);
            case CHAR, VARCHAR, TEXT -> {
                if (column.json()) {
                    throw new UntranslatableException(name);
                }
                yield Operand.ofColumn(Family.TEXT, sql, column);
            }
            // What a TIMESTAMP is compared with depends on the session's time zone.
            case TIMESTAMP, BIT, BINARY, VARBINARY, BLOB, SET, JSON, VECTOR, GEOMETRY, INET4, INET6, UUID, OTHER ->
                throw new UntranslatableException(name);
        };
    }

    /** Any column, to be asked only whether it is NULL. */
    ColumnDefinition definition(String name) throws UntranslatableException {
        return definition.column(name).orElseThrow(() -> new UntranslatableException(name));
    }

    private static Operand number(String sql, int digits, int scale, ColumnDefinition column) {
        return new Operand(Family.NUMBER, sql, column, null, digits, scale);
    }
}
