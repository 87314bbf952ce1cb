package dev.anole.postgres.apply;

import dev.anole.contract.metrics.TaskMetrics;
import dev.anole.postgres.catalogue.ReplicaTable;
import dev.anole.postgres.catalogue.TableState;
import dev.anole.postgres.transaction.Transaction;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.BadValuePolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;

/**
 * What a sink task does, as JMX shows it: see {@link TaskMetrics}. The apply thread counts, once for each PostgreSQL
 * transaction that is committed; any may read.
 */
public final class SinkMetrics implements AutoCloseable {

    static final String DOMAIN = "dev.anole.sink";

    private static final double NANOS = 1e9;
    private static final long TABLE_STATES_INTERVAL_NANOS =
            Duration.ofSeconds(5).toNanos();

    private final TaskMetrics metrics;
    private final SinkLag lag = new SinkLag(Clock.systemUTC());
    private final LongAdder transactions;
    private final LongAdder rowEvents;
    private final LongAdder appliedBytes;
    private final LongAdder insertedRows;
    private final LongAdder updatedRows;
    private final LongAdder deletedRows;
    private final LongAdder driftedRows;
    private final LongAdder badValues;
    private final LongAdder discardedRows;
    private final LongAdder batches;
    private final LongAdder batchesInOrder;
    private final LongAdder applyNanos = new LongAdder();
    private final LongAdder commitNanos = new LongAdder();
    private final LongAdder reconnects;
    private final LongAdder errors;
    private final Sensor batchRows;
    private final Sensor batchTransactions;
    private final Sensor applySeconds;
    private final Sensor commitSeconds;
    private volatile boolean connected;
    private volatile Map<TableState, Integer> tableStates = Map.of();
    private long tableStatesNanos = System.nanoTime() - TABLE_STATES_INTERVAL_NANOS;

    /** Of the PostgreSQL transaction that is open. */
    private long beganNanos;

    private long committingNanos;
    private long openRowEvents;
    private long openBytes;

    /**
     * @param connector its name in Connect
     * @param queueBytes what waits for the apply thread
     */
    public SinkMetrics(String connector, LongSupplier queueBytes) {
        metrics = new TaskMetrics(DOMAIN, connector);
        transactions = metrics.counter("transactions-total", "Transactions of MySQL that are committed in PostgreSQL");
        rowEvents = metrics.counter(
                "row-events-total",
                "Rows events that are committed; changes of one row within a batch become one, or none");
        appliedBytes = metrics.counter("applied-bytes-total", "Bytes of row images that are committed");
        insertedRows = metrics.counter("inserted-rows-total", "Rows inserted");
        updatedRows = metrics.counter("updated-rows-total", "Rows updated");
        deletedRows = metrics.counter("deleted-rows-total", "Rows deleted");
        driftedRows = metrics.counter(
                "drifted-rows-total", "Rows that were not as MySQL had them before a change, and are mended");
        badValues = metrics.counter(
                "bad-values-total", "Values that PostgreSQL cannot hold, on which bad_values has decided");
        discardedRows =
                metrics.counter("discarded-rows-total", "Rows left out for a value that PostgreSQL cannot hold");
        batches = metrics.counter("batches-total", "PostgreSQL transactions with transactions of MySQL");
        batchesInOrder = metrics.counter(
                "in-order-batches-total",
                "Batches, or parts of a large transaction, that PostgreSQL refused and that were written again row by row");
        reconnects = metrics.counter(
                "reconnects-total", "Times that the session on PostgreSQL was lost or refused, and opened anew");
        errors = metrics.counter("errors-total", "Errors noted for the operator, as show-errors shows them");
        batchRows = metrics.window("batch", "rows", "Rows written by a PostgreSQL transaction");
        batchTransactions =
                metrics.window("batch", "transactions", "Transactions of MySQL in a PostgreSQL transaction");
        applySeconds =
                metrics.window("apply", "seconds", "Time from the beginning of a PostgreSQL transaction to its COMMIT");
        commitSeconds = metrics.window("commit", "seconds", "Time that the COMMIT of a PostgreSQL transaction took");
        addGauges(queueBytes);
    }

