package dev.anole.mysql;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.record.CompactCodec;
import dev.anole.contract.record.EncodedRecord;
import dev.anole.contract.record.EnvelopeCodec;
import dev.anole.contract.record.EnvelopeTable;
import dev.anole.contract.record.RecordFormat;
import dev.anole.mysql.stream.Published;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.source.SourceRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes Connect's records, all for one partition of one topic, so that Kafka's order is that of MySQL's commits. Safe for
 * use by several threads.
 */
final class RecordWriter {

    private static final Integer PARTITION = 0;

    private final String topic;
    private final RecordFormat format;
    private final EnvelopeCodec envelope;
    private final Map<String, String> sourcePartition;

    RecordWriter(String sourceName, String topic, RecordFormat format) {
        this.topic = topic;
        this.format = format;
        this.envelope = new EnvelopeCodec(sourceName);
        this.sourcePartition = SourceOffset.partition(sourceName);
    }

    SourceRecord write(Published published) {
        return switch (format) {
            case COMPACT -> record(published, null, null, Schema.BYTES_SCHEMA, CompactCodec.encode(published.event()));
            case ENVELOPE -> {
                EncodedRecord encoded = encode(published);
                yield record(published, encoded.keySchema(), encoded.key(), encoded.valueSchema(), encoded.value());
            }
        };
    }

    private EncodedRecord encode(Published published) {
        EnvelopeTable table = published.envelopeTable();
        return table != null && published.event() instanceof ChangeEvent.Rows rows
                ? envelope.encodeRow(rows, table)
                : envelope.encode(published.event());
    }

    private SourceRecord record(
            Published published, @Nullable Schema keySchema, @Nullable Object key, Schema valueSchema, Object value) {
        return new SourceRecord(
                sourcePartition,
                published.offset().toMap(),
                topic,
                PARTITION,
                keySchema,
                key,
                valueSchema,
                value,
                published.event().header().commitTimestampUs() / 1000);
    }
}
