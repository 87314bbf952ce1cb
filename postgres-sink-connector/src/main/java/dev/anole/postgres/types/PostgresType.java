package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type, and how a MySQL value is written as one.
 *
 * @param sqlName for DDL: {@code numeric(10,2)}
 * @param elementType the type of one value as an array's element in a statement's parameter: {@code numeric}
 * @param cast from the element type to the column's, where assignment does not do it; null otherwise
 * @param converter from the canonical text to the element type's
 */
public record PostgresType(
        String sqlName, String elementType, @Nullable String cast, ValueConverter converter) {

    public PostgresType {
        requireNonNull(sqlName, "sqlName");
        requireNonNull(elementType, "elementType");
        requireNonNull(converter, "converter");
    }

    /** A type whose element type is itself without its parenthesis. */
    static PostgresType of(String sqlName, ValueConverter converter) {
        int parenthesis = sqlName.indexOf('(');
        String elementType = parenthesis < 0
                ? sqlName
                : sqlName.substring(0, parenthesis) + sqlName.substring(sqlName.indexOf(')') + 1);
        return new PostgresType(sqlName, elementType, null, converter);
    }
}