    private void addGauges(LongSupplier queueBytes) {
        metrics.gauge(
                "apply-seconds-total",
                "Time from the beginning of PostgreSQL transactions to their COMMIT",
                () -> applyNanos.sum() / NANOS);
        metrics.gauge(
                "commit-seconds-total",
                "Time that the COMMIT of PostgreSQL transactions took",
                () -> commitNanos.sum() / NANOS);
        metrics.gauge("connected", "1 while there is a session on PostgreSQL, else 0", () -> connected ? 1 : 0);
        metrics.gauge(
                "lag-seconds",
                "Age of the oldest change of MySQL that PostgreSQL lacks, as in show-status; 0 if it lacks none, NaN if"
                        + " nothing was heard for 30 seconds",
                lag::seconds);
        metrics.gauge(
                "last-applied-age-seconds",
                "Time since something was applied; heartbeats, which come every second while MySQL is idle, count too",
                lag::appliedAgeSeconds);
        metrics.gauge("queue-bytes", "Bytes of records that wait to be applied", queueBytes::getAsLong);
        for (TableState state : TableState.values()) {
            metrics.gauge(
                    state.toString().replace('_', '-') + "-tables",
                    "Tables in state " + state,
                    () -> tableStates.getOrDefault(state, 0));
        }
    }

    /** All names with their descriptions. */
    public List<MetricName> names() {
        return metrics.names();
    }

    /** @param nextOffset everything before it was applied earlier */
    void connected(long nextOffset) {
        connected = true;
        lag.stands(nextOffset);
    }

    void disconnected() {
        connected = false;
    }

    void reconnects() {
        reconnects.increment();
    }

    void error() {
        errors.increment();
    }

    /** These records are to be applied now. */
    void takes(List<DeliveredRecord> records) {
        lag.takes(records);
    }

    /** @param nextOffset everything before it is applied, of the records taken last too */
    void applied(List<DeliveredRecord> records, long nextOffset) {
        lag.applied(records, nextOffset);
    }

    /** A PostgreSQL transaction begins; what the last one has not committed does not count. */
    void begins() {
        beganNanos = System.nanoTime();
        openRowEvents = 0;
        openBytes = 0;
    }

    void wrote(int events, long bytes) {
        openRowEvents += events;
        openBytes += bytes;
    }

    void writesInOrder() {
        batchesInOrder.increment();
    }

    /** The next transaction reads the tables' states. */
    void tablesChanged() {
        tableStatesNanos = System.nanoTime() - TABLE_STATES_INTERVAL_NANOS;
    }

    /** Whether the tables' states should be read again: now and then too, since commands change them. */
    boolean wantsTableStates() {
        return System.nanoTime() - tableStatesNanos >= TABLE_STATES_INTERVAL_NANOS;
    }

    void tableStates(Map<TableState, Integer> counts) {
        tableStates = Map.copyOf(counts);
        tableStatesNanos = System.nanoTime();
    }

    /** COMMIT comes next. */
    void commits() {
        committingNanos = System.nanoTime();
    }

    /** @param applied by the transaction, heartbeats included */
    void committed(List<Transaction> applied, Written written) {
        long count = applied.stream().filter(Transaction::isChange).count();
        if (count == 0) {
            return;
        }
        ReplicaTable.Counters rows = written.counters();
        transactions.add(count);
        rowEvents.add(openRowEvents);
        appliedBytes.add(openBytes);
        insertedRows.add(rows.inserted());
        updatedRows.add(rows.updated());
        deletedRows.add(rows.deleted());
        driftedRows.add(rows.drifted());
        countBadValues(written.badValues());
        batches.increment();
        batchRows.record((double) (rows.inserted() + rows.updated() + rows.deleted()));
        batchTransactions.record((double) count);
        long apply = committingNanos - beganNanos;
        long commit = System.nanoTime() - committingNanos;
        applyNanos.add(apply);
        commitNanos.add(commit);
        applySeconds.record(apply / NANOS);
        commitSeconds.record(commit / NANOS);
    }

    private void countBadValues(BadValueCounts counts) {
        if (!counts.isEmpty()) {
            counts.asMap().forEach((decision, values) -> {
                badValues.add(values);
                discardedRows.add(decision.action() == BadValuePolicy.Action.DISCARD_ROW ? values : 0);
            });
        }
    }

    @Override
    public void close() {
        metrics.close();
    }
}
