package dev.anole.admin.join;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableDefinition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** One try of one table to join, from its beginning to its end. Used by one thread. */
final class TableJoin {

    private static final Duration SINK_POLL = Duration.ofMillis(50);
    /** Indexes of a large table take long: until this few records are left, the sink is followed without its lock. */
    private static final long NEAR_RECORDS = 1_000;

    private static final int FOLLOW_ROUNDS = 20;

    private final JoinContext context;
    private final ExecutorService readerThreads;
    private final JoinEntry entry;
    private final TableId id;
    private final SourceServer server;
    private final Connection postgres;
    private final Positions positions;
    private final Joins joins;
    private String phase = "preparing";

    /** What a copy begins with. */
    private record Beginning(
            ReplicaPosition noted, CopyPosition low, String serverUuid, boolean inSnapshot, LoadingTable loading) {}

    TableJoin(
            JoinContext context,
            ExecutorService readerThreads,
            JoinEntry entry,
            SourceServer server,
            Connection postgres) {
        this.context = context;
        this.readerThreads = readerThreads;
        this.entry = entry;
        id = entry.id();
        this.server = server;
        this.postgres = postgres;
        positions = new Positions(postgres);
        joins = new Joins(postgres, context.source());
    }

    /** What is being done, for messages. */
    String phase() {
        return phase;
    }

    /** Whether an earlier try has swapped the table in, though its end was not seen: the connection was lost. */
    boolean hasJoined() throws SQLException {
        boolean replicating = new ReplicaTables(postgres, context.source())
                .find(id)
                .filter(table -> table.state() == TableState.REPLICATING)
                .isPresent();
        boolean joined = replicating && !joins.has(id);
        postgres.commit();
        return joined;
    }

