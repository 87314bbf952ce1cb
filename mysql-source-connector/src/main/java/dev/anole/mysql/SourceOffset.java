package dev.anole.mysql;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * From where a source goes on: what Connect stores with each record. The position is that of a transaction's start;
 * what of it was sent already is told by the ordinal.
 *
 * @param incarnation null to begin a new one here
 * @param filterHash of the incarnation; null to begin a new one here
 * @param serverUuid of the server that was read; null if it does not matter
 * @param file binlog file; null if only the GTIDs are known
 * @param position where the transaction begins in that file
 * @param gtids every transaction before it; null without GTIDs
 * @param ordinal of the last record sent within the transaction; 0 before its first one
 * @param sequence number of the last record sent within the incarnation
 */
public record SourceOffset(
        @Nullable Long incarnation,
        @Nullable String filterHash,
        @Nullable String serverUuid,
        @Nullable String file,
        long position,
        @Nullable GtidSet gtids,
        long ordinal,
        long sequence) {

    static final String SOURCE = "source";
    static final String INCARNATION = "incarnation";
    static final String FILTER_HASH = "filter_hash";
    static final String SERVER_UUID = "server_uuid";
    static final String FILE = "file";
    static final String POSITION = "pos";
    static final String GTIDS = "gtids";
    static final String ORDINAL = "ordinal";
    static final String SEQUENCE = "sequence";

    /** Connect's source partition: its only key is {@code source}. */
    public static Map<String, String> partition(String sourceName) {
        return Map.of(SOURCE, sourceName);
    }

    /** An offset at which a new incarnation begins, for {@code PATCH /connectors/{name}/offsets}. */
    public static SourceOffset startingAt(SourcePosition start) {
        return new SourceOffset(null, null, null, start.file(), start.position(), start.gtids(), 0, 0);
    }

    /**
     * Reads what {@link #toMap} gave, or an operator wrote: at least {@code gtids}, or {@code file} and {@code pos}.
     *
     * @throws IllegalArgumentException if it is neither; the message names key, value and rule
     */
    public static SourceOffset parse(Map<String, ?> map) {
        return new SourceOffsetReader(map).read();
    }

    /** Connect's source offset; the GTID set is only printed when somebody looks at it. */
    public Map<String, Object> toMap() {
        return new SourceOffsetMap(this);
    }

    /** For messages. */
    public String place() {
        String filePosition = file == null ? "" : file + ":" + position;
        if (gtids == null) {
            return filePosition;
        }
        return "GTIDs \"" + gtids + "\"" + (file == null ? "" : ", " + filePosition);
    }
}
