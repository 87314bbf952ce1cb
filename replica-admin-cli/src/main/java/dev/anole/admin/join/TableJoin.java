package dev.anole.admin.join;

import dev.anole.admin.database.Statements;
import dev.anole.admin.join.JoinRecord.CopiedTable;
import dev.anole.admin.join.TableFailure.Remainder;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One try of one table to join, from its beginning, or from where an earlier try was, to its end. Used by one thread. */
final class TableJoin {

    private static final Logger LOG = LoggerFactory.getLogger(TableJoin.class);
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
    private final ReplicaTables tables;
    private final Joins joins;
    private JoinPhase phase = JoinPhase.PREPARING;
    private boolean begunAnew;
    private boolean advanced;

    /** What is copied, and how. */
    private record Copy(JoinRecord join, boolean inSnapshot) {}

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
        tables = new ReplicaTables(postgres, context.source());
        joins = new Joins(postgres, context.source());
    }

    /** What is being done, for messages. */
    JoinPhase phase() {
        return phase;
    }

    /** Whether a new copy was begun, so that what was recorded before is gone. */
    boolean hasBegunAnew() {
        return begunAnew;
    }

    /** Whether the join is further than when this try began. */
    boolean hasAdvanced() {
        return advanced;
    }

    /** Whether an earlier try has swapped the table in, though its end was not seen: the connection was lost. */
    boolean hasJoined() throws SQLException {
        boolean replicating = tables.find(id)
                .filter(table -> table.state() == TableState.REPLICATING)
                .isPresent();
        boolean joined = replicating && !joins.has(id);
        postgres.commit();
        return joined;
    }

    /** @param anew whether what the catalogue has of an earlier copy is thrown away */
    void run(boolean anew) throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        TableSize size = server.size(id);
        context.progress().tableStarted(id, size.rows());
        Optional<JoinRecord> recorded = anew ? Optional.empty() : recorded();
        JoinRecord join = recorded.isPresent() && recorded.get().phase() != JoinPhase.COPYING
                ? recorded.get()
                : copied(recorded, size);
        LoadingTable loading = loading(join);
        if (join.phase() == JoinPhase.BUILDING_KEY) {
            enter(JoinPhase.BUILDING_KEY);
            createKey(loading);
            advanceTo(JoinPhase.CATCHING_UP);
        }
        catchUpAndSwap(join, loading);
    }

    private void createKey(LoadingTable loading) throws SQLException, StaleCopyException {
        try {
            loading.createKey(postgres, entry.target());
        } catch (SQLException e) {
            if (Refusal.isOfValues(e)) {
                // Whether a range was committed is not known if its session was lost just then.
                throw new StaleCopyException(
                        "the copy has rows twice: " + Refusal.explained(e).found(), e);
            }
            throw e;
        }
    }

    /** What an earlier try, perhaps of a command that was killed, has left to go on with. */
    private Optional<JoinRecord> recorded() throws SQLException, TableFailure {
        ReplicaPosition current = position(positions.find(context.source()));
        Optional<JoinRecord> found = joins.find(id, current);
        if (found.isEmpty()) {
            return found;
        }
        JoinRecord join = found.get();
        Optional<String> obstacle = new Resumption(context, server, postgres, current).obstacle(join, entry.target());
        postgres.commit();
        if (obstacle.isPresent()) {
            LOG.info("The copy of {} begins anew: {}", id, obstacle.get());
            return Optional.empty();
        }
        LOG.info(
                "The join of {} goes on with {}, {} ranges left",
                id,
                join.phase(),
                join.rangesLeft().size());
        return found;
    }

    private JoinRecord copied(Optional<JoinRecord> recorded, TableSize size)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        List<CopyReader> readers =
                context.readers().take(size.usefulReaders(context.readers().count()));
        Copy copy;
        RangesLeft ranges;
        try {
            copy = recorded.isPresent() ? new Copy(recorded.get(), false) : begin(readers);
            KeyRanges plan = RangePlan.of(copy.join().table().definition(), size, server.connection());
            ranges = new RangesLeft(plan, copy.join().rangesLeft());
        } catch (SQLException | InterruptedException | TableFailure | RuntimeException e) {
            readers.forEach(context.readers()::discard);
            throw e;
        }
        enter(JoinPhase.COPYING);
        copy(copy, ranges, readers);
        requireUnchanged(copy.join().table());
        return end(copy);
    }

    private void copy(Copy copy, RangesLeft ranges, List<CopyReader> readers)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        TableCopy tableCopy = new TableCopy(context, loading(copy.join()), ranges);
        try {
            tableCopy.run(readerThreads, readers, copy.inSnapshot());
        } catch (SQLException | TableFailure e) {
            if (!context.sessions().isAborted() && !Refusal.isPassing(e)) {
                // Values of another definition may be refused, or misread.
                requireUnchanged(copy.join().table());
            }
            throw e;
        } finally {
            advanced |= tableCopy.hasAdvanced();
        }
    }

    private void catchUpAndSwap(JoinRecord join, LoadingTable loading)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        try (CatchUp catchUp = new CatchUp(context, postgres, loading, join.reached(), join.low())) {
            if (join.phase().compareTo(JoinPhase.CATCHING_UP) <= 0) {
                enter(JoinPhase.CATCHING_UP);
                followToEnd(catchUp, join);
                advanceTo(JoinPhase.BUILDING_INDEXES);
            }
            catchUp.commitWholeTransactionsOnly();
            if (join.phase() != JoinPhase.SWAPPING) {
                enter(JoinPhase.BUILDING_INDEXES);
                comeNear(catchUp);
                buildIndexes(loading, join.indexes());
                advanceTo(JoinPhase.SWAPPING);
            }
            enter(JoinPhase.SWAPPING);
            comeNear(catchUp);
            Swap swap = new Swap(context, postgres, loading, entry);
            swap.run(catchUp);
            swap.analyze();
        }
        context.progress().tableDone(id);
    }

    private void followToEnd(CatchUp catchUp, JoinRecord join)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        try {
            follow(catchUp, join.requiredEnd(), join.serverUuid());
        } catch (SQLException e) {
            if (Refusal.isOfValues(e)) {
                throw new StaleCopyException(
                        "PostgreSQL refused a change that may be older than the table's definition: "
                                + Refusal.explained(e).found(),
                        e);
            }
            throw e;
        }
    }

    private void buildIndexes(LoadingTable loading, int built) throws SQLException {
        List<String> statements = loading.indexStatements(postgres, entry.target());
        for (int i = built; i < statements.size(); i++) {
            Statements.execute(postgres, List.of(statements.get(i)));
            joins.setIndexes(id, i + 1);
            postgres.commit();
            advanced = true;
        }
    }

    private void enter(JoinPhase newPhase) {
        phase = newPhase;
        context.progress().phase(id, newPhase.toString());
    }

    /** Commits what was done in the phase before, so that it is not done again. */
    private void advanceTo(JoinPhase newPhase) throws SQLException {
        joins.setPhase(id, newPhase);
        postgres.commit();
        advanced = true;
    }

    /** The design's steps 1 and 2: K and P in one read, then L, then the table's definition, which is younger than L. */
    private Copy begin(List<CopyReader> readers) throws SQLException, InterruptedException, TableFailure {
        if (server.table(id).isEmpty()) {
            throw gone();
        }
        StreamServer.await(context, server, postgres, id);
        ReplicaPosition noted = note();
        GtidSet applied = noted.applied().gtids();
        PreparedAtStart prepared = new PreparedAtStart(context, server, postgres);
        CopyStart start = new CopyStart(server, context.limits().settle());
        if (applied != null && !server.isMariaDb()) {
            CopyPosition low = start.find(noted, applied);
            // Read after L: a transaction whose XA PREPARE is in L is shown then, or was seen to its end before.
            prepared.await(noted, id);
            return new Copy(register(noted, low), false);
        }
        prepared.await(noted, id);
        Connection locking = context.sessions().openMySql();
        try {
            TableLock lock = TableLock.take(locking, id, context.limits().tableLock());
            try (lock) {
                for (CopyReader reader : readers) {
                    reader.beginSnapshot();
                }
                // Not the binlog's end: an XA transaction may stand before it that the engine has yet to commit, and
                // MariaDB's lock does not wait for. Applied again, what the snapshots have seen does no harm.
                SourcePosition noneBehind = noted.applied();
                CopyPosition low = new CopyPosition(new SourcePosition(noneBehind.file(), noneBehind.position(), null));
                return new Copy(register(noted, low), true);
            }
        } finally {
            context.sessions().close(locking);
        }
    }

    /** Under the position's lock: whoever lets go of what lies before the sink's place takes it too, and sees the join. */
    private ReplicaPosition note() throws SQLException, InterruptedException, TableFailure {
        ReplicaPosition noted = PositionLock.take(context, postgres);
        joins.note(id, noted);
        postgres.commit();
        begunAnew = true;
        return noted;
    }

    private JoinRecord register(ReplicaPosition noted, CopyPosition low) throws SQLException, TableFailure {
        CopiedTable table = server.table(id).orElseThrow(TableJoin::gone);
        if (table.definition().replicaKey().isEmpty()) {
            throw new TableFailure(
                            "its key was dropped in MySQL since the command began, and a table without one is copied in"
                                    + " another way",
                            "Run the command again.")
                    .leaving(Remainder.NOTHING);
        }
        MappedTable mapped = context.mappings().of(table.definition(), entry.target());
        JoinRecord join = JoinRecord.beginning(noted, low, table, mapped.mapping(), server.uuid());
        if (!entry.replaces()) {
            tables.put(mapped, TableState.COPYING, null);
            // With the table's row the join's was removed.
            joins.note(id, noted);
        }
        joins.begin(id, join);
        LoadingTable loading = loading(join);
        loading.create(postgres, entry.target());
        context.properties().applyTo(postgres, loading, entry.target());
        postgres.commit();
        return join;
    }

    private static TableFailure gone() {
        return new TableFailure(
                        "MySQL has no such table any more", "Leave it out, or create it and run the command again.")
                .leaving(Remainder.NO_TABLE);
    }

    private LoadingTable loading(JoinRecord join) {
        return new LoadingTable(
                new MappedTable(join.table().definition(), context.loadingName(entry.target()), join.mapping()));
    }

    private void requireUnchanged(CopiedTable copied) throws SQLException, StaleCopyException {
        Optional<CopiedTable> now = server.table(id);
        if (now.isEmpty()) {
            throw new StaleCopyException("the table was dropped or renamed while it was copied");
        }
        if (!now.get().equals(copied)) {
            throw new StaleCopyException("the table was changed, or replaced by another, while it was copied");
        }
    }

    /**
     * The design's E: all that any snapshot has seen lies before it. The binlog's end runs ahead of the engine's
     * commits, which is on the safe side here. A copy of one snapshot is exact where it began.
     */
    private JoinRecord end(Copy copy) throws SQLException {
        JoinRecord join = copy.join();
        SourcePosition end = server.binlogEnd();
        joins.setEnd(id, end);
        if (!entry.replaces()) {
            tables.setState(id, TableState.CATCHING_UP, null);
        }
        advanceTo(JoinPhase.BUILDING_KEY);
        return join.copied(end);
    }

    /** Applies what the sink has applied, until that is past the copy's end. */
    private void follow(CatchUp catchUp, SourcePosition end, String serverUuid)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        SinkWatch watch = new SinkWatch(context, postgres);
        while (true) {
            ReplicaPosition position = position();
            boolean reached = CatchUp.hasReached(position, end, serverUuid);
            advanced |= catchUp.distanceTo(position.nextOffset()) > 0;
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
        return position(position);
    }

    private ReplicaPosition position(Optional<ReplicaPosition> found) throws TableFailure {
        return found.orElseThrow(() -> new TableFailure(
                "the catalogue has no position of the source " + context.source(),
                "Run init-replica, which sets where the replica begins."));
    }
}
