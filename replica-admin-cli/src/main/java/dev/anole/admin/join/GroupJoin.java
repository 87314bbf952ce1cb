package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.admin.join.JoinRecord.CopiedTable;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.PostgresName;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;

/**
 * One try of tables to join {@linkplain JoinGroups together}: copied from one snapshot, brought up by just what lies beyond
 * it, and swapped in together. It leaves nothing to go on with. Used by one thread.
 */
final class GroupJoin {

    private static final String SWAPPING = "swapping in";
    private static final Duration SINK_POLL = Duration.ofMillis(50);
    /** Until this few records are left, the sink is followed without its lock. */
    private static final long NEAR_RECORDS = 1_000;

    private static final int FOLLOW_ROUNDS = 20;

    private final JoinContext context;
    private final ExecutorService readerThreads;
    private final List<JoinEntry> entries;
    private final List<TableId> ids;
    private final SourceServer server;
    private final Connection postgres;
    private final Positions positions;
    private final Joins joins;
    private String phase = "preparing";

    /**
     * What the copy begins with.
     *
     * @param unseen XA transactions whose rows the snapshot has not, wherever their XA COMMIT stands
     */
    private record Beginning(
            ReplicaPosition noted,
            CopyPosition low,
            Set<String> unseen,
            String serverUuid,
            Map<TableId, LoadingTable> loading) {
        private List<LoadingTable> tables() {
            return List.copyOf(loading.values());
        }
    }

    /** @param entries the largest first */
    GroupJoin(
            JoinContext context,
            ExecutorService readerThreads,
            List<JoinEntry> entries,
            SourceServer server,
            Connection postgres) {
        this.context = context;
        this.readerThreads = readerThreads;
        this.entries = List.copyOf(entries);
        ids = entries.stream().map(JoinEntry::id).toList();
        this.server = server;
        this.postgres = postgres;
        positions = new Positions(postgres);
        joins = new Joins(postgres, context.source());
    }

    /** What is being done, for messages. */
    String phase() {
        return phase;
    }

    boolean isSwapping() {
        return phase.equals(SWAPPING);
    }

