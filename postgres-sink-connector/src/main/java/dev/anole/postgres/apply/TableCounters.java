package dev.anole.postgres.apply;

import dev.anole.contract.TableId;
import dev.anole.postgres.catalogue.BadValueLog;
import dev.anole.postgres.catalogue.ReplicaTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Adds what was written to the tables' counters in the catalogue, at most once a second, since a transaction of one
 * row should not write two. Drift and values that PostgreSQL cannot hold are written
 * at once. A killed task loses the counts of its last second. Used by one
 * thread.
 */
final class TableCounters {

    private static final long INTERVAL_NS = Duration.ofSeconds(1).toNanos();

    private final String source;
    private final Map<TableId, Written> committed = new HashMap<>();
    private final Map<TableId, Written> inTransaction = new HashMap<>();
    private long lastSavedNs = System.nanoTime() - INTERVAL_NS;
    private boolean saving;

    TableCounters(String source) {
        this.source = source;
    }

    /** Writes the rows that were left out as part of the open transaction, so that they take no more memory. */
    void recordDiscarded(Connection connection, Map<TableId, Written> written) throws SQLException {
        BadValueLog log = new BadValueLog(connection, source);
        for (Map.Entry<TableId, Written> entry : written.entrySet()) {
            entry.getValue().recordDiscarded(log, entry.getKey(), false);
        }
    }

    /** Adds what the open transaction wrote. */
    void add(Map<TableId, Written> written) {
        written.forEach((table, more) -> sum(inTransaction, table, more));
    }

    /** What the open transaction wrote, to all tables. */
    Written ofTransaction() {
        Written all = new Written();
        inTransaction.values().forEach(all::add);
        return all;
    }

    /** The open transaction was rolled back. */
    void forget() {
        inTransaction.clear();
    }

    /** Writes the counters, if it is time, as part of the open transaction. */
    void save(Connection connection) throws SQLException {
        boolean remarkable = inTransaction.values().stream().anyMatch(Written::isRemarkable);
        saving = remarkable || System.nanoTime() - lastSavedNs >= INTERVAL_NS;
        if (saving) {
            inTransaction.forEach((table, more) -> sum(committed, table, more));
            inTransaction.clear();
            ReplicaTables tables = new ReplicaTables(connection, source);
            BadValueLog badValues = new BadValueLog(connection, source);
            for (Map.Entry<TableId, Written> entry : committed.entrySet()) {
                Written written = entry.getValue();
                tables.count(entry.getKey(), written.counters());
                badValues.count(entry.getKey(), false, written.badValues());
            }
        }
    }

    /** The open transaction was committed. */
    void saved() {
        if (saving) {
            committed.clear();
            lastSavedNs = System.nanoTime();
        } else {
            inTransaction.forEach((table, more) -> sum(committed, table, more));
        }
        inTransaction.clear();
    }

    private static void sum(Map<TableId, Written> sums, TableId table, Written more) {
        sums.computeIfAbsent(table, id -> new Written()).add(more);
    }
}
