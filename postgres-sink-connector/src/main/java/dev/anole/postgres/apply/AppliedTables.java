package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.transaction.TornStreamException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tables that are written to, those in state replicating, and the writing of rows events to them, with what foreign
 * keys did to other rows unless the events tell. Changes of other tables are passed over: a joining table is fed by the
 * CLI, a disabled one by nobody. Used by one thread.
 */
public final class AppliedTables {

    private final Map<TableId, Target> targets = new HashMap<>();
    private final TableMaps maps;
    private final Cascades cascades;

    /** @param skipped operations of the stream that are not applied */
    private record Target(ReplicatedTable table, TableWriter writer, Set<Operation> skipped) {
        private RowChanges changes() {
            return skipped.contains(Operation.INSERT) ? new OrderedChanges() : NetChanges.of(table);
        }
    }

    AppliedTables(Connection connection, ReplicaSettings settings, TableMaps maps) throws SQLException {
        this(new ReplicaTables(connection, settings.source()).all(), settings.refuseDrift(), settings.skipped(), maps);
    }

    /**
     * @param tables all that foreign keys connect, whatever their state
     * @param refuseDrift whether a change that meets a row that MySQL did not have so is an error
     */
    public AppliedTables(Collection<ReplicaTable> tables, boolean refuseDrift, SkippedEvents skipped, TableMaps maps) {
        this.maps = maps;
        Map<TableId, ReplicatedTable> replicating = new HashMap<>();
        for (ReplicaTable table : tables) {
            if (table.state() == TableState.REPLICATING) {
                ReplicatedTable replicated = new ReplicatedTable(table.mapped());
                Set<Operation> ofTable = skipped.of(table.id());
                OnMismatch onMismatch =
                        !ofTable.isEmpty() ? OnMismatch.EXPECT : refuseDrift ? OnMismatch.REFUSE : OnMismatch.MEND;
                targets.put(table.id(), new Target(replicated, new TableWriter(replicated, onMismatch), ofTable));
                replicating.put(table.id(), replicated);
            }
        }
        cascades = new Cascades(tables, replicating);
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

    /** Writes the net change of all these events; one that cascades ends what is netted. */
    public Map<TableId, Written> writeNet(Connection connection, Iterable<ChangeEvent.Rows> events)
            throws SQLException, TableFailure {
        Map<TableId, Written> written = new LinkedHashMap<>();
        Segment segment = new Segment(cascades);
        for (ChangeEvent.Rows event : events) {
            if (segment.pending.affect(event.table())) {
                write(connection, segment, written);
                segment = new Segment(cascades);
            }
            add(segment, event);
        }
        write(connection, segment, written);
        return written;
    }

    /** Changes that are written at once, and the cascades that follow them. */
    private static final class Segment {
        private final Map<TableId, RowChanges> changes = new LinkedHashMap<>();
        private final Map<TableId, EventHeader> first = new HashMap<>();
        private final Map<TableId, Written> discarded = new HashMap<>();
        private final PendingCascades pending;

        private Segment(Cascades cascades) {
            pending = new PendingCascades(cascades);
        }
    }

    /** Null if the event is not to be applied. */
    private @Nullable Target target(ChangeEvent.Rows event) {
        Target target = targets.get(event.table());
        return target == null || target.skipped().contains(event.operation()) ? null : target;
    }

    private void add(Segment segment, ChangeEvent.Rows event) throws TableFailure {
        Target target = target(event);
        PendingCascades.Step step = cascades.mayFollow(event) ? segment.pending.step(event) : null;
        if (target == null) {
            if (step != null) {
                decodeParent(event, step);
            }
            return;
        }
        RowChanges ofTable = segment.changes.computeIfAbsent(event.table(), id -> target.changes());
        segment.first.putIfAbsent(event.table(), event.header());
        Written discarded = segment.discarded.computeIfAbsent(event.table(), id -> new Written());
        decode(target, event, following(step, FittingRows.consumer(target.table(), event, discarded, ofTable::add)));
    }

    /** Children follow their parent's rows as MySQL has them, whether PostgreSQL can hold these or not. */
    private static ReplicatedTable.RowConsumer following(
            PendingCascades.@Nullable Step step, ReplicatedTable.RowConsumer consumer) {
        return step == null
                ? consumer
                : (operation, before, after) -> {
                    consumer.row(operation, before, after);
                    step.add(before, after);
                };
    }

    private void write(Connection connection, Segment segment, Map<TableId, Written> written)
            throws SQLException, TableFailure {
        segment.discarded.forEach((id, discarded) -> sum(written, id, discarded));
        for (Map.Entry<TableId, RowChanges> entry : segment.changes.entrySet()) {
            TableId id = entry.getKey();
            Target target = targets.get(id);
            EventHeader header = segment.first.get(id);
            if (target != null && header != null) {
                sum(written, id, write(id, header, () -> target.writer().write(connection, entry.getValue())));
            }
        }
        segment.pending.run(connection, written);
    }

    static void sum(Map<TableId, Written> written, TableId table, Written more) {
        written.computeIfAbsent(table, id -> new Written()).add(more);
    }

    /** Writes these events row by row, in MySQL's order. Slow; finds what stands in the way of {@link #writeNet}. */
    public Map<TableId, Written> writeInOrder(Connection connection, Iterable<ChangeEvent.Rows> events)
            throws SQLException, TableFailure {
        Map<TableId, Written> written = new LinkedHashMap<>();
        for (ChangeEvent.Rows event : events) {
            PendingCascades pending = new PendingCascades(cascades);
            PendingCascades.Step step = cascades.mayFollow(event) ? pending.step(event) : null;
            Target target = target(event);
            if (target != null) {
                sum(written, event.table(), writeInOrder(connection, target, event, step));
            } else if (step != null) {
                decodeParent(event, step);
            }
            pending.run(connection, written);
        }
        return written;
    }

    private Written writeInOrder(
            Connection connection, Target target, ChangeEvent.Rows event, PendingCascades.@Nullable Step step)
            throws SQLException, TableFailure {
        // The consumer can't throw what a statement throws, so the rows are gathered first.
        List<Row> gathered = new ArrayList<>();
        Written written = new Written();
        ReplicatedTable.RowConsumer fitting = FittingRows.consumer(
                target.table(),
                event,
                written,
                (operation, before, after) -> gathered.add(new Row(operation, before, after)));
        decode(target, event, following(step, fitting));
        RowChanges changes = target.changes();
        for (Row row : gathered) {
            changes.clear();
            changes.add(row.operation(), row.before(), row.after());
            written.add(
                    write(event.table(), event.header(), () -> target.writer().writeAlone(connection, changes)));
        }
        return written;
    }

    /** A parent that does not replicate itself, or not this event, since its children do. */
    private void decodeParent(ChangeEvent.Rows event, PendingCascades.Step step) throws TableFailure {
        try {
            step.parent().decode(event, maps, (operation, before, after) -> step.add(before, after));
        } catch (TornStreamException e) {
            throw e;
        } catch (RuntimeException e) {
            throw cascades.unreadable(event.table(), event.header(), e);
        }
    }

    private record Row(
            Operation operation,
            @Nullable RowImage before,
            @Nullable RowImage after) {}

    private interface Write {
        Written run() throws SQLException;
    }

    private static Written write(TableId table, EventHeader header, Write write) throws SQLException, TableFailure {
        try {
            return write.run();
        } catch (SQLException e) {
            SqlStates.requireRefusal(e);
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
