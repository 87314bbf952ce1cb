package dev.anole.admin.join;

import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.catalogue.BadValueLog;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.BiConsumer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * A pair of sessions that sends rows from MySQL to PostgreSQL. Used by one thread at a time; after an exception it is of
 * no more use.
 */
final class CopyReader {

    private static final int IS_VALID_TIMEOUT_SECONDS = 5;

    private final Connection mysql;
    private final Connection postgres;
    private final BadValueLog badValues;
    private final int chunkBytes;
    private ValueBuffer chunk;

    /**
     * @param source whose tables are copied
     * @param chunkBytes of rows after which they are sent
     */
    CopyReader(Connection mysql, Connection postgres, String source, int chunkBytes) {
        this.mysql = mysql;
        this.postgres = postgres;
        this.chunkBytes = chunkBytes;
        badValues = new BadValueLog(postgres, source);
        chunk = emptyChunk();
    }

    private ValueBuffer emptyChunk() {
        return new ValueBuffer(chunkBytes + (chunkBytes >> 2));
    }

    Connection mysql() {
        return mysql;
    }

    Connection postgres() {
        return postgres;
    }

    boolean isAlive() throws SQLException {
        boolean alive = mysql.isValid(IS_VALID_TIMEOUT_SECONDS) && postgres.isValid(IS_VALID_TIMEOUT_SECONDS);
        postgres.rollback();
        return alive;
    }

    /** All ranges until {@link #endSnapshot} are read from what is committed now. */
    void beginSnapshot() throws SQLException {
        executeOnMySql("START TRANSACTION WITH CONSISTENT SNAPSHOT");
    }

    void endSnapshot() throws SQLException {
        executeOnMySql("COMMIT");
    }

    private void executeOnMySql(String sql) throws SQLException {
        try (Statement statement = mysql.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * Sends the rows of one SELECT, which without a snapshot is a transaction of its own, and records what was decided of
     * values that PostgreSQL cannot hold; commits nothing.
     *
     * @param copy PostgreSQL's statement
     * @param progress takes rows and bytes, since its last call
     * @throws StaleCopyException if the table is not the one any more that the SELECT was made for
     */
    void copy(String select, String copy, CopyRows rows, BiConsumer<Long, Long> progress)
            throws SQLException, StaleCopyException, TableFailure {
        try (Statement statement = mysql.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY)) {
            // Row by row as the server sends them, instead of all at once (Connector/J manual, 3.5.4).
            statement.setFetchSize(Integer.MIN_VALUE);
            try (ResultSet result = statement.executeQuery(select)) {
                send(result, copy, rows, progress);
            }
        } catch (SQLException e) {
            if (Refusal.isOfChangedTable(e)) {
                throw new StaleCopyException("the table was changed while it was copied: " + e.getMessage(), e);
            }
            throw e;
        }
    }

    private void send(ResultSet result, String copy, CopyRows rows, BiConsumer<Long, Long> progress)
            throws SQLException, TableFailure {
        CopyIn target = postgres.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
        chunk.clear();
        long inChunk = 0;
        while (result.next()) {
            rows.append(result, chunk);
            inChunk++;
            if (chunk.length() >= chunkBytes) {
                flush(target, inChunk, progress);
                inChunk = 0;
            }
            if (rows.isFull()) {
                // PostgreSQL takes nothing else while it takes rows.
                flush(target, inChunk, progress);
                inChunk = 0;
                target.endCopy();
                rows.recordDiscarded(badValues);
                target = postgres.unwrap(PGConnection.class).getCopyAPI().copyIn(copy);
            }
        }
        flush(target, inChunk, progress);
        target.endCopy();
        rows.record(badValues);
    }

    private void flush(CopyIn target, long rows, BiConsumer<Long, Long> progress) throws SQLException {
        target.writeToCopy(chunk.array(), 0, chunk.length());
        progress.accept(rows, (long) chunk.length());
        chunk.clear();
        if (chunk.array().length > 2 * chunkBytes) {
            // A large row has made it grow; it is not to stay so large for the rest of the copy.
            chunk = emptyChunk();
        }
    }
}
