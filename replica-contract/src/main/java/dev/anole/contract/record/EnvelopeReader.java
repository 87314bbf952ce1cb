package dev.anole.contract.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes change events of envelopes. */
final class EnvelopeReader {

    /** Of an entry in a map with its boxed value, about. */
    private static final int ENTRY_BYTES = 64;

    private static final ObjectMapper JSON = new ObjectMapper();

    private EnvelopeReader() {}

    static ChangeEvent read(@Nullable Object recordValue) {
        EnvelopeFields envelope = EnvelopeFields.of(recordValue);
        String op = envelope.text(EnvelopeSchemas.OP);
        EnvelopeFields source = envelope.struct(EnvelopeSchemas.SOURCE);
        EventHeader header = header(source, envelope.struct(EnvelopeSchemas.TRANSACTION));
        return switch (op) {
            case EnvelopeSchemas.OP_SCHEMA_CHANGE -> schemaChange(header, envelope.struct(EnvelopeSchemas.DDL));
            case EnvelopeSchemas.OP_HEARTBEAT ->
                new ChangeEvent.Heartbeat(header, position(envelope.struct(EnvelopeSchemas.POSITION)));
            case EnvelopeSchemas.OP_INCARNATION -> {
                EnvelopeFields position = envelope.struct(EnvelopeSchemas.POSITION);
                yield new ChangeEvent.Incarnation(
                        header,
                        position(position),
                        position.text(EnvelopeSchemas.FILTER_HASH),
                        source.text(EnvelopeSchemas.NAME));
            }
            case EnvelopeSchemas.OP_XA -> xa(header, envelope.struct(EnvelopeSchemas.XA));
            default -> row(header, operation(op), source, envelope);
        };
    }

    private static ChangeEvent row(
            EventHeader header, Operation operation, EnvelopeFields source, EnvelopeFields envelope) {
        TableId table = new TableId(source.text(EnvelopeSchemas.DB), source.text(EnvelopeSchemas.TABLE));
        Map<String, @Nullable Object> before = operation.hasBefore() ? envelope.values(EnvelopeSchemas.BEFORE) : null;
        Map<String, @Nullable Object> after = operation.hasAfter() ? envelope.values(EnvelopeSchemas.AFTER) : null;
        return new ChangeEvent.Rows(
                header,
                table,
                operation,
                source.flag(EnvelopeSchemas.FOREIGN_KEY_CHECKS),
                source.flag(EnvelopeSchemas.LOGS_CASCADES),
                new RowImages.Named(before, after, size(before) + size(after)));
    }

    private static Operation operation(String op) {
        for (Operation operation : Operation.values()) {
            if (operation.code().equals(op)) {
                return operation;
            }
        }
        throw new IllegalArgumentException("The envelope's field op is \"" + op + "\", which Anole does not know");
    }

    private static ChangeEvent schemaChange(EventHeader header, EnvelopeFields ddl) {
        String database = ddl.text(EnvelopeSchemas.DATABASE);
        String statement = ddl.text(EnvelopeSchemas.STATEMENT);
        try {
            SchemaChange change = JSON.readValue(ddl.text(EnvelopeSchemas.CHANGE), SchemaChange.class);
            return new ChangeEvent.Schema(header, database, statement, change);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "The envelope's field ddl.change is no schema change: " + e.getOriginalMessage(), e);
        }
    }

    private static ChangeEvent xa(EventHeader header, EnvelopeFields xa) {
        String found = xa.text(EnvelopeSchemas.ACTION);
        for (ChangeEvent.Xa.Action action : ChangeEvent.Xa.Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(found)) {
                return new ChangeEvent.Xa(header, action, xa.text(EnvelopeSchemas.XID));
            }
        }
        throw new IllegalArgumentException(
                "The envelope's field xa.action is \"" + found + "\", which Anole does not know");
    }

    private static EventHeader header(EnvelopeFields source, EnvelopeFields transaction) {
        return new EventHeader(
                transaction.number(EnvelopeSchemas.INCARNATION),
                transaction.number(EnvelopeSchemas.SEQUENCE),
                transaction.number(EnvelopeSchemas.ORDINAL),
                transaction.flag(EnvelopeSchemas.LAST),
                source.text(EnvelopeSchemas.SERVER_UUID),
                source.optionalText(EnvelopeSchemas.GTID),
                source.text(EnvelopeSchemas.FILE),
                source.number(EnvelopeSchemas.POS),
                transaction.number(EnvelopeSchemas.END_POS),
                source.number(EnvelopeSchemas.TS_US));
    }

    private static SourcePosition position(EnvelopeFields position) {
        String gtids = position.optionalText(EnvelopeSchemas.GTIDS);
        return new SourcePosition(
                position.text(EnvelopeSchemas.FILE),
                position.number(EnvelopeSchemas.POS),
                gtids == null ? null : GtidSet.parse(gtids));
    }

    /** In memory, about. */
    private static long size(@Nullable Map<String, @Nullable Object> values) {
        if (values == null) {
            return 0;
        }
        long size = 0;
        for (Object value : values.values()) {
            size += ENTRY_BYTES;
            if (value instanceof String text) {
                size += text.length();
            } else if (value instanceof byte[] bytes) {
                size += bytes.length;
            } else if (value instanceof ByteBuffer buffer) {
                size += buffer.remaining();
            }
        }
        return size;
    }
}
