package dev.anole.admin.join;

import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out which tables may join, and puts the catalogue and the schemas in order for them. Used by one thread. */
final class JoinPlan {

    /** With the source's name, any number pair that no other program uses. */
    private static final int ADVISORY_LOCK = 0x6a6f696e;

    private final JoinContext context;
    private final Connection connection;
    private final List<JoinEntry> accepted = new ArrayList<>();
    private final List<JoinException.Failure> refused = new ArrayList<>();
    private @Nullable LoadingSchemas loadingSchemas;

    /** @param connection in manual commit mode, to be kept open while tables join */
    JoinPlan(JoinContext context, Connection connection) {
        this.context = context;
        this.connection = connection;
    }

    List<JoinEntry> accepted() {
        return List.copyOf(accepted);
    }

    List<JoinException.Failure> refused() {
        return List.copyOf(refused);
    }

    /** To be dropped in the end. */
    LoadingSchemas loadingSchemas() {
        if (loadingSchemas == null) {
            throw new IllegalStateException("Not prepared");
        }
        return loadingSchemas;
    }

    void prepare(List<TableDefinition> tables) throws SQLException {
        lockOutOthers(tables);
        Map<TableId, ReplicaTable> known = new HashMap<>();
        ReplicaTables catalogue = new ReplicaTables(connection, context.source());
        for (ReplicaTable table : catalogue.all()) {
            known.put(table.id(), table);
        }
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
                    catalogue.put(definition, entry.target(), TableState.COPYING, null);
                    generationChanges |= previous != null && previous.state() == TableState.REPLICATING;
                }
            }
        }
        if (generationChanges) {
            // Somebody dropped a table that the sink still writes to.
            new Positions(connection).raiseGeneration(context.source());
        }
        loadingSchemas = new LoadingSchemas(
                connection, context, accepted.stream().map(JoinEntry::target).toList());
        loadingSchemas.create();
    }

    /** Two commands would drop each other's loading tables. */
    private void lockOutOthers(List<TableDefinition> tables) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?, ?)")) {
            statement.setInt(1, ADVISORY_LOCK);
            statement.setInt(2, context.source().hashCode());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    throw new JoinException(tables.stream()
                            .map(table -> failure(
                                    table.id(),
                                    "another replica-admin copies tables of the source " + context.source(),
                                    "Wait until it has ended, and run the command again."))
                            .toList());
                }
            }
        }
        connection.commit();
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
        boolean exists = exists(name);
        if (exists && !isOurs(name, previous)) {
            refused.add(failure(
                    id,
                    "PostgreSQL has a table " + name + " that this replica did not make",
                    "Rename it or drop it, and run the command again."));
            return null;
        }
        return new JoinEntry(id, name, exists);
    }

    private boolean exists(PostgresName name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, name.quoted());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
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
