package dev.anole.postgres.ddl;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.types.Identifiers;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Renders PostgreSQL's statements for one foreign key of MySQL's, whose MATCH is SIMPLE as PostgreSQL's usual one is.
 *
 * @param table in PostgreSQL, whose columns refer
 * @param referenced in PostgreSQL
 */
public record ForeignKeyRenderer(PostgresName table, ForeignKeyDefinition key, PostgresName referenced) {

    /** The constraint's name in PostgreSQL, where those of each table are for themselves. */
    public String name() {
        return Identifiers.fit(key.name());
    }

    /** Adds it for rows that come; those that are there are not looked at, so that the locks are short. */
    public String addNotValid() {
        return "ALTER TABLE " + table.quoted() + " ADD CONSTRAINT " + PostgresName.quote(name()) + " FOREIGN KEY ("
                + columns(key.columns()) + ") REFERENCES " + referenced.quoted() + " ("
                + columns(key.referencedColumns()) + ") ON UPDATE " + key.onUpdate() + " ON DELETE " + key.onDelete()
                + " NOT VALID";
    }

    /** Has the rows that are there looked at, while both tables are read and written. */
    public String validate() {
        return "ALTER TABLE " + table.quoted() + " VALIDATE CONSTRAINT " + PostgresName.quote(name());
    }

    private static String columns(List<String> names) {
        return names.stream()
                .map(name -> PostgresName.quote(Identifiers.fit(name)))
                .collect(Collectors.joining(", "));
    }
}
