package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.value.RowImage;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.transaction.TornStreamException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tables that the sink writes to, those in state replicating, and the writing of rows events to them. Changes of
 * other tables are passed over: a joining table is fed by the CLI, a disabled one by nobody. Used by one thread.
 */
final class AppliedTables {

    private final Map<TableId, Target> targets = new HashMap<>();
    private final TableMaps maps;

    private record Target(ReplicatedTable table, TableWriter writer) {}

    AppliedTables(Connection connection, ReplicaSettings settings, TableMaps maps) throws SQLException {
        this.maps = maps;
        for (ReplicaTable table : new ReplicaTables(connection, settings.source()).all()) {
            if (table.state() == TableState.REPLICATING) {
                ReplicatedTable replicated = new ReplicatedTable(table.definition(), table.name());
                targets.put(table.id(), new Target(replicated, new TableWriter(replicated, settings.refuseDrift())));
            }
        }
    }

    /** Those of one database of MySQL's, by name. */
    List<TableId> of(String database) {
        return targets.keySet().stream()
                .filter(id -> id.database().equals(database))
                .sorted()
                .toList();
    }

    Optional<ReplicatedTable> find(TableId id) {
        return Optional.ofNullable(targets.get(id)).map(Target::table);
    }

    /** Writes the net change of all these events. */
    Map<TableId, Written> writeNet(Connection connection, Iterable<ChangeEvent.Rows> events)
            throws SQLException, TableFailure {
        Map<TableId, TableChanges> changes = new LinkedHashMap<>();
        Map<TableId, EventHeader> first = new HashMap<>();
        for (ChangeEvent.Rows event : events) {
            Target target = targets.get(event.table());
            if (target != null) {
                TableChanges ofTable =
                        changes.computeIfAbsent(event.table(), id -> new TableChanges(target.table(), false));
                first.putIfAbsent(event.table(), event.header());
                decode(target, event, ofTable::add);
            }
        }
        Map<TableId, Written> written = new LinkedHashMap<>();
        for (Map.Entry<TableId, TableChanges> entry : changes.entrySet()) {
            TableId id = entry.getKey();
            Target target = targets.get(id);
            EventHeader header = first.get(id);
            if (target != null && header != null) {
                written.put(id, write(id, header, () -> target.writer().write(connection, entry.getValue())));
            }
        }
        return written;
    }

    /** Writes these events row by row, in MySQL's order. Slow; finds what stands in the way of {@link #writeNet}. */
    Map<TableId, Written> writeInOrder(Connection connection, Iterable<ChangeEvent.Rows> events)
            throws SQLException, TableFailure {
        Map<TableId, Written> written = new LinkedHashMap<>();
        for (ChangeEvent.Rows event : events) {
            Target target = targets.get(event.table());
            if (target == null) {
                continue;
            }
            TableChanges rows = new TableChanges(target.table(), false);
            // The consumer can't throw what a statement throws, so the rows are gathered first.
            List<Row> gathered = new ArrayList<>();
            decode(target, event, (operation, before, after) -> gathered.add(new Row(before, after)));
            Written ofTable = written.computeIfAbsent(event.table(), id -> new Written());
            for (Row row : gathered) {
                rows.clear();
                rows.add(event.operation(), row.before(), row.after());
                ofTable.add(write(
                        event.table(), event.header(), () -> target.writer().writeAlone(connection, rows)));
            }
        }
        return written;
    }

    private record Row(@Nullable RowImage before, @Nullable RowImage after) {}

    private interface Write {
        Written run() throws SQLException;
    }

    private static Written write(TableId table, EventHeader header, Write write) throws SQLException, TableFailure {
        try {
            return write.run();
        } catch (SQLException e) {
            if (SqlStates.decide(e) == SqlStates.Decision.RECONNECT) {
                throw e;
            }
            throw new TableFailure(table, header, e);
        } catch (RuntimeException e) {
            // Of a value that a converter did not expect: one table's trouble, not everyone's.
            throw new TableFailure(table, header, e);
        }
    }

    private void decode(Target target, ChangeEvent.Rows event, ReplicatedTable.RowConsumer consumer)
            throws TableFailure {
        try {
            target.table().decode(event, maps, consumer);
        } catch (TornStreamException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new TableFailure(event.table(), event.header(), e);
        }
    }
}
