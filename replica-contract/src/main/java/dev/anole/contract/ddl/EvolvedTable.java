package dev.anole.contract.ddl;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.TableDefinition;
import java.util.Map;

/**
 * A table after a statement, and what of it was there before.
 *
 * @param formerColumns by each column's name now, the name that it had; columns that are new are missing
 * @param formerIndexes likewise for indexes
 * @param recomputes whether values of generated columns may be others than before
 */
public record EvolvedTable(
        TableDefinition definition,
        Map<String, String> formerColumns,
        Map<String, String> formerIndexes,
        boolean recomputes) {
    public EvolvedTable {
        requireNonNull(definition, "definition");
        formerColumns = Map.copyOf(formerColumns);
        formerIndexes = Map.copyOf(formerIndexes);
    }
}
