package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.postgres.PostgresConnections;
import dev.anole.postgres.catalogue.CatalogueSchema;
import dev.anole.postgres.catalogue.ErrorLog;
import dev.anole.postgres.catalogue.Positions;
import dev.anole.postgres.catalogue.ReplicaPosition;
import dev.anole.postgres.catalogue.ReplicaTables;
import dev.anole.postgres.catalogue.SinkPause;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.transaction.TableMaps;
import dev.anole.postgres.transaction.Transaction;
import dev.anole.postgres.transaction.TransactionAssembler;
import dev.anole.postgres.types.MappedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session on PostgreSQL that holds the replica's place, from taking it over until something fails: it takes
 * records, and writes whole MySQL transactions with the position in one PostgreSQL transaction. After an exception it
 * is of no more use; a new session goes on from what was committed. Used by the apply thread, but for {@link #abort}.
 */
final class ReplicaSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaSession.class);

    /** No statement of the sink takes so long; a server that is gone without a word is noticed then. */
    private static final int SILENCE_SECONDS = 900;

    /** Bytes of images that are decoded at once; a row of few bytes takes some 400 then. */
    private static final long PART_BYTES = 4L << 20;

    /** Between two looks whether the sink may go on. */
    private static final long PAUSE_NANOS = 200_000_000;

    private final ReplicaSettings settings;
    private final Connection connection;
    private final Positions positions;
    private final TableMaps maps;
    private final TransactionAssembler assembler;
    private final TableCounters counters;
    private final SinkMetrics metrics;
    private final XaTransactions xa;
    private final SinkPause pause;
    private final SelfMaintenance maintenance;
    private final BooleanSupplier stopping;
    private AppliedTables tables;
    private ReplicaPosition committed;
    private List<Transaction> batch = new ArrayList<>();
    private int batchEvents;
    private long batchBytes;
    private boolean streaming;
    private @Nullable String newFilter;
    /** By the transaction that is open. */
    private final Set<TableId> held = new TreeSet<>();

    private ReplicaSession(
            ReplicaSettings settings,
            Connection connection,
            ReplicaPosition position,
            SinkMetrics metrics,
            BooleanSupplier stopping)
            throws SQLException {
        this.metrics = metrics;
        this.settings = settings;
        this.connection = connection;
        this.stopping = stopping;
        pause = new SinkPause(connection, settings.source());
        maintenance = new SelfMaintenance(connection, settings.source(), settings.maintenance());
        positions = new Positions(connection);
        maps = new TableMaps(connection, settings.source());
        counters = new TableCounters(settings.source());
        xa = new XaTransactions(connection, settings.source());
        tables = new AppliedTables(connection, settings, maps);
        assembler = new TransactionAssembler(position);
        committed = position;
    }

    /**
     * Takes the place over from whoever held it.
     *
     * @param epoch of this task's last session; it has lost its place if the catalogue has a higher one by now; -1 for
     *     a task that is new
     * @param stopping whether the place is not wanted any more; a task that was told to stop must not take it
     * @throws LostPlaceException if another task took over meanwhile
     * @throws dev.anole.postgres.catalogue.CatalogueException if there is no catalogue, or no position in it
     */
    static ReplicaSession open(
            ReplicaSettings settings,
            String topic,
            int partition,
            long epoch,
            BooleanSupplier stopping,
            SinkMetrics metrics)
            throws SQLException {
        Connection connection =
                PostgresConnections.open(settings.postgres(), "anole sink " + settings.source(), SILENCE_SECONDS);
        try {
            new CatalogueSchema(connection).requireCurrent();
            connection.setAutoCommit(false);
            Positions positions = new Positions(connection);
            // Not locked: a stopped zombie may hold the row, which taking over ends.
            Optional<ReplicaPosition> found = positions.find(settings.source());
            if (epoch >= 0 && found.isPresent() && found.get().epoch() > epoch) {
                throw new LostPlaceException(
                        settings.source(), found.get().applied().toString());
            }
            if (stopping.getAsBoolean()) {
                throw new RestartException("Stopped while connecting to PostgreSQL");
            }
            ReplicaPosition position = positions.takeOver(settings.source(), topic, partition);
            connection.commit();
            ReplicaSession session = new ReplicaSession(settings, connection, position, metrics, stopping);
            connection.commit();
            return session;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(connection);
            throw e;
        }
    }

    /** What PostgreSQL has. */
    ReplicaPosition committed() {
        return committed;
    }

    /** Takes the next record, and writes when enough is gathered. */
    void add(long offset, ChangeEvent event) throws SQLException {
        if (event instanceof ChangeEvent.Rows rows) {
            maps.learn(rows);
        } else if (event instanceof ChangeEvent.RowsGroup group) {
            group.events().forEach(maps::learn);
        }
        Optional<Transaction> complete = assembler.add(offset, event);
        if (event instanceof ChangeEvent.Incarnation incarnation) {
            newFilter = incarnation.filterHash();
        }
        if (streaming && complete.isPresent() && event.kind() == ChangeEvent.Kind.INCARNATION) {
            // The transaction that streams will come again, whole.
            connection.rollback();
            streaming = false;
            xa.abandonStream();
        }
        if (complete.isPresent()) {
            take(complete.get());
        } else if (assembler.openBytes() > settings.batchBytes()) {
            stream();
        }
    }

    private void take(Transaction transaction) throws SQLException {
        ChangeEvent.Schema schemaChange = transaction.schemaChange();
        if (streaming) {
            finishStream(transaction);
        } else if (schemaChange != null) {
            flush();
            applySchemaChange(transaction, schemaChange, List.of());
        } else if (xa.commitsRows(transaction)) {
            flush();
            commitPrepared(transaction);
        } else {
            xa.expect(transaction);
            batch.add(transaction);
            batchEvents += transaction.rows().size();
            for (ChangeEvent.Rows rows : transaction.rows()) {
                batchBytes += rows.images().bytes();
            }
            if (batchEvents >= settings.batchEvents() || batchBytes >= settings.batchBytes()) {
                flush();
            }
        }
    }

    /** Writes the whole transactions that are gathered, in one PostgreSQL transaction. */
    void flush() throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        boolean inOrder = false;
        while (!tryFlush(inOrder)) {
            inOrder = true;
        }
        batch = new ArrayList<>();
        batchEvents = 0;
        batchBytes = 0;
    }

    /** Returns false if a table stands in the way of the net change, which is then to be written in order. */
    private boolean tryFlush(boolean inOrder) throws SQLException {
        ReplicaPosition after = batch.get(batch.size() - 1).after();
        while (true) {
            begin(after);
            try {
                write(rows(), inOrder);
                for (Transaction transaction : batch) {
                    xa.write(transaction);
                }
                commit(after, batch);
                return true;
            } catch (TableFailure failure) {
                connection.rollback();
                if (!inOrder) {
                    LOG.info("Writing a batch of {} transactions row by row: {}", batch.size(), failure.found());
                    metrics.writesInOrder();
                    return false;
                }
                disableOrFail(failure);
            }
        }
    }

    private List<ChangeEvent.Rows> rows() {
        List<ChangeEvent.Rows> rows = new ArrayList<>(batchEvents);
        batch.stream()
                .filter(transaction -> transaction.xa() == null)
                .forEach(transaction -> rows.addAll(transaction.rows()));
        return rows;
    }

    /** In parts, since decoded rows take many times the memory of their images. */
    private void write(List<ChangeEvent.Rows> rows, boolean inOrder) throws SQLException, TableFailure {
        List<Map<TableId, Written>> parts = new ArrayList<>();
        long writtenBytes = 0;
        for (int from = 0; from < rows.size(); ) {
            int to = from;
            long bytes = 0;
            for (; to < rows.size() && bytes < PART_BYTES; to++) {
                bytes += rows.get(to).images().bytes();
            }
            List<ChangeEvent.Rows> part = rows.subList(from, to);
            Map<TableId, Written> written =
                    inOrder ? tables.writeInOrder(connection, part) : tables.writeNet(connection, part);
            counters.recordDiscarded(connection, written);
            parts.add(written);
            writtenBytes += bytes;
            from = to;
        }
        // Not before all is written: what is rolled back does not count.
        parts.forEach(counters::add);
        metrics.wrote(rows.size(), writtenBytes);
    }

    /** Begins a PostgreSQL transaction with the fence, and with the tables as the catalogue has them now. */
    private void begin(ReplicaPosition after) throws SQLException {
        counters.forget();
        held.clear();
        Positions.Advance advance = advance(after);
        while (!advance.mayGoOn()) {
            connection.rollback();
            awaitEndOfPause();
            advance = advance(after);
        }
        metrics.begins();
        if (advance.generation() != committed.generation()) {
            forgetStatements();
            readTables();
            committed = committed.withGeneration(advance.generation());
        }
        if (newFilter != null && after.incarnation() != committed.incarnation()) {
            positions.setFilter(settings.source(), newFilter);
        }
        maps.save(connection);
    }

    private Positions.Advance advance(ReplicaPosition after) throws SQLException {
        Optional<Positions.Advance> advance = positions.advance(committed, after);
        if (advance.isEmpty()) {
            connection.rollback();
            throw new LostPlaceException(settings.source(), committed.applied().toString());
        }
        return advance.get();
    }

    private void awaitEndOfPause() throws SQLException {
        while (pause.isWanted()) {
            connection.rollback();
            LockSupport.parkNanos(PAUSE_NANOS);
            if (stopping.getAsBoolean()) {
                throw new RestartException("Stopped while a command keeps the sink waiting");
            }
        }
        connection.rollback();
    }

    /** Between two transactions. */
    void maintainIfDue() throws SQLException {
        if (!streaming) {
            maintenance.runIfDue();
        }
    }

    /** Definitions or states in the catalogue have changed. */
    private void readTables() throws SQLException {
        tables = new AppliedTables(connection, settings, maps);
        metrics.tablesChanged();
    }

    /** The server keeps the types of a prepared statement's parameters by number; those of a replaced table are gone. */
    private void forgetStatements() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DEALLOCATE ALL");
        }
    }

    /** @param transactions that are applied by it */
    private void commit(ReplicaPosition after, List<Transaction> transactions) throws SQLException {
        Written written = counters.ofTransaction();
        counters.save(connection);
        if (metrics.wantsTableStates()) {
            metrics.tableStates(new ReplicaTables(connection, settings.source()).countByState());
        }
        metrics.commits();
        connection.commit();
        metrics.committed(transactions, written);
        if (!held.isEmpty()) {
            settings.tellHeld(held);
            held.clear();
        }
        counters.saved();
        maps.saved();
        committed = after.withGeneration(committed.generation());
    }

    /** In the transaction that follows, the table is disabled, or an exception ends the task. */
    private void disableOrFail(TableFailure failure) throws SQLException {
        disableOrFail(failure, null);
    }

    /** @param change the DDL statement that failed; null if rows did */
    private void disableOrFail(TableFailure failure, ChangeEvent.@Nullable Schema change) throws SQLException {
        String copyAgain = "run `replica-admin sync-tables --source " + settings.source() + " --tables "
                + failure.table() + "`, which copies the table again";
        String known = failure.remedy();
        String remedy = settings.continueOnError()
                ? (known == null ? "Mend the cause" : known) + ", then " + copyAgain
                : (known == null ? "Mend the cause in PostgreSQL" : known)
                        + ", then run `replica-admin start-replica --source " + settings.source()
                        + "`; where it cannot be mended, set on_error_replay: continue before that, which disables the"
                        + " table, and then " + copyAgain;
        String attempt = "Could not apply the changes of table " + failure.table() + " at " + failure.place();
        String message =
                attempt + (change == null ? "" : ", by the statement " + change.statement()) + ": " + failure.found();
        // Without the statement, whose literals are nobody else's.
        String notice = attempt + (change == null ? "" : ", by a DDL statement") + ": " + failure.found();
        Optional<MappedTable> created =
                failure.created().or(() -> tables.find(failure.table()).map(ReplicatedTable::mapped));
        begin(committed);
        new ErrorLog(connection)
                .add(new ErrorLog.Failure(
                        settings.source(),
                        failure.table(),
                        message,
                        remedy,
                        failure.sqlstate(),
                        failure.place(),
                        null));
        metrics.error();
        if (!settings.continueOnError()) {
            if (change != null) {
                applier().recordFailure(change, failure);
            }
            commit(committed, List.of());
            throw new ApplyException(message, notice, remedy, failure.place(), failure);
        }
        LOG.error("{}. The table is disabled, the others go on. {}", message, remedy);
        ReplicaTables catalogue = new ReplicaTables(connection, settings.source());
        if (catalogue.find(failure.table()).isPresent() || created.isEmpty()) {
            catalogue.setState(failure.table(), TableState.DISABLED, message);
        } else {
            catalogue.put(created.get(), TableState.DISABLED, message);
        }
        readTables();
        commit(committed, List.of());
        settings.tellDisabled(failure.table(), failure.found() + " at " + failure.place());
    }

    /** Writes what there is of a transaction too large to be held; readers see none of it before its end. */
    private void stream() throws SQLException {
        flush();
        if (!streaming) {
            begin(committed);
            streaming = true;
        }
        ChangeEvent.Schema change = assembler.takeOpenSchemaChange();
        if (change != null) {
            streamSchemaChange(change);
        }
        String xid = assembler.openXid();
        List<ChangeEvent.Rows> rows = assembler.takeOpenRows();
        if (xid == null) {
            writeStreamed(rows);
        } else {
            xa.park(xid, rows, rows.get(0).header());
        }
    }

    /** What a transaction begins with that creates a table, and fills it. */
    private void streamSchemaChange(ChangeEvent.Schema change) throws SQLException {
        try {
            execute(change, List.of());
        } catch (TableFailure failure) {
            connection.rollback();
            streaming = false;
            disableOrFail(failure, change);
            throw new RestartException("Table " + failure.table() + " was disabled by a large transaction's DDL");
        }
    }

    private void finishStream(Transaction transaction) throws SQLException {
        if (transaction.xa() != null) {
            xa.expect(transaction);
            xa.endParking(transaction);
        } else {
            Optional<XaTransactions.Parked> onePhase = xa.takeStreamed(transaction.header());
            if (onePhase.isPresent()) {
                writeParked(onePhase.get());
                xa.forget(onePhase.get());
            }
            writeStreamed(transaction.rows());
        }
        advance(transaction.after());
        maps.save(connection);
        commit(transaction.after(), List.of(transaction));
        streaming = false;
    }

    /** Applies what was prepared, however much it is, whole in one PostgreSQL transaction. */
    private void commitPrepared(Transaction transaction) throws SQLException {
        begin(transaction.after());
        XaTransactions.Parked parked = xa.committed(transaction);
        writeParked(parked);
        xa.settle(parked, transaction.header());
        xa.expect(transaction);
        commit(transaction.after(), List.of(transaction));
        xa.purge();
        connection.commit();
    }

    private void writeParked(XaTransactions.Parked parked) throws SQLException {
        List<ChangeEvent.Rows> rows = parked.rows().next();
        while (!rows.isEmpty()) {
            writeStreamed(rows);
            rows = parked.rows().next();
        }
    }

    private void writeStreamed(List<ChangeEvent.Rows> rows) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            write(rows, false);
        } catch (TableFailure first) {
            LOG.info("Writing a part of a large transaction row by row: {}", first.found());
            metrics.writesInOrder();
            connection.rollback(savepoint);
            try {
                write(rows, true);
            } catch (TableFailure failure) {
                // The table is excluded from the beginning of the transaction, which therefore comes again.
                connection.rollback();
                streaming = false;
                disableOrFail(failure);
                throw new RestartException("Table " + failure.table() + " was disabled inside a large transaction");
            }
        }
        connection.releaseSavepoint(savepoint);
    }

    /** @param disabled tables that this statement has disabled */
    private void applySchemaChange(Transaction transaction, ChangeEvent.Schema change, List<TableFailure> disabled)
            throws SQLException {
        begin(transaction.after());
        try {
            execute(change, disabled);
            if (!transaction.rows().isEmpty()) {
                writeStreamed(transaction.rows());
            }
            commit(transaction.after(), List.of(transaction));
        } catch (TableFailure failure) {
            connection.rollback();
            disableOrFail(failure, change);
            List<TableFailure> more = new ArrayList<>(disabled);
            more.add(failure);
            applySchemaChange(transaction, change, more);
        }
    }

    private SchemaChangeApplier applier() {
        return new SchemaChangeApplier(connection, settings.source(), tables, settings.ddlPolicy(), true);
    }

    private void execute(ChangeEvent.Schema change, List<TableFailure> disabled) throws SQLException, TableFailure {
        // A large table is rewritten, or gets an index, for hours; a server that is gone is noticed by TCP's keepalive.
        connection.setNetworkTimeout(Runnable::run, 0);
        try {
            SchemaChangeApplier applier = applier();
            boolean changed = !applier.apply(change, committed, disabled).isEmpty();
            held.addAll(applier.held());
            if (changed) {
                forgetStatements();
                readTables();
            }
        } finally {
            connection.setNetworkTimeout(Runnable::run, SILENCE_SECONDS * 1000);
        }
    }

    /** Ends the session at once, from any thread; what was not committed is rolled back. */
    void abort() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.warn("Could not abort the session on PostgreSQL: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        closeQuietly(connection);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Could not close a session on PostgreSQL, which ends it all the same", e);
        }
    }
}
