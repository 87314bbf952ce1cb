package dev.anole.mysql.binlog;

import dev.anole.contract.value.ByteCursor;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One binlog event as the server sent it, a view of a reader's buffer: valid until the reader is asked for the next one.
 * Reused from event to event, so that an event that nobody wants costs nothing. Not safe for use by several threads.
 */
public final class RawEvent {

    /** Length of every event's header (MySQL source documentation, {@code Log_event_header}). */
    static final int HEADER_BYTES = 19;

    /** The event was made by the server for this connection, it is not in the file. */
    private static final int ARTIFICIAL = 0x20;
    /** A reader that does not know the event's type may ignore it. */
    private static final int IGNORABLE = 0x80;

    private byte[] array = new byte[0];
    private int from;
    private int to;
    private @Nullable InputStream stream;
    private int type;
    private int flags;
    private long timestampSeconds;
    private long serverId;
    private long length;
    private long nextPosition;

    /** Reads the header that begins at {@code at}; the body is still to be set. */
    void readHeader(byte[] bytes, int at) {
        ByteCursor cursor = new ByteCursor(bytes, at, at + HEADER_BYTES);
        timestampSeconds = cursor.little(4);
        type = cursor.uint8();
        serverId = cursor.little(4);
        length = cursor.little(4);
        nextPosition = cursor.little(4);
        flags = cursor.uint16();
    }

    void setBody(byte[] bytes, int bodyFrom, int bodyTo) {
        array = bytes;
        from = bodyFrom;
        to = bodyTo;
        stream = null;
    }

    void setBody(InputStream body) {
        array = new byte[0];
        from = 0;
        to = 0;
        stream = body;
    }

    /** One of {@link EventType}. */
    public int type() {
        return type;
    }

    /** Seconds since the epoch when the statement began; 0 for the server's own events. */
    public long timestampSeconds() {
        return timestampSeconds;
    }

    /** Id of the server that wrote it first. */
    public long serverId() {
        return serverId;
    }

    /** Bytes in the file, header and checksum included. */
    public long length() {
        return length;
    }

    /** Where the next event begins in the file: the lowest 32 bits; 0 where that has no meaning. */
    public long nextPosition() {
        return nextPosition;
    }

    /** Whether the server made it for this connection. */
    public boolean isArtificial() {
        return (flags & ARTIFICIAL) != 0;
    }

    /** Whether one who does not know the type may ignore it. */
    public boolean isIgnorable() {
        return (flags & IGNORABLE) != 0;
    }

    /** The array that holds the body, which lies from {@link #from()} to {@link #to()}; do not keep it. */
    public byte[] array() {
        return array;
    }

    /** Index of the body's first byte. */
    public int from() {
        return from;
    }

    /** Index behind the body's last byte; the checksum is not part of it. */
    public int to() {
        return to;
    }

    /** Reads the body from its first byte on. */
    public ByteCursor cursor() {
        return new ByteCursor(array, from, to);
    }

    /** A copy of the body. */
    public byte[] body() {
        return Arrays.copyOfRange(array, from, to);
    }

    /** The body of a compressed transaction too large to be held in memory; null for all other events. */
    @Nullable
    InputStream stream() {
        return stream;
    }
}
