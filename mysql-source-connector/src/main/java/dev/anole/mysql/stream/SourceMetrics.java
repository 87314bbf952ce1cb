package dev.anole.mysql.stream;

import dev.anole.contract.metrics.TaskMetrics;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * What a source task does, as JMX shows it: see {@link TaskMetrics}. The thread that reads the binlog counts, once per
 * event at most, and the one that polls; any may read.
 */
public final class SourceMetrics implements AutoCloseable {

    static final String DOMAIN = "dev.anole.source";

    private static final double NANOS = 1e9;

    private final TaskMetrics metrics;
    private final SourceLag lag = new SourceLag(Clock.systemUTC());
    private final LongAdder transactions;
    private final LongAdder skippedTransactions;
    private final LongAdder rowEvents;
    private final LongAdder readBytes;
    private final LongAdder publishedRecords;
    private final LongAdder publishedBytes;
    private final LongAdder reconnects;
    private volatile boolean connected;
    private volatile long lastEventNanos = System.nanoTime();
    private volatile long lastRecordNanos = System.nanoTime();

    /**
     * @param connector its name in Connect
     * @param queueBytes what waits for Connect's thread
     */
    public SourceMetrics(String connector, LongSupplier queueBytes) {
        metrics = new TaskMetrics(DOMAIN, connector);
        transactions = metrics.counter("transactions-total", "Transactions of MySQL that changed replicated tables");
        skippedTransactions = metrics.counter(
                "skipped-transactions-total", "Transactions of MySQL that were read and concern no replicated table");
        rowEvents = metrics.counter(
                "row-events-total",
                "Rows events of replicated tables: each has the rows of one table that a statement changed, or some of them");
        readBytes = metrics.counter("read-bytes-total", "Bytes of the binlog that were read, of whatever tables");
        publishedRecords =
                metrics.counter("published-records-total", "Records that Connect took to publish, heartbeats included");
        publishedBytes = metrics.counter(
                "published-bytes-total",
                "Bytes of the records published, before compression; of record.format=compact only");
        reconnects = metrics.counter(
                "reconnects-total", "Times that the connection to MySQL was lost or refused, and tried again");
        addGauges(queueBytes);
    }

    private void addGauges(LongSupplier queueBytes) {
        metrics.gauge("connected", "1 while MySQL sends its binlog, else 0", () -> connected ? 1 : 0);
        metrics.gauge(
                "lag-seconds",
                "Age of the transaction of MySQL that was read last; 0 once all that MySQL has was read",
                lag::seconds);
        metrics.gauge(
                "last-event-age-seconds",
                "Time since something was read from MySQL, which sends a heartbeat every second while it is idle;"
                        + " grows too while queue-bytes is at its limit",
                () -> age(lastEventNanos));
        metrics.gauge(
                "last-record-age-seconds",
                "Time since Connect took records to publish; heartbeats come every second while MySQL is idle",
                () -> age(lastRecordNanos));
        metrics.gauge("queue-bytes", "Bytes that are read and wait for Connect", queueBytes::getAsLong);
    }

    private static double age(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / NANOS;
    }

    /** All names with their descriptions. */
    public List<MetricName> names() {
        return metrics.names();
    }

    void connected() {
        connected = true;
        lastEventNanos = System.nanoTime();
    }

    void disconnected() {
        connected = false;
        lag.disconnected();
    }

    void reconnects() {
        reconnects.increment();
    }

    /** So many bytes of events were read since the last call. */
    void read(long bytes) {
        readBytes.add(bytes);
        lastEventNanos = System.nanoTime();
    }

    void transactionBegins(long commitTimestampUs) {
        lag.begins(commitTimestampUs);
    }

    void transactionEnds(boolean published) {
        (published ? transactions : skippedTransactions).increment();
    }

    /** A rows event was published. */
    void rowsEvent() {
        rowEvents.increment();
    }

    /** Whole transactions are read, and no more has come yet. */
    void waits() {
        lag.waits();
    }

    /** MySQL says that it has nothing more. */
    void serverIsIdle() {
        lag.isIdle();
    }

    /** Connect takes these records. */
    public void published(List<SourceRecord> records) {
        long bytes = 0;
        for (SourceRecord record : records) {
            bytes += record.value() instanceof byte[] value ? value.length : 0;
        }
        publishedRecords.add(records.size());
        publishedBytes.add(bytes);
        lastRecordNanos = System.nanoTime();
    }

    @Override
    public void close() {
        metrics.close();
    }
}
