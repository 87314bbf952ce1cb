package dev.anole.mysql.stream;

import dev.anole.contract.event.Operation;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RowsEvent;

/** Publishes the rows of an event in the form that a record format needs. */
interface RowsWriter {

    /**
     * Publishes what was not published before.
     *
     * @param head of the event, whose images are full
     * @param table that is published
     */
    void write(RawEvent event, RowsEvent head, MappedTable table, Operation operation, OpenTransaction transaction)
            throws InterruptedException;

    /** Lowest bits of ordinals that number the rows within an event. */
    int rowBits();
}
