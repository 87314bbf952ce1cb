package dev.anole.postgres.ddl.expression;

import dev.anole.contract.ColumnDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A part of an expression, translated.
 *
 * @param sql PostgreSQL's, in brackets unless it is a name, a constant or a call
 * @param column if it is one by itself, or the length of one
 * @param literal a string's content, or a number's text; null if it is no constant
 * @param digits at most, before and behind the point; of exact numbers
 * @param scale digits behind the point; of exact numbers
 */
record Operand(
        Family family,
        String sql,
        @Nullable ColumnDefinition column,
        @Nullable String literal,
        int digits,
        int scale) {

    /** What can be compared with what. */
    enum Family {
        /** Exact: integers and decimals. */
        NUMBER,
        /** Approximate: FLOAT and DOUBLE. */
        FLOAT,
        YEAR,
        DATE,
        DATETIME,
        TIME,
        TEXT,
        ENUM,
        /** The characters of a text. */
        LENGTH,
        /** A string constant, whatever it is compared with. */
        STRING,
        BOOLEAN
    }

    static Operand bool(String sql) {
        return new Operand(Family.BOOLEAN, sql, null, null, 0, 0);
    }

    static Operand string(String literal) {
        return new Operand(Family.STRING, quoted(literal), null, literal, 0, 0);
    }

    static Operand ofColumn(Family family, String sql, ColumnDefinition column) {
        return new Operand(family, sql, column, null, 0, 0);
    }

    static Operand number(String literal) {
        if (literal.toLowerCase(java.util.Locale.ROOT).contains("e")) {
            return new Operand(Family.FLOAT, literal, null, literal, 0, 0);
        }
        int point = literal.indexOf('.');
        int scale = point < 0 ? 0 : literal.length() - point - 1;
        return exact(literal, literal.length(), scale, literal);
    }

    static Operand exact(String sql, int digits, int scale, @Nullable String literal) {
        return new Operand(Family.NUMBER, sql, null, literal, digits, scale);
    }

    boolean isConstant() {
        return literal != null;
    }

    /** A string constant of PostgreSQL's. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
