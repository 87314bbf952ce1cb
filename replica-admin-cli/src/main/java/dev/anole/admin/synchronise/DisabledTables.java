package dev.anole.admin.synchronise;

import dev.anole.contract.TableDefinition;
import dev.anole.postgres.catalogue.ReplicaTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables of a source that are not replicated any more, those too whose copy was interrupted. */
public record DisabledTables() implements TableChoice {

    @Override
    public Chosen choose(KnownTables known) {
        List<TableDefinition> joining = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        for (ReplicaTable table : known.replica()) {
            boolean waits =
                    switch (table.state()) {
                        case DISABLED, COPYING, CATCHING_UP -> true;
                        case REPLICATING, HELD -> false;
                    };
            if (waits) {
                String name = table.id().toString();
                Optional<TableDefinition> definition = known.joining(name);
                definition.ifPresentOrElse(joining::add, () -> leftOut.add(known.whyNot(name)));
            }
        }
        return new Chosen(joining, List.of(), leftOut);
    }

    @Override
    public String nothing(String source) {
        return "The source " + source + " has no disabled table that could be copied.";
    }
}
