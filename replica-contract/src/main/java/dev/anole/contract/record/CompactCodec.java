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
import dev.anole.contract.value.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The {@code compact} record format, version 1. A record is: version, kind, flags (a byte each), the header, then what
 * the kind carries. Numbers are unsigned LEB128, strings UTF-8 behind their length. Kinds and flags keep their codes
 * for ever; a change that old readers would misread takes a new version. Stateless, safe for use by several threads.
 */
public final class CompactCodec {

    private static final int VERSION = 1;

    private static final int ROWS = 1;
    private static final int SCHEMA_CHANGE = 2;
    private static final int HEARTBEAT = 3;
    private static final int INCARNATION = 4;
    private static final int ROWS_GROUP = 5;
    private static final int XA = 6;

    private static final int LAST = 1;
    private static final int HAS_GTID = 2;
    private static final int HAS_TABLE_MAP = 4;
    private static final int CHECKS_FOREIGN_KEYS = 8;
    private static final int LOGS_CASCADES = 16;

    private static final int INSERT = 1;
    private static final int UPDATE = 2;
    private static final int DELETE = 3;

    private static final int XA_START = 1;
    private static final int XA_PREPARE = 2;
    private static final int XA_COMMIT = 3;
    private static final int XA_ROLLBACK = 4;

    private static final ObjectMapper JSON = new ObjectMapper();

    private CompactCodec() {}

