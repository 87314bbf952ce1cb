package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL type, and how a MySQL value is written as one.
 *
 * @param sqlName for DDL: {@code numeric(10,2)}
 * @param elementType the type of one value as an array's element in a statement's parameter: {@code numeric}
 * @param cast from the element type to the column's, where assignment does not do it; null otherwise
 * @param converter from the canonical text to the element type's
 * @param badValues what the converter may find
 * @param comparison how a value of the column is compared with one that is given
 */
public record PostgresType(
        String sqlName,
        String elementType,
        @Nullable String cast,
        ValueConverter converter,
        Set<BadValueKind> badValues,
        Comparison comparison) {

    /** How values are found to be equal. */
    public enum Comparison {
        /** By the type's operator. */
        PLAIN,
        /** The same, the given value rounded or cut first as the column has done with its own. */
        AS_STORED,
        /** By PostgreSQL's text of both: the type has no operator of equality, or none that all sessions find. */
        AS_TEXT
    }

    public PostgresType {
        requireNonNull(sqlName, "sqlName");
        requireNonNull(elementType, "elementType");
        requireNonNull(converter, "converter");
        badValues = Set.copyOf(badValues);
    }

    /** A type whose element type is itself without its parenthesis, but for arrays, which no array has as elements. */
    static PostgresType of(String sqlName, ValueConverter converter, BadValueKind... badValues) {
        boolean array = sqlName.endsWith("[]");
        return new PostgresType(
                sqlName,
                array ? "text" : withoutModifier(sqlName),
                array ? sqlName : null,
                converter,
                Set.of(badValues),
                Comparison.PLAIN);
    }

    static String withoutModifier(String sqlName) {
        int parenthesis = sqlName.indexOf('(', sqlName.lastIndexOf('"') + 1);
        return parenthesis < 0
                ? sqlName
                : sqlName.substring(0, parenthesis) + sqlName.substring(sqlName.indexOf(')', parenthesis) + 1);
    }
}
