package dev.anole.admin.synchronise;

import static java.util.stream.Collectors.toSet;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.NearestName;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.ReplicaTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All tables of one schema, as MySQL and the configuration have them now: what the replica has beyond that leaves it.
 *
 * @param schema MySQL's
 */
public record WholeSchema(String schema) implements TableChoice {

    @Override
    public Chosen choose(KnownTables known) {
        requireMapped(known);
        List<TableDefinition> joining = ofSchema(known.tables());
        Set<TableId> wanted = joining.stream().map(TableDefinition::id).collect(toSet());
        List<ReplicaTable> leaving = known.replica().stream()
                .filter(table -> table.id().database().equals(schema) && !wanted.contains(table.id()))
                .toList();
        if (wanted.isEmpty() && !leaving.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "MySQL has no table of the schema " + schema + " that is to be replicated, so all " + leaving.size()
                            + " that the replica has would be dropped.",
                    "Check db_conn, limit_tables and skip_tables of the source in the configuration.");
        }
        return new Chosen(joining, leaving, List.of());
    }

    private List<TableDefinition> ofSchema(List<TableDefinition> tables) {
        return tables.stream()
                .filter(table -> table.id().database().equals(schema))
                .toList();
    }

    private void requireMapped(KnownTables known) {
        Map<String, String> mappings = known.source().settings().schemaMappings();
        if (mappings.containsKey(schema)) {
            return;
        }
        Optional<String> meant = mappings.entrySet().stream()
                .filter(mapping -> mapping.getValue().equals(schema))
                .map(Map.Entry::getKey)
                .findFirst()
                .or(() -> NearestName.of(schema, mappings.keySet()));
        throw new AdminException(
                ExitCode.PRECONDITION,
                "MySQL's schema " + schema + " is not among the schema_mappings of source "
                        + known.source().name() + " (" + String.join(", ", mappings.keySet()) + ").",
                meant.map(name -> "Did you mean " + name + "?").orElse("Give the schema's name in MySQL."));
    }

    @Override
    public String nothing(String source) {
        return "MySQL's schema " + schema + " has no table that the source " + source + " replicates.";
    }
}
