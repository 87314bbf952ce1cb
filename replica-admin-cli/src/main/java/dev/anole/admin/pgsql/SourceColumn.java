package dev.anole.admin.pgsql;

import dev.anole.postgres.catalogue.PostgresName;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table that is copied.
 *
 * @param type as {@code format_type} has it
 * @param collation qualified; null for the type's own
 * @param expression of the default or the generated value; null if there is none
 * @param generated {@code s} for stored, {@code v} for virtual, empty if it is not
 * @param identity {@code a} for always, {@code d} for by default, empty if it is none
 */
record SourceColumn(
        String name,
        String type,
        @Nullable String collation,
        boolean notNull,
        @Nullable String expression,
        String generated,
        String identity,
        String comment) {

    String quoted() {
        return PostgresName.quote(name);
    }

    boolean isGenerated() {
        return !generated.isEmpty();
    }

    boolean isIdentity() {
        return !identity.isEmpty();
    }

    /**
     * Of CREATE TABLE.
     *
     * @param identityOptions of its sequence, in brackets; empty if it is no identity
     */
    String clause(String identityOptions) {
        StringBuilder sql = new StringBuilder(quoted()).append(' ').append(type);
        if (collation != null) {
            sql.append(" COLLATE ").append(collation);
        }
        if (isGenerated()) {
            sql.append(" GENERATED ALWAYS AS (").append(expression).append(") ");
            sql.append(generated.equals("v") ? "VIRTUAL" : "STORED");
        } else if (isIdentity()) {
            sql.append(" GENERATED ").append(identity.equals("a") ? "ALWAYS" : "BY DEFAULT");
            sql.append(" AS IDENTITY ").append(identityOptions);
        } else if (expression != null) {
            sql.append(" DEFAULT ").append(expression);
        }
        return sql.append(notNull ? " NOT NULL" : "").toString();
    }
}
