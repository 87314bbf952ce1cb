package dev.anole.mysql.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.ddl.SchemaChange;
import dev.anole.mysql.stream.TableFilter;

/**
 * A DDL statement that changes tables.
 *
 * @param database that the statement is about, if it names no tables; else the session's default database
 */
public record DdlStatement(String database, SchemaChange change) {

    public DdlStatement {
        requireNonNull(database, "database");
        requireNonNull(change, "change");
    }

    /** Whether it changes anything that the filter publishes. */
    public boolean concerns(TableFilter filter) {
        return change.tables().isEmpty()
                ? filter.publishesFrom(database)
                : change.tables().stream().anyMatch(filter::publishes);
    }
}
