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

    /** What Kafka puts around a record that is alone in its batch, and lz4 around its blocks, at most. */
    private static final int BATCH_BYTES = 512;

    private static final int INCOMPRESSIBLE_FRACTION = 4096;

    private final String topic;
    private final RecordFormat format;
    private final EnvelopeCodec envelope;
    private final Map<String, String> sourcePartition;
    private final long maxBytes;

    /** @param maxBytes of a record in the format {@code compact} */
    RecordWriter(String sourceName, String topic, RecordFormat format, long maxBytes) {
        this.maxBytes = maxBytes;
        this.topic = topic;
        this.format = format;
        this.envelope = new EnvelopeCodec(sourceName);
        this.sourcePartition = SourceOffset.partition(sourceName);
    }

    SourceRecord write(Published published) {
        return switch (format) {
            case COMPACT -> record(published, null, null, Schema.BYTES_SCHEMA, encodeCompact(published.event()));
            case ENVELOPE -> {
                EncodedRecord encoded = encode(published);
                yield record(published, encoded.keySchema(), encoded.key(), encoded.valueSchema(), encoded.value());
            }
        };
    }

    /** Kafka would refuse the record too, but could not say whose it is. */
    private byte[] encodeCompact(ChangeEvent event) {
        byte[] bytes = CompactCodec.encode(event);
        long needed = (long) bytes.length + BATCH_BYTES + bytes.length / INCOMPRESSIBLE_FRACTION;
        if (needed > maxBytes) {
            throw tooLarge(event, needed);
        }
        return bytes;
    }

    private SourceException tooLarge(ChangeEvent event, long needed) {
        String what = event instanceof ChangeEvent.Rows rows
                ? "the rows of " + rows.table() + ", which one event of the binlog holds,"
                : "the DDL statement";
        return new SourceException(
                "Could not send " + what + " at " + event.header().place() + " to the topic " + topic + ": that takes "
                        + needed + " bytes, and " + MySqlSourceConfig.RECORD_MAX_BYTES + " is " + maxBytes,
                "raise max.message.bytes of the topic to at least " + needed + ", set max_record_bytes under the source"
                        + " in the configuration to the same, then run replica-admin start-replica (without it: "
                        + MySqlSourceConfig.RECORD_MAX_BYTES + ", producer.override.max.request.size and"
                        + " producer.override.buffer.memory of the connector)");
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
