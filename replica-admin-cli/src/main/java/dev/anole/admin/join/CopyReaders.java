package dev.anole.admin.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The readers that all joining tables share. A table takes as many as it has use for before its copy begins, so that
 * the changes that it has to catch up with are few. Safe for use by several threads.
 */
final class CopyReaders {

    private final Sessions sessions;
    private final String source;
    private final int count;
    private final int chunkBytes;
    private final Semaphore free;
    private final Deque<CopyReader> idle = new ArrayDeque<>();

    /** @param source whose tables are copied */
    CopyReaders(Sessions sessions, String source, CopySettings settings) {
        this.sessions = sessions;
        this.source = source;
        count = settings.readers();
        chunkBytes = settings.chunkBytes();
        free = new Semaphore(count, true);
    }

    int count() {
        return count;
    }

    /** Waits until that many are free, the tables in the order in which they ask. */
    List<CopyReader> take(int wanted) throws SQLException, InterruptedException {
        free.acquire(wanted);
        List<CopyReader> taken = new ArrayList<>();
        try {
            while (taken.size() < wanted) {
                taken.add(takeOne());
            }
            return taken;
        } catch (SQLException e) {
            taken.forEach(this::discard);
            free.release(wanted - taken.size());
            throw e;
        }
    }

    private CopyReader takeOne() throws SQLException {
        for (CopyReader reader = poll(); reader != null; reader = poll()) {
            if (isAlive(reader)) {
                return reader;
            }
            close(reader);
        }
        Connection mysql = sessions.openMySql();
        try {
            return new CopyReader(mysql, sessions.openPostgres(), source, chunkBytes);
        } catch (SQLException e) {
            sessions.close(mysql);
            throw e;
        }
    }

    private synchronized @Nullable CopyReader poll() {
        return idle.poll();
    }

    private static boolean isAlive(CopyReader reader) {
        try {
            return reader.isAlive();
        } catch (SQLException e) {
            return false;
        }
    }

    /** For others to use. */
    void giveBack(CopyReader reader) {
        synchronized (this) {
            idle.push(reader);
        }
        free.release();
    }

    /** Something went wrong with it; its sessions are ended, whatever they are doing. */
    void discard(CopyReader reader) {
        close(reader);
        free.release();
    }

    private void close(CopyReader reader) {
        // Closing in order would first read the rest of a result.
        sessions.abort(reader.mysql());
        sessions.abort(reader.postgres());
    }
}
