package dev.anole.postgres.types;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import java.util.List;

/**
 * A setting of the operator's for some tables.
 *
 * @param value that they get
 * @param tables {@code schema.table}, of MySQL or of PostgreSQL, or {@code *} for all
 */
public record TableRule(String value, List<String> tables) {

    private static final String ALL = "*";

    public TableRule {
        requireNonNull(value, "value");
        tables = List.copyOf(tables);
    }

    /** Whether it is for that table. */
    public boolean isFor(TableId table, PostgresName name) {
        String inPostgres = name.schema() + "." + name.name();
        return tables.stream()
                .anyMatch(entry -> entry.equals(ALL) || entry.equals(table.toString()) || entry.equals(inPostgres));
    }
}
