package dev.anole.admin.synchronise;

import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.ReplicaTable;
import java.util.List;

/** Which tables a command is about. */
public sealed interface TableChoice permits NamedTables, DisabledTables, WholeSchema {

    /**
     * What was chosen.
     *
     * @param joining to be copied
     * @param leaving of the replica, to be dropped
     * @param leftOut why others are not copied, one sentence each
     */
    record Chosen(List<TableDefinition> joining, List<ReplicaTable> leaving, List<String> leftOut) {
        public Chosen {
            joining = List.copyOf(joining);
            leaving = List.copyOf(leaving);
            leftOut = List.copyOf(leftOut);
        }

        boolean isEmpty() {
            return joining.isEmpty() && leaving.isEmpty();
        }
    }

    /** @throws dev.anole.admin.AdminException if a table that was asked for cannot be copied */
    Chosen choose(KnownTables known);

    /** What to tell if nothing was chosen, a whole sentence. */
    String nothing(String source);
}
