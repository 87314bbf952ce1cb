package dev.anole.mysql.stream;

import dev.anole.mysql.SourceException;
import dev.anole.mysql.SourceOffset;

/**
 * How the reading of a server begins at an offset: whether the incarnation goes on there, or a new one begins.
 *
 * @param offset from where, as it was stored
 * @param serverUuid of the server that is read
 * @param usesGtids whether GTIDs are the position
 * @param sameServer whether the offset's file position is one of this server
 * @param newIncarnation whether one begins
 * @param incarnation its number, or that of the one that goes on
 * @param filterHash of what is published
 */
record StreamStart(
        SourceOffset offset,
        String serverUuid,
        boolean usesGtids,
        boolean sameServer,
        boolean newIncarnation,
        long incarnation,
        String filterHash) {

    /**
     * @param gtidEnable whether GTIDs may be used
     * @param serverUsesGtids whether the server has them
     * @param nowMs a new incarnation's number, unless the last one's is higher
     * @throws SourceException if nothing can be read from this offset on
     */
    static StreamStart decide(
            SourceOffset offset,
            String serverUuid,
            boolean serverUsesGtids,
            boolean gtidEnable,
            String filterHash,
            long nowMs) {
        boolean sameServer = offset.serverUuid() == null || offset.serverUuid().equals(serverUuid);
        boolean usesGtids = gtidEnable && serverUsesGtids && offset.gtids() != null;
        if (!usesGtids) {
            requireFilePosition(offset, serverUuid, serverUsesGtids, gtidEnable, sameServer);
        }
        boolean newIncarnation = offset.incarnation() == null
                || !filterHash.equals(offset.filterHash())
                || !serverUuid.equals(offset.serverUuid())
                || usesGtids != (offset.gtids() != null);
        long previous = offset.incarnation() == null ? 0 : offset.incarnation();
        return new StreamStart(
                offset,
                serverUuid,
                usesGtids,
                sameServer,
                newIncarnation,
                newIncarnation ? Math.max(previous + 1, nowMs) : previous,
                filterHash);
    }

    private static void requireFilePosition(
            SourceOffset offset, String serverUuid, boolean serverUsesGtids, boolean gtidEnable, boolean sameServer) {
        if (offset.gtids() != null && gtidEnable) {
            throw new SourceException(
                    "The source stands at " + offset.place() + ", but MySQL (server " + serverUuid + ") "
                            + (serverUsesGtids ? "" : "has gtid_mode=OFF, and ") + "cannot go on by GTIDs",
                    "SET PERSIST gtid_mode = ON, or set gtid.enable=false to go on by the file position, or "
                            + SourceException.INITIALISE);
        }
        if (offset.file() == null) {
            throw new SourceException(
                    "The source stands at " + offset.place() + " without a binlog file, and gtid.enable is false",
                    "set gtid.enable=true, or " + SourceException.INITIALISE);
        }
        if (!sameServer) {
            throw new SourceException(
                    "The source stands at " + offset.place() + " of the server " + offset.serverUuid()
                            + ", but MySQL is now the server " + serverUuid
                            + ", where that position means nothing without GTIDs",
                    "connect to the former server, or " + SourceException.INITIALISE);
        }
    }

    /** Ordinal within the first transaction up to which everything was published; 0 in a new incarnation. */
    long ordinal() {
        return newIncarnation ? 0 : offset.ordinal();
    }

    /** Number of the last record of the incarnation. */
    long sequence() {
        return newIncarnation ? 0 : offset.sequence();
    }
}
