package dev.anole.mysql.stream;

import dev.anole.contract.GtidSet;
import dev.anole.mysql.SourceException;
import dev.anole.mysql.SourceOffset;
import dev.anole.mysql.server.MySqlServer;
import dev.anole.mysql.server.MySqlServer.BinlogFile;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Checks, before each dump, that a server has what was already read, and still has what was not. Servers do not: a dump
 * request that names transactions which the server never had is accepted without an error.
 */
final class ServerHistory {

    /** {@code gtid_executed} trails the dump, and a replica that was promoted may have to finish its relay log. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long PAUSE_MS = 200;

    private ServerHistory() {}

    /** @throws SourceException if the server lacks either */
    static void require(MySqlServer server, StreamStart start) throws SQLException, InterruptedException {
        GtidSet gtids = start.offset().gtids();
        if (start.usesGtids() && gtids != null) {
            requireExecuted(server, start.offset(), gtids);
            requireNotPurged(server, start.offset(), gtids);
        } else {
            requireFile(server, start.offset());
        }
    }

    private static void requireExecuted(MySqlServer server, SourceOffset offset, GtidSet gtids)
            throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        GtidSet executed = server.executedGtids();
        while (!executed.containsAll(gtids)) {
            if (System.nanoTime() >= end) {
                throw new SourceException(
                        "The source stands at " + offset.place() + ", but MySQL (server " + server.uuid()
                                + ") has not executed the transactions " + gtids.minus(executed)
                                + ", which were read before: it was reset or restored from a backup, or is another"
                                + " server",
                        "connect to a server that has them, or else " + SourceException.INITIALISE);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            executed = server.executedGtids();
        }
    }

    private static void requireNotPurged(MySqlServer server, SourceOffset offset, GtidSet gtids) throws SQLException {
        GtidSet missing = server.purgedGtids().minus(gtids);
        if (!missing.isEmpty()) {
            throw new SourceException(
                    "The source stands at " + offset.place() + ", but MySQL (server " + server.uuid()
                            + ") has purged the binlog files with the transactions " + missing
                            + ", which were not read yet",
                    SourceException.INITIALISE
                            + ", and see that binlog_expire_logs_seconds covers the longest stop of the source");
        }
    }

    private static void requireFile(MySqlServer server, SourceOffset offset) throws SQLException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            Optional<BinlogFile> file = server.binlogFiles().stream()
                    .filter(one -> one.name().equals(offset.file()))
                    .findFirst();
            if (file.isPresent() && offset.position() <= file.get().bytes()) {
                return;
            }
            if (System.nanoTime() >= end || file.isEmpty()) {
                throw new SourceException(
                        "The source stands at " + offset.place() + ", but MySQL (server " + server.uuid() + ") "
                                + file.map(one -> "has only " + one.bytes() + " bytes in that binlog file")
                                        .orElse("no longer has that binlog file"),
                        SourceException.INITIALISE);
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }
    }
}
