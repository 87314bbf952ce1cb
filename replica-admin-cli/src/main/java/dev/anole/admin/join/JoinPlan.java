package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out which tables may join, and puts the catalogue and the schemas in order for them. Used by one thread. */
final class JoinPlan {

    private final JoinContext context;
    private final Connection connection;
    private final boolean restart;
    private final ReplicaTables catalogue;
    private final Joins joins;
    private final List<JoinEntry> accepted = new ArrayList<>();
    private final List<JoinException.Failure> refused = new ArrayList<>();

    /**
     * @param connection in manual commit mode
     * @param restart whether copies that were begun before are thrown away
     */
    JoinPlan(JoinContext context, Connection connection, boolean restart) {
        this.context = context;
        this.connection = connection;
        this.restart = restart;
        catalogue = new ReplicaTables(connection, context.source());
        joins = new Joins(connection, context.source());
    }

    List<JoinEntry> accepted() {
        return List.copyOf(accepted);
    }

    List<JoinException.Failure> refused() {
        return List.copyOf(refused);
    }

    void prepare(List<TableDefinition> tables) throws SQLException {
        // The sink registers tables that MySQL creates, which may be among these.
        new Positions(connection).lock(context.source());
        Map<TableId, ReplicaTable> known = new HashMap<>();
        for (ReplicaTable table : catalogue.all()) {
            known.put(table.id(), table);
        }
        Set<TableId> recorded = keepRecorded(tables);
        boolean generationChanges = false;
        Map<PostgresName, TableId> targets = new LinkedHashMap<>();
        known.values().forEach(table -> targets.put(table.name(), table.id()));
        for (TableDefinition definition : tables) {
            TableId id = definition.id();
            ReplicaTable previous = known.get(id);
            JoinEntry entry = accept(id, Optional.ofNullable(previous), targets);
            if (entry != null) {
                accepted.add(entry);
                if (!entry.replaces()) {
                    register(definition, entry, recorded.contains(id));
                    generationChanges |= previous != null && previous.state() == TableState.REPLICATING;
                }
            }
        }
        endOthers(recorded);
        if (generationChanges) {
            // Somebody dropped a table that the sink still writes to.
            new Positions(connection).raiseGeneration(context.source());
        }
        LoadingSchemas schemas = new LoadingSchemas(connection, context);
        schemas.clear();
        schemas.create(accepted.stream().map(JoinEntry::target).toList());
    }

    /** Forgets joins that nobody can go on with; returns the tables of the others, this command's or not. */
    private Set<TableId> keepRecorded(List<TableDefinition> tables) throws SQLException {
        Set<TableId> recorded = new HashSet<>(joins.all());
        Set<TableId> thrownAway = new HashSet<>();
        if (restart) {
            tables.forEach(table -> thrownAway.add(table.id()));
        }
        for (TableId id : recorded) {
            Optional<PostgresName> target = context.target(id);
            boolean copying = joins.phase(id)
                    .filter(phase -> phase != JoinPhase.PREPARING)
                    .isPresent();
            if (!copying || target.isEmpty() || !Statements.exists(connection, context.loadingName(target.get()))) {
                thrownAway.add(id);
            }
        }
        for (TableId id : thrownAway) {
            joins.remove(id);
        }
        recorded.removeAll(thrownAway);
        return recorded;
    }

    private void register(TableDefinition definition, JoinEntry entry, boolean goesOn) throws SQLException {
        if (goesOn) {
            boolean copied = joins.phase(entry.id())
                    .filter(phase -> phase != JoinPhase.COPYING)
                    .isPresent();
            catalogue.setState(entry.id(), copied ? TableState.CATCHING_UP : TableState.COPYING, null);
        } else {
            catalogue.put(context.mappings().of(definition, entry.target()), TableState.COPYING, null);
        }
    }

    /** Tables that another command was copying when it was killed, and that nobody goes on with. */
    private void endOthers(Set<TableId> recorded) throws SQLException {
        Set<TableId> known = new HashSet<>(recorded);
        accepted.forEach(entry -> known.add(entry.id()));
        for (ReplicaTable table : catalogue.all()) {
            boolean joining = table.state() == TableState.COPYING || table.state() == TableState.CATCHING_UP;
            if (joining && !known.contains(table.id())) {
                catalogue.setState(table.id(), TableState.DISABLED, "its copy was begun, and not ended");
            }
        }
    }

    private @Nullable JoinEntry accept(TableId id, Optional<ReplicaTable> previous, Map<PostgresName, TableId> targets)
            throws SQLException {
        Optional<PostgresName> target = context.target(id);
        if (target.isEmpty()) {
            refused.add(failure(
                    id,
                    "its database is not among the schema_mappings of the source " + context.source(),
                    "Add it there, or leave the table out."));
            return null;
        }
        PostgresName name = target.get();
        TableId other = targets.putIfAbsent(name, id);
        if (other != null && !other.equals(id)) {
            refused.add(failure(
                    id,
                    "PostgreSQL's " + name + " is already the copy of " + other,
                    "Map the two databases to different schemas, or leave one of the tables out."));
            return null;
        }
        Optional<PostgresName> elsewhere =
                previous.filter(ReplicaTable::joined).map(ReplicaTable::name).filter(former -> !former.equals(name));
        if (elsewhere.isPresent() && Statements.exists(connection, elsewhere.get())) {
            refused.add(failure(
                    id,
                    "PostgreSQL has it as " + elsewhere.get() + ", and by ghost_schema it is to be " + name,
                    "Set ghost_schema as it was, or drop " + elsewhere.get() + ", and run the command again."));
            return null;
        }
        boolean exists = Statements.exists(connection, name);
        boolean ours = exists && isOurs(name, previous);
        boolean keeps = exists && !ours && context.keepsExisting();
        if (exists && !ours && !keeps) {
            refused.add(failure(
                    id,
                    "PostgreSQL has a table " + name + " that this replica did not make",
                    "Rename it or drop it, or set keep_existing_schema to have its rows replaced, and run the command"
                            + " again."));
            return null;
        }
        return new JoinEntry(id, name, ours, keeps);
    }

    /** A table that never got beyond its copy has nothing in its place that would be ours to drop. */
    private static boolean isOurs(PostgresName name, Optional<ReplicaTable> previous) {
        return previous.isPresent()
                && previous.get().name().equals(name)
                && previous.get().joined();
    }

    private static JoinException.Failure failure(TableId id, String found, String remedy) {
        return new JoinException.Failure(id, "preparing", found, remedy);
    }
}
