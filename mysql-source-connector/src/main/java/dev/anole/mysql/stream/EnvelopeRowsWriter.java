package dev.anole.mysql.stream;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.contract.record.EnvelopeColumn;
import dev.anole.contract.record.EnvelopeTable;
import dev.anole.contract.value.BinlogColumn;
import dev.anole.contract.value.BinlogTable;
import dev.anole.contract.value.ByteCursor;
import dev.anole.contract.value.CharacterSet;
import dev.anole.contract.value.RowDecoder;
import dev.anole.contract.value.RowImage;
import dev.anole.mysql.SourceException;
import dev.anole.mysql.binlog.RawEvent;
import dev.anole.mysql.binlog.RowsEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/** For the format {@code envelope}: each row is a record, its values by column name. */
final class EnvelopeRowsWriter implements RowsWriter {

    /** Rows of one event are counted in so many bits of an ordinal. */
    private static final int ROW_BITS = 20;

    private final ChangePublisher publisher;
    private final String sourceName;
    private final Map<Integer, String> characterSets;
    private final Map<Long, Table> tables = new HashMap<>();

    private record Table(RowDecoder decoder, EnvelopeTable envelope) {}

    /** @param characterSets MySQL's names by the collations' ids */
    EnvelopeRowsWriter(ChangePublisher publisher, String sourceName, Map<Integer, String> characterSets) {
        this.publisher = publisher;
        this.sourceName = sourceName;
        this.characterSets = characterSets;
    }

    @Override
    public int rowBits() {
        return ROW_BITS;
    }

    @Override
    public void write(
            RawEvent event, RowsEvent head, MappedTable mapped, Operation operation, OpenTransaction transaction)
            throws InterruptedException {
        MappedTable.Description description = requireNonNull(mapped.published(), "a published table");
        Table table = tables.computeIfAbsent(description.fingerprint(), fingerprint -> table(description.table()));
        ByteCursor cursor = new ByteCursor(event.array(), head.rowsFrom(), event.to());
        long ordinal = transaction.ordinal();
        while (cursor.remaining() > 0) {
            int from = cursor.position();
            RowImage before = operation.hasBefore() ? table.decoder.decode(cursor) : null;
            RowImage after = operation.hasAfter() ? table.decoder.decode(cursor) : null;
            if (!transaction.wasPublished(ordinal)) {
                RowImages images = new RowImages.Named(
                        values(table.envelope, before), values(table.envelope, after), 8L * (cursor.position() - from));
                EventHeader header = publisher.header(transaction, ordinal);
                publisher.publish(
                        transaction,
                        new ChangeEvent.Rows(
                                header, mapped.id(), operation, head.checksForeignKeys(), head.logsCascades(), images),
                        table.envelope);
            }
            ordinal++;
            if (ordinal >= transaction.ordinal() + transaction.mostRows() && cursor.remaining() > 0) {
                throw new SourceException(
                        "An event of " + mapped.id() + " has more than " + transaction.mostRows() + " rows, at "
                                + transaction.place(),
                        "lower binlog_row_event_max_size, or set record.format=compact");
            }
        }
    }

    private static @Nullable Map<String, @Nullable Object> values(EnvelopeTable table, @Nullable RowImage image) {
        return image == null ? null : table.values(image);
    }

    private Table table(BinlogTable table) {
        List<EnvelopeColumn> columns = new ArrayList<>();
        List<@Nullable CharacterSet> columnCharacterSets = new ArrayList<>();
        for (BinlogColumn column : table.columns()) {
            columns.add(new EnvelopeColumn(column.name(), column.dataType(), column.unsigned()));
            columnCharacterSets.add(characterSet(table, column));
        }
        return new Table(
                new RowDecoder(table, columnCharacterSets),
                new EnvelopeTable(sourceName, table.id(), columns, table.primaryKey()));
    }

    private @Nullable CharacterSet characterSet(BinlogTable table, BinlogColumn column) {
        if (!column.dataType().isText()) {
            return null;
        }
        String name = characterSets.get(column.collation());
        if (name == null) {
            throw new ConnectException("Column " + column.name() + " of " + table.id() + " has the collation "
                    + column.collation() + ", which MySQL does not list in information_schema.collations");
        }
        return CharacterSet.named(name);
    }
}
