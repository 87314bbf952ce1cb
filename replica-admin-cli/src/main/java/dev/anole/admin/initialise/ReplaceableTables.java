package dev.anole.admin.initialise;

import dev.anole.admin.AdminException;
import dev.anole.admin.ExitCode;
import dev.anole.admin.configuration.ReplicaSource;
import dev.anole.admin.database.TargetDatabase;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.dependants.Dependants;
import dev.anole.postgres.dependants.Obstacle;
import dev.anole.postgres.types.MappedTable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** That new copies can take the place of the replica's tables, which is asked before anything is copied. */
public final class ReplaceableTables {

    private final TargetDatabase database;
    private final ReplicaSource source;

    public ReplaceableTables(TargetDatabase database, ReplicaSource source) {
        this.database = database;
        this.source = source;
    }

    /**
     * Checks tables that are to be copied.
     *
     * @return what will be lost, one sentence each
     * @throws AdminException naming all that has their names in PostgreSQL and is not the replica's, and all that hangs on
     *     the replica's tables and cannot go over to new ones
     */
    List<String> require(List<MappedTable> next) throws SQLException {
        List<ReplicaTable> catalogue = database.tables(source.name()).all();
        Map<TableId, ReplicaTable> replica = catalogue.stream()
                .filter(ReplicaTable::joined)
                .collect(Collectors.toMap(ReplicaTable::id, Function.identity()));
        Set<PostgresName> ours = catalogue.stream()
                .filter(table -> table.joined() || EmptyTables.made(table))
                .map(ReplicaTable::name)
                .collect(Collectors.toSet());
        List<String> warnings = new ArrayList<>();
        List<String> obstacles = new ArrayList<>();
        for (MappedTable mapped : next) {
            TableDefinition definition = mapped.definition();
            ReplicaTable known = replica.get(definition.id());
            if (!mapped.mapping().existing() && !ours.contains(mapped.name()) && database.exists(mapped.name())) {
                obstacles.add(line(
                        mapped,
                        new Obstacle(
                                "this replica did not make it",
                                "Rename it or drop it, leave MySQL's table out by skip_tables, or set"
                                        + " keep_existing_schema to have its rows replaced.")));
            }
            MappedTable table = mapped.mapping().existing() || known == null ? mapped : known.mapped();
            if (known != null || mapped.mapping().existing()) {
                database.inTransaction(() -> {
                    Dependants dependants = database.dependants(table);
                    dependants.obstaclesTo(definition).forEach(obstacle -> obstacles.add(line(table, obstacle)));
                    dependants
                            .lostIndexes(definition)
                            .forEach(index -> warnings.add("The index of " + table.name()
                                    + " is not carried over, since MySQL's table lacks the column in brackets: "
                                    + index));
                });
            }
        }
        refuse(obstacles, "replaced by new copies");
        return warnings;
    }

    /** @throws AdminException naming all that hangs on tables that are to be dropped */
    public void requireDroppable(List<ReplicaTable> leaving) throws SQLException {
        List<String> obstacles = new ArrayList<>();
        for (ReplicaTable table : leaving) {
            if (table.joined() && !table.mapping().existing()) {
                database.inTransaction(() -> database.dependants(table.mapped())
                        .obstaclesToDropping()
                        .forEach(obstacle -> obstacles.add(line(table.mapped(), obstacle))));
            }
        }
        refuse(obstacles, "dropped");
    }

    private static String line(MappedTable table, Obstacle obstacle) {
        return "\n  " + table.name() + ": " + obstacle.found() + ". " + obstacle.remedy();
    }

    private static void refuse(List<String> obstacles, String fate) {
        if (!obstacles.isEmpty()) {
            throw new AdminException(
                    ExitCode.PRECONDITION,
                    "Tables in PostgreSQL cannot be " + fate + " as they are:" + String.join("", obstacles),
                    "Nothing was copied or changed.");
        }
    }
}
