package dev.anole.admin.join;

import dev.anole.contract.TableId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/** Copies the rows of one table by several readers, range by range. */
final class TableCopy {

    private final JoinContext context;
    private final LoadingTable loading;
    private final RangesLeft ranges;
    private final String select;
    private final Optional<CopyKey> key;
    private volatile boolean advanced;
    private volatile boolean failed;

    TableCopy(JoinContext context, LoadingTable loading, RangesLeft ranges) {
        this.context = context;
        this.loading = loading;
        this.ranges = ranges;
        key = CopyKey.of(loading.definition());
        select = "SELECT " + CopyRows.selectList(loading.definition()) + " FROM "
                + loading.definition().id().quoted();
    }

    /**
     * Copies everything, each reader on a thread of its own. The readers are given back as they end, so that the next
     * table can begin.
     *
     * @param inSnapshot whether the readers hold the snapshots to read from
     */
    void run(ExecutorService threads, List<CopyReader> readers, boolean inSnapshot)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        try {
            ReaderThreads.run(threads, readers, reader -> readAll(reader, inSnapshot));
        } catch (InterruptedException e) {
            failed = true;
            throw e;
        }
    }

    /** Whether a range was finished. */
    boolean hasAdvanced() {
        return advanced;
    }

    private void readAll(CopyReader reader, boolean inSnapshot) throws SQLException, StaleCopyException, TableFailure {
        boolean done = false;
        try {
            CopyRows rows = new CopyRows(loading.mapped());
            for (Optional<KeyRange> range = next(reader); range.isPresent(); range = next(reader)) {
                read(reader, rows, range.get());
            }
            if (inSnapshot) {
                reader.endSnapshot();
            }
            done = true;
        } finally {
            if (done) {
                context.readers().giveBack(reader);
            } else {
                failed = true;
                context.readers().discard(reader);
            }
        }
    }

    private Optional<KeyRange> next(CopyReader reader) throws SQLException {
        return failed ? Optional.empty() : ranges.next(reader.mysql());
    }

    private void read(CopyReader reader, CopyRows rows, KeyRange range)
            throws SQLException, StaleCopyException, TableFailure {
        TableId id = loading.definition().id();
        String where = key.map(k -> range.where(k.quotedColumns())).orElse("");
        reader.copy(select + where, loading.copyStatement(), rows, (count, bytes) -> context.progress()
                .rowsCopied(id, count, bytes));
        commit(reader.postgres(), id, range);
    }

    /** One after the other: else a list of ranges could overwrite one from which more are gone. */
    private synchronized void commit(Connection postgres, TableId id, KeyRange range) throws SQLException {
        new Joins(postgres, context.source()).setRangesLeft(id, ranges.without(range));
        postgres.commit();
        ranges.finished(range);
        advanced = true;
    }
}
