package dev.anole.admin.join;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Has several readers copy at once, each on a thread of its own. */
final class ReaderThreads {

    private ReaderThreads() {}

    /** What each reader does. */
    interface Reading {
        void run(CopyReader reader) throws SQLException, StaleCopyException, TableFailure;
    }

    /** Returns when all have ended, with the first one's failure if any has failed. */
    static void run(ExecutorService threads, List<CopyReader> readers, Reading reading)
            throws SQLException, InterruptedException, StaleCopyException, TableFailure {
        List<Future<?>> running = new ArrayList<>();
        for (CopyReader reader : readers) {
            running.add(threads.submit(() -> {
                reading.run(reader);
                return null;
            }));
        }
        ExecutionException first = null;
        for (Future<?> reader : running) {
            try {
                reader.get();
            } catch (ExecutionException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw rethrown(first);
        }
    }

    private static SQLException rethrown(ExecutionException e) throws StaleCopyException, TableFailure {
        Throwable cause = e.getCause();
        if (cause instanceof StaleCopyException stale) {
            throw stale;
        }
        if (cause instanceof TableFailure ofTable) {
            throw ofTable;
        }
        if (cause instanceof RuntimeException unforeseen) {
            throw unforeseen;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof SQLException failure ? failure : new SQLException(e);
    }
}