    void run(int attempt) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        TableSize size = server.size(id);
        List<CopyReader> readers =
                context.readers().take(size.usefulReaders(context.readers().count()));
        Beginning beginning;
        KeyRanges ranges;
        try {
            context.progress().tableStarted(id, size.rows());
            beginning = begin(attempt, readers);
            ranges = RangePlan.of(beginning.loading().definition(), size, server.connection());
        } catch (SQLException | InterruptedException | TableFailure | RuntimeException e) {
            readers.forEach(context.readers()::discard);
            throw e;
        }
        enter("copying");
        long replacedValues = copy(beginning, ranges, readers);
        requireUnchanged(beginning.loading().definition());
        SourcePosition end = endOfCopy(beginning);
        enter("building the key");
        beginning.loading().createKey(postgres);
        postgres.commit();
        catchUpAndSwap(beginning, end, replacedValues);
    }

    private long copy(Beginning beginning, KeyRanges ranges, List<CopyReader> readers)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        try {
            return new TableCopy(context, beginning.loading(), ranges)
                    .run(readerThreads, readers, beginning.inSnapshot());
        } catch (SQLException | TableFailure e) {
            if (!context.sessions().isAborted() && !Refusal.isPassing(e)) {
                // Values of another definition may be refused, or misread.
                requireUnchanged(beginning.loading().definition());
            }
            throw e;
        }
    }

    private void catchUpAndSwap(Beginning beginning, SourcePosition end, long replacedValues)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        LoadingTable loading = beginning.loading();
        try (CatchUp catchUp = new CatchUp(context, postgres, loading, beginning.noted(), beginning.low())) {
            enter("catching up");
            try {
                follow(catchUp, end, beginning.serverUuid());
            } catch (SQLException e) {
                if (Refusal.isOfValues(e)) {
                    throw new StaleCopyException(
                            "PostgreSQL refused a change that may be older than the table's definition: "
                                    + Refusal.explained(e).found(),
                            e);
                }
                throw e;
            }
            enter("building the indexes");
            catchUp.writeWholeTransactionsOnly();
            loading.createIndexes(postgres);
            postgres.commit();
            enter("swapping in");
            comeNear(catchUp);
            Swap swap = new Swap(context, postgres, loading, entry);
            swap.run(catchUp, replacedValues);
            swap.analyze();
        }
        context.progress().tableDone(id);
    }

    private void enter(String newPhase) {
        phase = newPhase;
        context.progress().phase(id, newPhase);
    }

    /** The design's steps 1 and 2: K and P in one read, then L, then the table's definition, which is younger than L. */
    private Beginning begin(int attempt, List<CopyReader> readers)
            throws SQLException, InterruptedException, TableFailure {
        ReplicaPosition noted = position();
        GtidSet applied = noted.applied().gtids();
        if (applied != null && !server.isMariaDb()) {
            CopyPosition low = new CopyStart(server, context.limits().settle()).find(noted, applied);
            return register(attempt, noted, low, false);
        }
        Connection locking = context.sessions().openMySql();
        try {
            TableLock lock = TableLock.take(locking, id, context.limits().tableLock());
            try (lock) {
                for (CopyReader reader : readers) {
                    reader.beginSnapshot();
                }
                SourcePosition end = server.binlogEnd();
                CopyPosition low = new CopyPosition(new SourcePosition(end.file(), end.position(), null));
                return register(attempt, noted, low, true);
            }
        } finally {
            context.sessions().close(locking);
        }
    }

    private Beginning register(int attempt, ReplicaPosition noted, CopyPosition low, boolean inSnapshot)
            throws SQLException, TableFailure {
        TableDefinition definition = server.definition(id)
                .orElseThrow(() -> new TableFailure(
                        "MySQL has no such table any more", "Leave it out, or create it and run the command again."));
        if (definition.replicaKey().isEmpty()) {
            throw new TableFailure(
                    "it has neither a primary key nor a unique key without NULLs, by which changes could find their"
                            + " rows",
                    "Add a primary key in MySQL, or leave the table out by skip_tables.");
        }
        LoadingTable loading = new LoadingTable(definition, context.loadingName(entry.target()));
        if (!entry.replaces()) {
            new ReplicaTables(postgres, context.source()).put(definition, entry.target(), TableState.COPYING, null);
        }
        joins.begin(id, attempt, noted.nextOffset(), low);
        loading.create(postgres);
        postgres.commit();
        return new Beginning(noted, low, server.uuid(), inSnapshot, loading);
    }

    private void requireUnchanged(TableDefinition copied) throws SQLException, StaleCopyException {
        Optional<TableDefinition> now = server.definition(id);
        if (now.isEmpty() || !now.get().equals(copied)) {
            throw new StaleCopyException("the table's definition changed while it was copied");
        }
    }

    /**
     * The design's E: all that any snapshot has seen lies before it. The binlog's end runs ahead of the engine's
     * commits, which is on the safe side here. A copy of one snapshot is exact where it began.
     */
    private SourcePosition endOfCopy(Beginning beginning) throws SQLException {
        SourcePosition end = beginning.inSnapshot() ? beginning.low().position() : server.binlogEnd();
        joins.setEnd(id, end);
        if (!entry.replaces()) {
            new ReplicaTables(postgres, context.source()).setState(id, TableState.CATCHING_UP, null);
        }
        postgres.commit();
        return end;
    }

    /** Applies what the sink has applied, until that is past the copy's end. */
    private void follow(CatchUp catchUp, SourcePosition end, String serverUuid)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        SinkWatch watch = new SinkWatch(context, postgres);
        while (true) {
            ReplicaPosition position = position();
            boolean reached = CatchUp.hasReached(position, end, serverUuid);
            catchUp.applyTo(position.nextOffset());
            if (reached) {
                return;
            }
            watch.look(position, end);
            postgres.commit();
            Deadline.in(SINK_POLL).pause(SINK_POLL);
        }
    }

    private void comeNear(CatchUp catchUp) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
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
        return position.orElseThrow(() -> new TableFailure(
                "the catalogue has no position of the source " + context.source(),
                "Run init-replica, which sets where the replica begins."));
    }
}
