package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

/**
 * One row of the type table as documents show it; PostgreSQL's type is what {@link TypeTable} chooses for the example.
 *
 * @param mySql the types, as people write them
 * @param example a column type of them, as {@code information_schema} has it
 * @param remark empty if there is nothing to say
 */
public record TypeRow(String mySql, String example, String remark) {

    public TypeRow {
        requireNonNull(mySql, "mySql");
        requireNonNull(example, "example");
        requireNonNull(remark, "remark");
    }
}
