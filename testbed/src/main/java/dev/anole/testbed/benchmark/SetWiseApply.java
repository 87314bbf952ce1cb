package dev.anole.testbed.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * The limit of a drain: PostgreSQL applies the net changes of every 5,000 changes in one transaction, on one connection.
 * They are staged by COPY in an unlogged table, then deleted and upserted set-wise. For one thread.
 */
final class SetWiseApply {

    private static final int BATCH_TRANSACTIONS = 5_000 / ChangePlan.CHANGES_IN_TRANSACTION;
    /** What COPY reads as NULL, for the columns of a delete after its key. */
    private static final String SIX_NULLS = "\t\\N".repeat(6);

    private final Connection postgres;
    private final String table;
    private final String sentinel;
    private final List<byte[]> batches;

    /** Prepares the bytes that will be staged: that is the reader's work, not PostgreSQL's. */
    SetWiseApply(Connection postgres, String table, ChangePlan plan) {
        this.postgres = postgres;
        this.table = table;
        sentinel = plan.sentinel();
        batches = batches(plan.inOrder());
    }

    private static List<byte[]> batches(List<List<ChangePlan.Change>> transactions) {
        List<byte[]> batches = new ArrayList<>();
        for (int from = 0; from < transactions.size(); from += BATCH_TRANSACTIONS) {
            int to = Math.min(transactions.size(), from + BATCH_TRANSACTIONS);
            Map<Long, ChangePlan.Change> net = new LinkedHashMap<>();
            transactions.subList(from, to).forEach(changes -> changes.forEach(change -> net.put(change.key(), change)));
            batches.add(text(net.values()));
        }
        return batches;
    }

    private static byte[] text(Collection<ChangePlan.Change> changes) {
        StringBuilder text = new StringBuilder();
        for (ChangePlan.Change change : changes) {
            text.append(change.delete() ? "t\t" : "f\t");
            if (change.delete()) {
                text.append(change.key()).append(SIX_NULLS);
            } else {
                NarrowRow.append(text, change.key(), change.version());
            }
            text.append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Applies all changes; returns the seconds that it took. */
    double run() throws SQLException, IOException {
        try (Statement statement = postgres.createStatement()) {
            statement.execute(
                    "CREATE UNLOGGED TABLE staged AS SELECT false AS deleted, t.* FROM " + table + " t LIMIT 0");
            postgres.setAutoCommit(false);
            Stopwatch watch = Stopwatch.start();
            for (byte[] batch : batches) {
                apply(statement, batch);
                postgres.commit();
            }
            double seconds = watch.seconds();
            postgres.setAutoCommit(true);
            statement.execute("DROP TABLE staged");
            return seconds;
        }
    }

    /** Adds the backlog's last row, which the plan does not have, so that the tables can be compared. */
    void addSentinel() throws SQLException {
        try (Statement statement = postgres.createStatement()) {
            statement.execute("INSERT INTO " + table + " VALUES " + sentinel);
        }
    }

    private void apply(Statement statement, byte[] batch) throws SQLException {
        CopyIn copy = postgres.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY staged FROM STDIN");
        copy.writeToCopy(batch, 0, batch.length);
        copy.endCopy();
        statement.executeUpdate("DELETE FROM " + table + " t USING staged s WHERE s.deleted AND t.id = s.id");
        statement.executeUpdate("INSERT INTO " + table
                + " SELECT id, customer_id, quantity, status, amount, note, ordered_at FROM staged WHERE NOT deleted"
                + " ON CONFLICT (id) DO UPDATE SET customer_id = excluded.customer_id, quantity = excluded.quantity,"
                + " status = excluded.status, amount = excluded.amount, note = excluded.note,"
                + " ordered_at = excluded.ordered_at");
        statement.execute("TRUNCATE staged");
    }
}
