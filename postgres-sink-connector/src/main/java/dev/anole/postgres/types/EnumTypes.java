package dev.anole.postgres.types;

import dev.anole.postgres.catalogue.PostgresName;

/** Names of the PostgreSQL types that MySQL's ENUM columns get, one per column. */
public final class EnumTypes {

    private EnumTypes() {}

    /** The type's name, in its table's schema. */
    public static PostgresName name(PostgresName table, String column) {
        return new PostgresName(table.schema(), Identifiers.join(table.name(), column + "_enum"));
    }
}