    void run() throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        List<CopyReader> readers =
                context.readers().take(Math.min(context.readers().count(), entries.size()));
        Beginning beginning;
        try {
            for (TableId id : ids) {
                context.progress().tableStarted(id, server.size(id).rows());
            }
            beginning = begin(readers);
            enter("copying");
            new GroupCopy(context, beginning.tables()).run(readerThreads, readers);
            for (CopyReader reader : readers) {
                reader.endSnapshot();
            }
        } catch (SQLException | InterruptedException | StaleCopyException | TableFailure | RuntimeException e) {
            readers.forEach(context.readers()::discard);
            throw e;
        }
        readers.forEach(context.readers()::giveBack);
        requireUnchanged(beginning);
        enter("building the indexes");
        for (LoadingTable table : beginning.tables()) {
            // Before the catch-up, which looks children up by their foreign keys.
            table.createKey(postgres, target(table));
            Statements.execute(postgres, table.indexStatements(postgres, target(table)));
            postgres.commit();
            Statements.execute(postgres, List.of("ANALYZE " + table.name().quoted()));
            postgres.commit();
        }
        catchUpAndSwap(beginning);
    }

    private PostgresName target(LoadingTable table) {
        return context.target(table.definition().id()).orElseThrow();
    }

    private void enter(String newPhase) {
        phase = newPhase;
        ids.forEach(id -> context.progress().phase(id, newPhase));
    }

    /** K, then the lock, under which every reader opens its snapshot, and L is read: what the snapshots see, and no more. */
    private Beginning begin(List<CopyReader> readers)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        StreamServer.await(context, server, postgres, ids.get(0));
        ReplicaPosition noted = note();
        new PreparedAtStart(context, server, postgres).await(noted, ids.get(0));
        boolean byGtids = noted.applied().gtids() != null && !server.isMariaDb();
        Map<TableId, LoadingTable> loading = new LinkedHashMap<>();
        CopyPosition low;
        Set<String> unseen;
        Connection locking = context.sessions().openMySql();
        try (TableLock lock = TableLock.take(locking, ids, context.limits().tableLock())) {
            Set<String> prepared = server.preparedTransactions().orElse(Set.of());
            for (CopyReader reader : readers) {
                reader.beginSnapshot();
            }
            // In this order, so that the place lies behind all that the set contains.
            GtidSet gtids = byGtids ? server.executedGtids() : null;
            SourcePosition end = server.binlogEnd();
            low = new CopyPosition(new SourcePosition(end.file(), end.position(), gtids));
            // The lock waits for every commit, but for those of prepared transactions on MariaDB.
            unseen = server.preparedTransactions().orElse(Set.of());
            if (!unseen.containsAll(prepared)) {
                throw new StaleCopyException("XA transactions ended just when the snapshot was opened");
            }
            for (JoinEntry entry : entries) {
                TableDefinition definition = definition(entry.id());
                MappedTable mapped = context.mappings().of(definition, entry.target());
                loading.put(entry.id(), new LoadingTable(mapped.at(context.loadingName(entry.target()))));
            }
            lock.release();
        } finally {
            context.sessions().close(locking);
        }
        if (!server.logsCascades()) {
            requireClosed(loading);
        }
        register(noted, loading);
        return new Beginning(noted, low, unseen, server.uuid(), loading);
    }

    private TableDefinition definition(TableId id) throws SQLException, TableFailure {
        return server.table(id)
                .map(CopiedTable::definition)
                .orElseThrow(() -> new TableFailure(
                        "MySQL has no table " + id + " any more",
                        "Leave it out, or create it and run the command again."));
    }

    /** Foreign keys may have changed since the tables were chosen. */
    private static void requireClosed(Map<TableId, LoadingTable> loading) throws TableFailure {
        List<TableDefinition> definitions =
                loading.values().stream().map(LoadingTable::definition).toList();
        List<String> obstacles = CascadeChecks.obstacles(definitions);
        if (!obstacles.isEmpty()) {
            throw new TableFailure(
                    "foreign keys that MySQL follows without logging it cannot be carried out: "
                            + String.join("; ", obstacles),
                    "Mend or drop these foreign keys, or leave their tables out by skip_tables.");
        }
    }

    /** Under the position's lock: whoever lets go of what lies before the sink's place takes it too, and sees the join. */
    private ReplicaPosition note() throws SQLException, InterruptedException, TableFailure {
        ReplicaPosition noted = PositionLock.take(context, postgres);
        for (TableId id : ids) {
            joins.note(id, noted);
        }
        postgres.commit();
        return noted;
    }

    private void register(ReplicaPosition noted, Map<TableId, LoadingTable> loading) throws SQLException {
        ReplicaTables tables = new ReplicaTables(postgres, context.source());
        for (JoinEntry entry : entries) {
            LoadingTable table = loading.get(entry.id());
            if (table != null) {
                if (!entry.replaces()) {
                    tables.put(table.mapped().at(entry.target()), TableState.COPYING, null);
                    // With the table's row the join's was removed.
                    joins.note(entry.id(), noted);
                }
                table.create(postgres, entry.target());
                context.properties().applyTo(postgres, table, entry.target());
            }
        }
        postgres.commit();
    }

    private void requireUnchanged(Beginning beginning) throws SQLException, StaleCopyException {
        for (LoadingTable table : beginning.tables()) {
            Optional<TableDefinition> now =
                    server.table(table.definition().id()).map(CopiedTable::definition);
            if (now.isEmpty() || !now.get().equals(table.definition())) {
                throw new StaleCopyException(
                        "the definition of " + table.definition().id() + " changed while it was copied");
            }
        }
    }

    private void catchUpAndSwap(Beginning beginning)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        ReplicaTables tables = new ReplicaTables(postgres, context.source());
        for (JoinEntry entry : entries) {
            if (!entry.replaces()) {
                tables.setState(entry.id(), TableState.CATCHING_UP, null);
            }
        }
        postgres.commit();
        try (GroupCatchUp catchUp = new GroupCatchUp(
                context, postgres, beginning.tables(), beginning.noted(), beginning.low(), beginning.unseen())) {
            enter("catching up");
            follow(catchUp, beginning);
            comeNear(catchUp);
            enter(SWAPPING);
            Map<TableId, Swap> swaps = new LinkedHashMap<>();
            for (JoinEntry entry : entries) {
                LoadingTable table = beginning.loading().get(entry.id());
                if (table != null) {
                    swaps.put(entry.id(), new Swap(context, postgres, table, entry));
                }
            }
            new GroupSwap(context, postgres, swaps).run(catchUp);
            swaps.values().forEach(Swap::analyze);
        }
        ids.forEach(context.progress()::tableDone);
    }

    /** The sink must be past the snapshot, or it would apply again what the copies have. */
    private void follow(GroupCatchUp catchUp, Beginning beginning)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        SinkWatch watch = new SinkWatch(context, postgres);
        SourcePosition end = beginning.low().position();
        while (true) {
            ReplicaPosition position = position();
            boolean reached = CatchUp.hasReached(position, end, beginning.serverUuid());
            catchUp.applyTo(position.nextOffset());
            if (reached) {
                return;
            }
            watch.look(position, end);
            postgres.commit();
            Deadline.in(SINK_POLL).pause(SINK_POLL);
        }
    }

    private void comeNear(GroupCatchUp catchUp)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        for (int round = 0; round < FOLLOW_ROUNDS; round++) {
            ReplicaPosition position = position();
            if (catchUp.distanceTo(position.nextOffset()) <= NEAR_RECORDS) {
                return;
            }
            catchUp.applyTo(position.nextOffset());
        }
    }

    private ReplicaPosition position() throws SQLException, TableFailure {
        Optional<ReplicaPosition> position = positions.find(context.source());
        postgres.commit();
        return Swap.position(position);
    }
}
