package dev.anole.mysql.binlog;

import dev.anole.contract.value.ByteCursor;

/**
 * XA PREPARE, or XA COMMIT … ONE PHASE (MySQL source, {@code XA_prepare_log_event}).
 *
 * @param onePhase whether the transaction is committed by this
 * @param xid as XA statements write it: {@code X'…',X'…',format}
 */
public record XaPrepareEvent(boolean onePhase, String xid) {

    public static XaPrepareEvent parse(RawEvent event) {
        ByteCursor cursor = event.cursor();
        boolean onePhase = cursor.uint8() != 0;
        long format = cursor.little(4);
        int globalBytes = (int) cursor.little(4);
        int branchBytes = (int) cursor.little(4);
        int data = cursor.skip(globalBytes + branchBytes);
        return new XaPrepareEvent(onePhase, XidText.of(event.array(), data, globalBytes, branchBytes, format));
    }
}
