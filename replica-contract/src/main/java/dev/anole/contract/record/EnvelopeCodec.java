package dev.anole.contract.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.RowImages;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The {@code envelope} record format: one row per record, in Debezium's vocabulary.
 *
 * <p>Every value has {@code op}, {@code source} (where MySQL logged it) and {@code transaction} (the markers). Rows
 * ({@code op} is {@code c}, {@code u} or {@code d}) have {@code before} and {@code after}, their columns as {@link
 * ConnectValue} documents them; a schema change ({@code ddl}) has {@code ddl}; a heartbeat ({@code hb}) and an
 * incarnation ({@code start}) have {@code position}; a step of an XA transaction ({@code xa}) has {@code xa}: {@code
 * action} ({@code start}, {@code prepare}, {@code commit} or {@code rollback}) and {@code xid}. A row's key is its primary key, after the change where there is an
 * after image.
 *
 * <p>Safe for use by several threads.
 */
public final class EnvelopeCodec {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String sourceName;

    /** @param sourceName for the field {@code source.name} */
    public EnvelopeCodec(String sourceName) {
        this.sourceName = sourceName;
    }

    /**
     * One row.
     *
     * @param rows with {@link RowImages.Named}
     * @param table the row's table, as it was when the row was changed
     */
    public EncodedRecord encodeRow(ChangeEvent.Rows rows, EnvelopeTable table) {
        RowImages.Named images = (RowImages.Named) rows.images();
        Map<String, @Nullable Object> before = images.before();
        Map<String, @Nullable Object> after = images.after();
        Struct value = envelope(table.valueSchema(), rows.operation().code(), rows.header());
        Struct key = null;
        if (before != null) {
            value.put(EnvelopeSchemas.BEFORE, table.row(before));
            key = table.key(before);
        }
        if (after != null) {
            value.put(EnvelopeSchemas.AFTER, table.row(after));
            key = table.key(after);
        }
        TableId id = rows.table();
        value.getStruct(EnvelopeSchemas.SOURCE)
                .put(EnvelopeSchemas.DB, id.database())
                .put(EnvelopeSchemas.TABLE, id.table())
                .put(EnvelopeSchemas.FOREIGN_KEY_CHECKS, rows.checksForeignKeys())
                .put(EnvelopeSchemas.LOGS_CASCADES, rows.logsCascades());
        return new EncodedRecord(table.keySchema(), key, table.valueSchema(), value);
    }

    /** Any event but rows; it has no key. */
    public EncodedRecord encode(ChangeEvent event) {
        return switch (event.kind()) {
            case ROWS, ROWS_GROUP ->
                throw new IllegalArgumentException("Rows are encoded one by one, with their table");
            case SCHEMA_CHANGE -> encode((ChangeEvent.Schema) event);
            case HEARTBEAT -> {
                ChangeEvent.Heartbeat heartbeat = (ChangeEvent.Heartbeat) event;
                yield encode(EnvelopeSchemas.OP_HEARTBEAT, heartbeat.header(), heartbeat.reached(), null);
            }
            case INCARNATION -> {
                ChangeEvent.Incarnation incarnation = (ChangeEvent.Incarnation) event;
                yield encode(
                        EnvelopeSchemas.OP_INCARNATION,
                        incarnation.header(),
                        incarnation.follows(),
                        incarnation.filterHash());
            }
            case XA -> encode((ChangeEvent.Xa) event);
        };
    }

    /**
     * Reads what was encoded, as it comes out of any converter.
     *
     * @param recordValue a Struct, or a Map if the converter knows no schemas; rows keep their values as they are, see
     *     {@link ConnectValue#appendCanonical}
     * @throws IllegalArgumentException if a field is missing or of another type; the message names it
     */
    public static ChangeEvent decode(@Nullable Object recordValue) {
        return EnvelopeReader.read(recordValue);
    }

    private EncodedRecord encode(ChangeEvent.Schema schema) {
        Struct value = envelope(EnvelopeSchemas.DDL_ENVELOPE, EnvelopeSchemas.OP_SCHEMA_CHANGE, schema.header());
        try {
            value.put(
                    EnvelopeSchemas.DDL,
                    new Struct(EnvelopeSchemas.DDL_SCHEMA)
                            .put(EnvelopeSchemas.DATABASE, schema.database())
                            .put(EnvelopeSchemas.STATEMENT, schema.statement())
                            .put(EnvelopeSchemas.CHANGE, JSON.writeValueAsString(schema.change())));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the schema change " + schema.change(), e);
        }
        return new EncodedRecord(null, null, EnvelopeSchemas.DDL_ENVELOPE, value);
    }

    private EncodedRecord encode(ChangeEvent.Xa xa) {
        Struct value = envelope(EnvelopeSchemas.XA_ENVELOPE, EnvelopeSchemas.OP_XA, xa.header());
        value.put(
                EnvelopeSchemas.XA,
                new Struct(EnvelopeSchemas.XA_SCHEMA)
                        .put(EnvelopeSchemas.ACTION, xa.action().name().toLowerCase(Locale.ROOT))
                        .put(EnvelopeSchemas.XID, xa.xid()));
        return new EncodedRecord(null, null, EnvelopeSchemas.XA_ENVELOPE, value);
    }

    private EncodedRecord encode(String op, EventHeader header, SourcePosition position, @Nullable String filterHash) {
        GtidSet gtids = position.gtids();
        Struct value = envelope(EnvelopeSchemas.POSITION_ENVELOPE, op, header);
        value.put(
                EnvelopeSchemas.POSITION,
                new Struct(EnvelopeSchemas.POSITION_SCHEMA)
                        .put(EnvelopeSchemas.FILE, position.file())
                        .put(EnvelopeSchemas.POS, position.position())
                        .put(EnvelopeSchemas.GTIDS, gtids == null ? null : gtids.toString())
                        .put(EnvelopeSchemas.FILTER_HASH, filterHash));
        return new EncodedRecord(null, null, EnvelopeSchemas.POSITION_ENVELOPE, value);
    }

    private Struct envelope(Schema schema, String op, EventHeader header) {
        Struct source = new Struct(EnvelopeSchemas.SOURCE_SCHEMA)
                .put(EnvelopeSchemas.NAME, sourceName)
                .put(EnvelopeSchemas.SERVER_UUID, header.serverUuid())
                .put(EnvelopeSchemas.GTID, header.gtid())
                .put(EnvelopeSchemas.FILE, header.file())
                .put(EnvelopeSchemas.POS, header.startPosition())
                .put(EnvelopeSchemas.TS_US, header.commitTimestampUs());
        Struct transaction = new Struct(EnvelopeSchemas.TRANSACTION_SCHEMA)
                .put(EnvelopeSchemas.INCARNATION, header.incarnation())
                .put(EnvelopeSchemas.SEQUENCE, header.sequence())
                .put(EnvelopeSchemas.ORDINAL, header.ordinal())
                .put(EnvelopeSchemas.LAST, header.last())
                .put(EnvelopeSchemas.END_POS, header.endPosition());
        return new Struct(schema)
                .put(EnvelopeSchemas.OP, op)
                .put(EnvelopeSchemas.SOURCE, source)
                .put(EnvelopeSchemas.TRANSACTION, transaction);
    }
}
