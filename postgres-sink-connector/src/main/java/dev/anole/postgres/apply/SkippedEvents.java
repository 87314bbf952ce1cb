package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.event.Operation;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Events of the stream that are not applied, as the operator wants it. A TRUNCATE is no delete; what foreign keys do to
 * other tables is done all the same.
 *
 * @param tables {@code schema.table} or a whole {@code schema}, MySQL's, by the operation that is skipped
 */
public record SkippedEvents(Map<Operation, Set<String>> tables) {

    public static final SkippedEvents NONE = new SkippedEvents(Map.of());

    public SkippedEvents {
        tables = Map.copyOf(tables);
    }

    public static SkippedEvents of(Collection<String> inserts, Collection<String> updates, Collection<String> deletes) {
        Map<Operation, Set<String>> tables = new EnumMap<>(Operation.class);
        tables.put(Operation.INSERT, Set.copyOf(inserts));
        tables.put(Operation.UPDATE, Set.copyOf(updates));
        tables.put(Operation.DELETE, Set.copyOf(deletes));
        return new SkippedEvents(tables);
    }

    /** The operations that are skipped for that table. */
    Set<Operation> of(TableId table) {
        Set<Operation> skipped = EnumSet.noneOf(Operation.class);
        tables.forEach((operation, names) -> {
            if (names.contains(table.database()) || names.contains(table.toString())) {
                skipped.add(operation);
            }
        });
        return skipped;
    }
}
