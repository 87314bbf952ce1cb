package dev.anole.postgres.types;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.PostgresName;
import java.util.List;

/**
 * One column on both sides.
 *
 * @param quotedName in PostgreSQL, for statements
 * @param notNull whether PostgreSQL's column is NOT NULL: one that may hold zero dates is not, whatever MySQL says
 */
public record ColumnMapping(ColumnDefinition column, String quotedName, PostgresType type, boolean notNull) {

    /** Every column of the table, in order. */
    public static List<ColumnMapping> of(TableDefinition definition, PostgresName table) {
        return definition.columns().stream()
                .map(column -> new ColumnMapping(
                        column,
                        PostgresName.quote(Identifiers.fit(column.name())),
                        TypeTable.of(column, table),
                        isNotNull(definition, column)))
                .toList();
    }

    private static boolean isNotNull(TableDefinition definition, ColumnDefinition column) {
        return !column.nullable()
                && (!column.dataType().mayHoldZeroDate()
                        || definition.replicaKey().contains(column.name()));
    }
}