    /** The record's value; there is no key. Rows must be {@link RowImages.Binlog}. */
    public static byte[] encode(ChangeEvent event) {
        ValueBuffer out = new ValueBuffer(128);
        switch (event.kind()) {
            case ROWS -> {
                ChangeEvent.Rows rows = (ChangeEvent.Rows) event;
                RowImages.Binlog images = (RowImages.Binlog) rows.images();
                out.reserve(160 + (int) images.bytes());
                writeHeader(out, ROWS, flags(rows), rows.header());
                writeTable(out, rows, images);
                out.append(images.rows());
            }
            case ROWS_GROUP -> {
                ChangeEvent.RowsGroup group = (ChangeEvent.RowsGroup) event;
                writeHeader(out, ROWS_GROUP, 0, group.header());
                writeNumber(out, group.events().size());
                for (ChangeEvent.Rows rows : group.events()) {
                    RowImages.Binlog images = (RowImages.Binlog) rows.images();
                    out.append((byte) flags(rows));
                    writeNumber(out, rows.header().ordinal());
                    writeTable(out, rows, images);
                    writeNumber(out, images.rows().length);
                    out.append(images.rows());
                }
            }
            case SCHEMA_CHANGE -> {
                ChangeEvent.Schema schema = (ChangeEvent.Schema) event;
                writeHeader(out, SCHEMA_CHANGE, 0, schema.header());
                writeString(out, schema.database());
                writeString(out, schema.statement());
                writeString(out, write(schema.change()));
            }
            case HEARTBEAT -> {
                ChangeEvent.Heartbeat heartbeat = (ChangeEvent.Heartbeat) event;
                writeHeader(out, HEARTBEAT, 0, heartbeat.header());
                writePosition(out, heartbeat.reached());
            }
            case INCARNATION -> {
                ChangeEvent.Incarnation incarnation = (ChangeEvent.Incarnation) event;
                writeHeader(out, INCARNATION, 0, incarnation.header());
                writePosition(out, incarnation.follows());
                writeString(out, incarnation.filterHash());
                writeString(out, incarnation.source());
            }
            case XA -> {
                ChangeEvent.Xa xa = (ChangeEvent.Xa) event;
                writeHeader(out, XA, 0, xa.header());
                out.append((byte) code(xa.action()));
                writeString(out, xa.xid());
            }
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException if these are not such bytes, or of a later version
     */
    public static ChangeEvent decode(byte[] record) {
        try {
            return read(new Reader(record));
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("A record of " + record.length + " bytes ends too early", e);
        }
    }

    private static ChangeEvent read(Reader in) {
        int version = in.uint8();
        if (version != VERSION) {
            throw new IllegalArgumentException("The record has format version " + version + ", this reader knows "
                    + VERSION + ": wrong topic, or the plug-ins differ in version");
        }
        int kind = in.uint8();
        int flags = in.uint8();
        EventHeader header = in.header(flags);
        return switch (kind) {
            case ROWS -> in.rows(header, flags, false);
            case ROWS_GROUP -> {
                int count = Math.toIntExact(in.number());
                List<ChangeEvent.Rows> events = new ArrayList<>(Math.min(count, 1_000));
                for (int i = 0; i < count; i++) {
                    int eventFlags = in.uint8();
                    events.add(in.rows(header.withOrdinal(in.number()), eventFlags, true));
                }
                yield new ChangeEvent.RowsGroup(header, events);
            }
            case SCHEMA_CHANGE -> new ChangeEvent.Schema(header, in.string(), in.string(), readChange(in.string()));
            case HEARTBEAT -> new ChangeEvent.Heartbeat(header, in.position());
            case INCARNATION -> new ChangeEvent.Incarnation(header, in.position(), in.string(), in.string());
            case XA -> new ChangeEvent.Xa(header, action(in.uint8()), in.string());
            default -> throw new IllegalArgumentException("Unknown kind of record: " + kind);
        };
    }

    private static int flags(ChangeEvent.Rows rows) {
        return (((RowImages.Binlog) rows.images()).tableMap() == null ? 0 : HAS_TABLE_MAP)
                | (rows.checksForeignKeys() ? CHECKS_FOREIGN_KEYS : 0)
                | (rows.logsCascades() ? LOGS_CASCADES : 0);
    }

    private static void writeTable(ValueBuffer out, ChangeEvent.Rows rows, RowImages.Binlog images) {
        byte[] tableMap = images.tableMap();
        out.append((byte) code(rows.operation()));
        writeString(out, rows.table().database());
        writeString(out, rows.table().table());
        writeLong(out, images.fingerprint());
        if (tableMap != null) {
            writeNumber(out, tableMap.length);
            out.append(tableMap);
        }
    }

    private static int code(Operation operation) {
        return switch (operation) {
            case INSERT -> INSERT;
            case UPDATE -> UPDATE;
            case DELETE -> DELETE;
        };
    }

    private static Operation operation(int code) {
        return switch (code) {
            case INSERT -> Operation.INSERT;
            case UPDATE -> Operation.UPDATE;
            case DELETE -> Operation.DELETE;
            default -> throw new IllegalArgumentException("Unknown operation: " + code);
        };
    }

    private static int code(ChangeEvent.Xa.Action action) {
        return switch (action) {
            case START -> XA_START;
            case PREPARE -> XA_PREPARE;
            case COMMIT -> XA_COMMIT;
            case ROLLBACK -> XA_ROLLBACK;
        };
    }

    private static ChangeEvent.Xa.Action action(int code) {
        return switch (code) {
            case XA_START -> ChangeEvent.Xa.Action.START;
            case XA_PREPARE -> ChangeEvent.Xa.Action.PREPARE;
            case XA_COMMIT -> ChangeEvent.Xa.Action.COMMIT;
            case XA_ROLLBACK -> ChangeEvent.Xa.Action.ROLLBACK;
            default -> throw new IllegalArgumentException("Unknown step of an XA transaction: " + code);
        };
    }

    private static String write(SchemaChange change) {
        try {
            return JSON.writeValueAsString(change);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not write the schema change " + change, e);
        }
    }

    private static SchemaChange readChange(String json) {
        try {
            return JSON.readValue(json, SchemaChange.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Could not read a schema change: " + e.getOriginalMessage(), e);
        }
    }

    private static void writeHeader(ValueBuffer out, int kind, int flags, EventHeader header) {
        String gtid = header.gtid();
        out.append((byte) VERSION);
        out.append((byte) kind);
        out.append((byte) (flags | (header.last() ? LAST : 0) | (gtid == null ? 0 : HAS_GTID)));
        writeNumber(out, header.incarnation());
        writeNumber(out, header.sequence());
        writeNumber(out, header.ordinal());
        writeNumber(out, header.startPosition());
        writeNumber(out, header.endPosition());
        writeNumber(out, header.commitTimestampUs());
        writeString(out, header.serverUuid());
        writeString(out, header.file());
        if (gtid != null) {
            writeString(out, gtid);
        }
    }

    private static void writePosition(ValueBuffer out, SourcePosition position) {
        GtidSet gtids = position.gtids();
        writeString(out, position.file());
        writeNumber(out, position.position());
        out.append((byte) (gtids == null ? 0 : 1));
        if (gtids != null) {
            writeString(out, gtids.toString());
        }
    }

    private static void writeNumber(ValueBuffer out, long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.append((byte) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.append((byte) rest);
    }

    private static void writeLong(ValueBuffer out, long value) {
        for (int shift = 56; shift >= 0; shift -= 8) {
            out.append((byte) (value >> shift));
        }
    }

    private static void writeString(ValueBuffer out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeNumber(out, bytes.length);
        out.append(bytes);
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        private Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        private int uint8() {
            return bytes[at++] & 0xff;
        }

        private long number() {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                int part = bytes[at++];
                value |= (long) (part & 0x7f) << shift;
                if (part >= 0) {
                    return value;
                }
            }
        }

        private long fixedLong() {
            long value = 0;
            for (int i = 0; i < 8; i++) {
                value = value << 8 | uint8();
            }
            return value;
        }

        private String string() {
            int length = Math.toIntExact(number());
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        private byte[] bytes(int length) {
            if (length > bytes.length - at) {
                throw new IndexOutOfBoundsException(length);
            }
            at += length;
            return Arrays.copyOfRange(bytes, at - length, at);
        }

        private byte[] rest() {
            return bytes(bytes.length - at);
        }

        private ChangeEvent.Rows rows(EventHeader header, int flags, boolean measured) {
            Operation operation = operation(uint8());
            TableId table = new TableId(string(), string());
            long fingerprint = fixedLong();
            byte[] tableMap = (flags & HAS_TABLE_MAP) == 0 ? null : bytes(Math.toIntExact(number()));
            byte[] rows = measured ? bytes(Math.toIntExact(number())) : rest();
            RowImages images = new RowImages.Binlog(fingerprint, tableMap, rows);
            return new ChangeEvent.Rows(
                    header, table, operation, (flags & CHECKS_FOREIGN_KEYS) != 0, (flags & LOGS_CASCADES) != 0, images);
        }

        private EventHeader header(int flags) {
            long incarnation = number();
            long sequence = number();
            long ordinal = number();
            long startPosition = number();
            long endPosition = number();
            long commitTimestampUs = number();
            String serverUuid = string();
            String file = string();
            String gtid = (flags & HAS_GTID) == 0 ? null : string();
            return new EventHeader(
                    incarnation,
                    sequence,
                    ordinal,
                    (flags & LAST) != 0,
                    serverUuid,
                    gtid,
                    file,
                    startPosition,
                    endPosition,
                    commitTimestampUs);
        }

        private SourcePosition position() {
            String file = string();
            long position = number();
            GtidSet gtids = uint8() == 0 ? null : GtidSet.parse(string());
            return new SourcePosition(file, position, gtids);
        }
    }
}
