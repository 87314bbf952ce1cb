package dev.anole.mysql.stream;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RowsEvent;

/** For the format {@code compact}: an event's rows stay as they are, in one record. */
final class CompactRowsWriter implements RowsWriter {

    private final ChangePublisher publisher;

    CompactRowsWriter(ChangePublisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void write(
            RawEvent event, RowsEvent head, MappedTable table, Operation operation, OpenTransaction transaction)
            throws InterruptedException {
        MappedTable.Description description = requireNonNull(table.published(), "a published table");
        long fingerprint = description.fingerprint();
        byte[] tableMap = publisher.isFirstUse(fingerprint) ? description.body() : null;
        RowImages images = new RowImages.Binlog(fingerprint, tableMap, head.rows(event));
        EventHeader header = publisher.header(transaction, transaction.ordinal());
        publisher.publish(
                transaction,
                new ChangeEvent.Rows(
                        header, table.id(), operation, head.checksForeignKeys(), head.logsCascades(), images));
    }

    @Override
    public int rowBits() {
        return 0;
    }
}
