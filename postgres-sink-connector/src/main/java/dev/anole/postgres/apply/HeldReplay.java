package dev.anole.postgres.apply;

import dev.anole.contract.ForeignKeyDefinition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.HeldTables;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.transaction.TableMaps;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Applies to tables that were held what the stream has for them from where they stand, each change just once and in
 * MySQL's order, as the sink would have done. Commits nothing: whoever commits calls {@link #reached} first. Used by one
 * thread.
 */
public final class HeldReplay {

    private final Connection connection;
    private final String source;
    private final boolean refuseDrift;
    private final SkippedEvents skipped;
    private final TableMaps maps;
    private final ReplicaTables catalogue;
    private final HeldTables heldTables;
    private final long statement;
    private final String reason;
    private final Set<TableId> tables = new HashSet<>();
    private final Set<TableId> followed = new HashSet<>();
    private AppliedTables applied;
    private boolean fenced;

    /**
     * @param connection in manual commit mode
     * @param statement that held the tables, its number in {@code anole.schema_changes}
     * @param refuseDrift whether a row that is not as MySQL had it makes a change one that cannot be applied
     */
    public HeldReplay(
            Connection connection,
            String source,
            long statement,
            boolean refuseDrift,
            SkippedEvents skipped,
            TableMaps maps)
            throws SQLException {
        this.connection = connection;
        this.source = source;
        this.statement = statement;
        this.refuseDrift = refuseDrift;
        this.skipped = skipped;
        this.maps = maps;
        catalogue = new ReplicaTables(connection, source);
        heldTables = new HeldTables(connection, source);
        heldTables.all().forEach((id, held) -> {
            if (held.statement() == statement) {
                tables.add(id);
            }
        });
        reason = "replica-admin approve-ddl brings it up to the others; if that was interrupted, run it again";
        applied = read();
    }

    /** Those that are brought up, by their names at this moment. */
    public Set<TableId> tables() {
        return Set.copyOf(tables);
    }

    /**
     * Tables whose rows are wanted: beside those that are brought up, their parents, whose changes may cascade. The set
     * changes with each statement.
     */
    public Set<TableId> followed() {
        return followed;
    }

    private AppliedTables read() throws SQLException {
        List<ReplicaTable> all = new ArrayList<>();
        followed.clear();
        followed.addAll(tables);
        for (ReplicaTable table : catalogue.all()) {
            boolean ours = tables.contains(table.id());
            all.add(new ReplicaTable(
                    table.id(),
                    table.name(),
                    table.definition(),
                    table.mapping(),
                    ours && table.joined() ? TableState.REPLICATING : TableState.DISABLED,
                    table.joined(),
                    table.reason(),
                    table.counters()));
            if (ours) {
                table.definition().foreignKeys().stream()
                        .map(ForeignKeyDefinition::referencedTable)
                        .forEach(followed::add);
            }
        }
        return new AppliedTables(all, refuseDrift, skipped, maps);
    }

    /** Writes rows of one or more transactions, in order. */
    public void write(List<ChangeEvent.Rows> rows) throws SQLException, TableFailure {
        requireHeld();
        Savepoint savepoint = connection.setSavepoint();
        Map<TableId, Written> written;
        try {
            written = applied.writeNet(connection, rows);
        } catch (TableFailure first) {
            connection.rollback(savepoint);
            written = applied.writeInOrder(connection, rows);
        }
        connection.releaseSavepoint(savepoint);
        BadValueLog badValues = new BadValueLog(connection, source);
        for (Map.Entry<TableId, Written> entry : written.entrySet()) {
            TableId id = entry.getKey();
            Written ofTable = entry.getValue();
            catalogue.count(id, ofTable.counters());
            badValues.count(id, false, ofTable.badValues());
            ofTable.recordDiscarded(badValues, id, false);
        }
    }

    /**
     * Applies a statement to those of the tables that it concerns.
     *
     * @param before where they stand
     * @param policy of which it may hold them again
     * @return whether it does
     */
    public boolean apply(ChangeEvent.Schema change, ReplicaPosition before, DdlPolicy policy)
            throws SQLException, TableFailure {
        requireHeld();
        for (TableId id : tables) {
            Optional<ReplicaTable> table = catalogue.find(id);
            if (table.isPresent() && !table.get().joined()) {
                // It was registered for what is to make it now.
                catalogue.remove(id);
            }
        }
        Set<TableId> changed =
                new SchemaChangeApplier(connection, source, applied, policy, false).apply(change, before, List.of());
        if (changed.isEmpty()) {
            return false;
        }
        try (Statement deallocate = connection.createStatement()) {
            deallocate.execute("DEALLOCATE ALL");
        }
        Map<TableId, HeldTables.Held> held = heldTables.all();
        if (changed.stream().anyMatch(id -> held.containsKey(id) && held.get(id).statement() != statement)) {
            // The others of the group stand here too, until the rest is approved.
            for (TableId id : tables) {
                if (held.containsKey(id) && held.get(id).statement() == statement) {
                    heldTables.hold(id, new HeldTables.Held(statement, false, true, before), reason);
                }
            }
            return true;
        }
        tables.addAll(changed);
        Set<TableId> left = new HashSet<>();
        for (TableId id : tables) {
            if (catalogue
                    .find(id)
                    .filter(table -> table.state() != TableState.DISABLED)
                    .isPresent()) {
                left.add(id);
            }
        }
        tables.retainAll(left);
        applied = read();
        return false;
    }

    /** Notes how far the tables are, to be committed with what was written. */
    public void reached(ReplicaPosition position) throws SQLException {
        requireHeld();
        fenced = false;
        for (TableId id : tables) {
            heldTables.hold(id, new HeldTables.Held(statement, false, true, position), reason);
        }
    }

    /**
     * The sink must not have done anything with them since the last transaction; until this one's end it waits for them.
     *
     * @throws HeldElsewhereException if it has
     */
    private void requireHeld() throws SQLException {
        if (fenced) {
            return;
        }
        String sql = """
                SELECT mysql_database, mysql_table FROM anole.tables
                WHERE source = ? AND state = 'held' AND held ->> 'statement' = ? FOR UPDATE""";
        Set<TableId> held = new HashSet<>();
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, source);
            query.setString(2, Long.toString(statement));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    held.add(new TableId(rows.getString(1), rows.getString(2)));
                }
            }
        }
        if (!held.equals(tables)) {
            throw new HeldElsewhereException(tables, held);
        }
        fenced = true;
    }

    /** MySQL has done something to the tables meanwhile that the sink has followed. */
    public static final class HeldElsewhereException extends RuntimeException {
        private HeldElsewhereException(Set<TableId> tables, Set<TableId> held) {
            super("of the tables " + new TreeSet<>(tables) + " only " + new TreeSet<>(held)
                    + " are held still: MySQL has dropped or renamed the others meanwhile");
        }
    }

    /** They have come to where the replica is, whose position the connection's transaction holds: the sink takes them. */
    public void release() throws SQLException {
        for (TableId id : tables) {
            catalogue.setState(id, TableState.REPLICATING, null);
        }
        new Positions(connection).raiseGeneration(source);
    }
}
