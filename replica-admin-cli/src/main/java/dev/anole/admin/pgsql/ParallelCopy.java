package dev.anole.admin.pgsql;

import dev.anole.admin.join.JoinProgress;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;

/** Copies all tables by several readers of one snapshot; who copies the last part of a table builds its indexes. */
final class ParallelCopy {

    private static final int GRACE_SECONDS = 20;

    /** Rows whose number is told at once. */
    private static final int TOLD_ROWS = 5_000;

    private final CopySessions sessions;
    private final LoadingTables loading;
    private final JoinProgress progress;

    ParallelCopy(CopySessions sessions, LoadingTables loading, JoinProgress progress) {
        this.sessions = sessions;
        this.loading = loading;
        this.progress = progress;
    }

    /**
     * Returns when all tables are copied and finished.
     *
     * @param snapshot that all readers see
     * @throws Exception the first reader's failure, after all have ended
     */
    void run(List<TableWork> works, String snapshot, int readers) throws Exception {
        Queue<TableWork.Part> parts = new ConcurrentLinkedQueue<>();
        works.forEach(work -> parts.addAll(work.parts()));
        ExecutorService threads = Executors.newFixedThreadPool(readers);
        boolean done = false;
        try {
            CompletionService<Void> running = new ExecutorCompletionService<>(threads);
            for (int i = 0; i < readers; i++) {
                running.submit(() -> {
                    read(parts, snapshot);
                    return null;
                });
            }
            for (int i = 0; i < readers; i++) {
                running.take().get();
            }
            done = true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } finally {
            threads.shutdownNow();
            if (!done) {
                sessions.abort();
                threads.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private void read(Queue<TableWork.Part> parts, String snapshot) throws SQLException {
        try (Connection source = sessions.openSource(snapshot);
                Connection target = sessions.openTarget()) {
            TableWork.Part part = parts.poll();
            while (part != null && !Thread.currentThread().isInterrupted()) {
                TableWork work = part.work();
                if (work.begin()) {
                    progress.tableStarted(work.table().id(), work.estimatedRows());
                }
                copy(part, source, target);
                if (work.endPart()) {
                    progress.phase(work.table().id(), "building indexes");
                    loading.finish(target, work.table());
                    progress.tableDone(work.table().id());
                }
                part = parts.poll();
            }
            source.rollback();
        }
    }

    private void copy(TableWork.Part part, Connection source, Connection target) throws SQLException {
        SourceTable table = part.work().table();
        try {
            CopyOut out = copies(source).copyOut(part.copyOut());
            CopyIn in = copies(target).copyIn(part.copyIn(loading.of(table)));
            long rows = 0;
            long bytes = 0;
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                in.writeToCopy(row, 0, row.length);
                rows++;
                bytes += row.length;
                if (rows == TOLD_ROWS) {
                    progress.rowsCopied(table.id(), rows, bytes);
                    rows = 0;
                    bytes = 0;
                }
            }
            in.endCopy();
            target.commit();
            progress.rowsCopied(table.id(), rows, bytes);
        } catch (SQLException e) {
            throw CopyFailure.told("Could not copy the table " + table.id(), e);
        }
    }

    private static CopyManager copies(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }
}
