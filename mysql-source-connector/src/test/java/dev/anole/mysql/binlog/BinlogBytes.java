package dev.anole.mysql.binlog;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Writes a dump byte by byte, as a server would: positions and checksums are right, table maps are full. */
public final class BinlogBytes {

    public static final String UUID = "00000000-0000-0000-0000-0000000000aa";

    private static final int LONGEST_PAYLOAD = 0xff_ffff;

    private final ByteArrayOutputStream packets = new ByteArrayOutputStream();
    private boolean checksums = true;
    private long position;

    /** The rotate event that a dump begins with. */
    public BinlogBytes file(String name, long start) {
        position = start;
        add(EventType.ROTATE, concat(little(start, 8), name.getBytes(StandardCharsets.UTF_8)), 0x20);
        return this;
    }

    public BinlogBytes withoutChecksums() {
        checksums = false;
        return this;
    }

    public BinlogBytes gtid(long number) {
        return event(
                EventType.GTID,
                concat(
                        new byte[] {0},
                        new byte[15],
                        new byte[] {(byte) 0xaa},
                        little(number, 8),
                        new byte[] {2},
                        new byte[16],
                        little(1_700_000_000_000_000L + number, 7)));
    }

    public BinlogBytes anonymousGtid() {
        return event(EventType.ANONYMOUS_GTID, new byte[25]);
    }

    public BinlogBytes query(String database, String sql) {
        return event(EventType.QUERY, queryBody(database, sql));
    }

    private static byte[] queryBody(String database, String sql) {
        byte[] name = database.getBytes(StandardCharsets.UTF_8);
        return concat(
                new byte[8],
                new byte[] {(byte) name.length},
                new byte[4],
                name,
                new byte[1],
                sql.getBytes(StandardCharsets.UTF_8));
    }

    /** A table with one INT column, {@code id}, which is its primary key. */
    public BinlogBytes tableMap(long id, String database, String table) {
        return event(EventType.TABLE_MAP, tableMapBody(id, database, table));
    }

    private static byte[] tableMapBody(long id, String database, String table) {
        return concat(
                little(id, 6),
                little(1, 2),
                string(database),
                string(table),
                new byte[] {1, 3, 0, 0},
                // Signedness, the column's name, the primary key.
                new byte[] {1, 1, 0},
                new byte[] {4, 3, 2, 'i', 'd'},
                new byte[] {8, 1, 0});
    }

    /** Inserts one row per value. */
    public BinlogBytes insert(long tableId, int... values) {
        return event(EventType.WRITE_ROWS, insertBody(tableId, 0xff, values));
    }

    /** A row without the table's column. */
    public BinlogBytes insertWithoutColumns(long tableId) {
        return event(EventType.WRITE_ROWS, insertBody(tableId, 0));
    }

    private static byte[] insertBody(long tableId, int columns, int... values) {
        byte[] body = concat(little(tableId, 6), little(1, 2), little(2, 2), new byte[] {1, (byte) columns});
        for (int value : values) {
            body = concat(body, new byte[1], little(value, 4));
        }
        return body;
    }

    public BinlogBytes xid() {
        return event(EventType.XID, new byte[8]);
    }

    /** XA PREPARE, or the end of one in one phase, of the XID that has only this global part. */
    public BinlogBytes xaPrepare(boolean onePhase, String global) {
        byte[] name = global.getBytes(StandardCharsets.UTF_8);
        return event(
                EventType.XA_PREPARE,
                concat(
                        new byte[] {(byte) (onePhase ? 1 : 0)},
                        little(1, 4),
                        little(name.length, 4),
                        little(0, 4),
                        name));
    }

    /** MariaDB's GTID event of a transaction that will be prepared. */
    public BinlogBytes mariaDbPreparedXa(long number, String global, boolean groupCommit) {
        byte[] name = global.getBytes(StandardCharsets.UTF_8);
        return event(
                EventType.MARIADB_GTID,
                concat(
                        little(number, 8),
                        little(0, 4),
                        new byte[] {(byte) (groupCommit ? 78 : 76)},
                        new byte[groupCommit ? 8 : 0],
                        little(1, 4),
                        new byte[] {(byte) name.length, 0},
                        name));
    }

    public BinlogBytes heartbeat(String file) {
        add(EventType.HEARTBEAT, file.getBytes(StandardCharsets.UTF_8), 0);
        return this;
    }

    /** A transaction with one insert, compressed. */
    public BinlogBytes compressedInsert(long tableId, String database, String table, int value) {
        byte[] events = concat(
                inner(EventType.QUERY, queryBody(database, "BEGIN")),
                inner(EventType.TABLE_MAP, tableMapBody(tableId, database, table)),
                inner(EventType.WRITE_ROWS, insertBody(tableId, 0xff, value)),
                inner(EventType.XID, new byte[8]));
        byte[] compressed = Zstd.compress(events);
        return event(
                EventType.TRANSACTION_PAYLOAD,
                concat(
                        new byte[] {2, 1, 0, 3, 3, (byte) 0xfc},
                        little(events.length, 2),
                        new byte[] {1, 3, (byte) 0xfc},
                        little(compressed.length, 2),
                        new byte[1],
                        compressed));
    }

    private static byte[] inner(int type, byte[] body) {
        return concat(
                new byte[4], new byte[] {(byte) type}, little(1, 4), little(19L + body.length, 4), new byte[6], body);
    }

    /** Any event of the file. */
    public BinlogBytes event(int type, byte[] body) {
        position += 19L + body.length + (checksums ? 4 : 0);
        add(type, body, 0);
        return this;
    }

    private void add(int type, byte[] body, int flags) {
        long length = 19L + body.length + (checksums ? 4 : 0);
        boolean inFile = flags == 0 && type != EventType.HEARTBEAT;
        byte[] event = concat(
                little(1_700_000_000L, 4),
                new byte[] {(byte) type},
                little(1, 4),
                little(length, 4),
                little(inFile || type == EventType.HEARTBEAT ? position : 0, 4),
                little(flags, 2),
                body);
        if (checksums) {
            CRC32 checksum = new CRC32();
            checksum.update(event);
            event = concat(event, little(checksum.getValue(), 4));
        }
        packet(concat(new byte[1], event));
    }

    private void packet(byte[] payload) {
        int from = 0;
        int length;
        do {
            length = Math.min(LONGEST_PAYLOAD, payload.length - from);
            packets.writeBytes(concat(little(length, 3), new byte[1]));
            packets.write(payload, from, length);
            from += length;
        } while (length == LONGEST_PAYLOAD);
    }

    /** The server's error, instead of an event. */
    public BinlogBytes error(int code, String message) {
        packet(concat(
                new byte[] {(byte) 0xff},
                little(code, 2),
                "#HY000".getBytes(StandardCharsets.UTF_8),
                message.getBytes(StandardCharsets.UTF_8)));
        return this;
    }

    /** Leaves out what the file has up to there. */
    public BinlogBytes skipTo(long later) {
        position = later;
        return this;
    }

    /** Where the file ends. */
    public long position() {
        return position;
    }

    public byte[] bytes() {
        return packets.toByteArray();
    }

    /** Reads what was written. */
    public EventSource read() {
        return read(bytes());
    }

    EventSource read(byte[] changed) {
        return new PacketReader(new ByteArrayInputStream(changed), checksums);
    }

    private static byte[] string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return concat(new byte[] {(byte) bytes.length}, bytes, new byte[1]);
    }

    static byte[] little(long value, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (value >>> 8 * i);
        }
        return bytes;
    }

    static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
