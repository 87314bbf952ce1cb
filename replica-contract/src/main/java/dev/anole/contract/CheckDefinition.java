package dev.anole.contract;

import static java.util.Objects.requireNonNull;

/**
 * One CHECK constraint as MySQL defines it ({@code information_schema.check_constraints}).
 *
 * @param expression in MySQL's SQL, as the server writes it
 * @param enforced whether no row can violate it; false on MariaDB, where a session may switch it off
 */
public record CheckDefinition(String name, String expression, boolean enforced) {

    public CheckDefinition {
        requireNonNull(name, "name");
        requireNonNull(expression, "expression");
    }
}
