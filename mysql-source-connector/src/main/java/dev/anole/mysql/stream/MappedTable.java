package dev.anole.mysql.stream;

import dev.anole.contract.TableId;
import dev.anole.contract.value.BinlogTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table as a table map event describes it.
 *
 * @param body of the event
 * @param published the description, if the table's changes are published; else null
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of bytes; never compared as a whole
record MappedTable(TableId id, byte[] body, @Nullable Description published) {

    /** The table id and the flags, which may differ between equal events. */
    private static final int VARIABLE_BYTES = 8;

    /**
     * @param fingerprint names the description
     * @param body as it is published, {@link BinlogTable#parse}
     */
    record Description(long fingerprint, BinlogTable table, byte[] body) {
        static Description of(byte[] body) {
            return new Description(BinlogTable.fingerprint(body), BinlogTable.parse(body), body);
        }
    }

    /** Whether another event, which lies in an array, has the same body. */
    boolean hasSameBody(byte[] array, int from, int to) {
        return Arrays.equals(body, VARIABLE_BYTES, body.length, array, from + VARIABLE_BYTES, to);
    }
}
