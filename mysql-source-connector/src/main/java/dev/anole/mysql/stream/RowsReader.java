package dev.anole.mysql.stream;

import dev.anole.contract.event.Operation;
import dev.anole.mysql.SourceException;
import dev.anole.mysql.binlog.EventType;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RowsEvent;
import org.jspecify.annotations.Nullable;

/** Turns rows events into change events, the filter first. Belongs to one connection and its thread. */
final class RowsReader {

    private final TableMaps tables;
    private final RowsWriter writer;
    private final SourceMetrics metrics;

    RowsReader(TableMaps tables, RowsWriter writer, SourceMetrics metrics) {
        this.tables = tables;
        this.writer = writer;
        this.metrics = metrics;
    }

    /** Reads one of the six rows events. */
    void read(RawEvent event, OpenTransaction transaction) throws InterruptedException {
        transaction.nextEvent();
        MappedTable table = published(event, transaction);
        if (table == null || transaction.wasPublished(transaction.ordinal() + transaction.mostRows() - 1)) {
            return;
        }
        Operation operation = operation(event.type());
        RowsEvent head = RowsEvent.parse(event, event.type() >= EventType.WRITE_ROWS, operation == Operation.UPDATE);
        if (!head.isFull()) {
            throw new SourceException(
                    "A session wrote only " + head.loggedColumns() + " of " + head.columns() + " columns of "
                            + table.id() + " to the binlog, at " + transaction.place()
                            + "; full row images are needed",
                    "SET PERSIST binlog_row_image = FULL, reconnect the sessions that write, then run replica-admin"
                            + " init-replica");
        }
        writer.write(event, head, table, operation, transaction);
        metrics.rowsEvent();
    }

    /** Refuses PARTIAL_UPDATE_ROWS events of published tables. */
    void refusePartialUpdate(RawEvent event, OpenTransaction transaction) {
        transaction.nextEvent();
        MappedTable table = published(event, transaction);
        if (table != null) {
            throw new SourceException(
                    "A session wrote a partial update of JSON values of " + table.id() + " to the binlog, at "
                            + transaction.place() + "; full values are needed",
                    "SET PERSIST binlog_row_value_options = '', reconnect the sessions that write, then run"
                            + " replica-admin init-replica");
        }
    }

    /** The event's table; null if it is not published, or there is none. */
    private @Nullable MappedTable published(RawEvent event, OpenTransaction transaction) {
        long id = RowsEvent.tableId(event);
        if (id == RowsEvent.NO_TABLE) {
            return null;
        }
        MappedTable table = tables.lookup(id);
        if (table == null) {
            throw new SourceException(
                    "The binlog has rows of a table with the id " + id + ", but no table map for it, in the transaction"
                            + " at " + transaction.place() + ": the source must begin at the start of a transaction",
                    SourceException.INITIALISE);
        }
        return table.published() == null ? null : table;
    }

    private static Operation operation(int eventType) {
        return switch (eventType) {
            case EventType.WRITE_ROWS, EventType.WRITE_ROWS_V1 -> Operation.INSERT;
            case EventType.UPDATE_ROWS, EventType.UPDATE_ROWS_V1 -> Operation.UPDATE;
            case EventType.DELETE_ROWS, EventType.DELETE_ROWS_V1 -> Operation.DELETE;
            default -> throw new IllegalArgumentException("Not a rows event: " + eventType);
        };
    }
}
