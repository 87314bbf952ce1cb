package dev.anole.postgres.catalogue;

import static java.util.Objects.requireNonNull;

/** A schema-qualified name in PostgreSQL, unquoted. */
public record PostgresName(String schema, String name) {

    public PostgresName {
        requireNonNull(schema, "schema");
        requireNonNull(name, "name");
    }

    /** One identifier in double quotes, those inside doubled (PostgreSQL manual, 4.1.1). */
    public static String quote(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    /** For statements. */
    public String quoted() {
        return quote(schema) + "." + quote(name);
    }

    /** For messages. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
