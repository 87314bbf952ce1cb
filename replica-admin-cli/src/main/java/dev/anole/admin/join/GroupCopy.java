package dev.anole.admin.join;

import dev.anole.contract.TableId;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;

/** Copies several tables from readers whose snapshots are the same, each table by one of them. */
final class GroupCopy {

    private final JoinContext context;
    private final Queue<LoadingTable> left;
    private volatile boolean failed;

    /** @param tables the largest first */
    GroupCopy(JoinContext context, List<LoadingTable> tables) {
        this.context = context;
        left = new ConcurrentLinkedQueue<>(tables);
    }

    /** Copies everything; the readers stay the caller's. */
    void run(ExecutorService threads, List<CopyReader> readers)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        try {
            ReaderThreads.run(threads, readers, this::readAll);
        } catch (InterruptedException e) {
            failed = true;
            throw e;
        }
    }

    private void readAll(CopyReader reader) throws SQLException, StaleCopyException, TableFailure {
        boolean done = false;
        try {
            for (LoadingTable table = left.poll(); table != null && !failed; table = left.poll()) {
                read(reader, table);
            }
            done = true;
        } finally {
            failed |= !done;
        }
    }

    private void read(CopyReader reader, LoadingTable table) throws SQLException, StaleCopyException, TableFailure {
        TableId id = table.definition().id();
        CopyRows rows = new CopyRows(table.mapped());
        String select = "SELECT " + CopyRows.selectList(table.definition()) + " FROM " + id.quoted();
        reader.copy(select, table.copyStatement(), rows, (count, bytes) -> context.progress()
                .rowsCopied(id, count, bytes));
        reader.postgres().commit();
    }
}
