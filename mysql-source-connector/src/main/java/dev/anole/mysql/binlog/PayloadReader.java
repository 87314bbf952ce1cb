package dev.anole.mysql.binlog;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * The events within a TRANSACTION_PAYLOAD event ({@code binlog_transaction_compression}), uncompressed one at a time:
 * memory is bounded by the largest of them. They have no checksums. Not safe for use by several threads.
 */
public final class PayloadReader implements EventSource, AutoCloseable {

    private static final int END_OF_FIELDS = 0;
    private static final int COMPRESSION_FIELD = 2;
    private static final int ZSTD = 0;
    private static final int NONE = 255;
    private static final int WINDOW_BYTES = 64 << 10;

    private final ByteWindow window;
    private final InputStream events;
    private final RawEvent event = new RawEvent();
    private int taken;

    /** @param payload an event of that type, which must stay valid until this is closed */
    public PayloadReader(RawEvent payload) throws IOException {
        InputStream body = payload.stream();
        if (body == null) {
            body = new ByteArrayInputStream(payload.array(), payload.from(), payload.to() - payload.from());
        }
        long compression = readFields(body);
        if (compression == ZSTD) {
            events = new ZstdInputStreamNoFinalizer(body, RecyclingBufferPool.INSTANCE);
        } else if (compression == NONE) {
            events = body;
        } else {
            throw new IOException("A transaction is compressed by algorithm " + compression + "; known is ZSTD (0)");
        }
        window = new ByteWindow(events, WINDOW_BYTES);
    }

    /** Reads the fields in front of the compressed bytes: type, length and value of each; returns the compression. */
    private static long readFields(InputStream body) throws IOException {
        long compression = ZSTD;
        for (long field = lengthEncoded(body); field != END_OF_FIELDS; field = lengthEncoded(body)) {
            long length = lengthEncoded(body);
            if (field == COMPRESSION_FIELD) {
                compression = lengthEncoded(body);
            } else {
                body.skipNBytes(length);
            }
        }
        return compression;
    }

    private static long lengthEncoded(InputStream in) throws IOException {
        int first = readByte(in);
        if (first < 0xfb) {
            return first;
        }
        int bytes = first == 0xfc ? 2 : first == 0xfd ? 3 : 8;
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (long) readByte(in) << 8 * i;
        }
        return value;
    }

    private static int readByte(InputStream in) throws IOException {
        int value = in.read();
        if (value < 0) {
            throw new EOFException("A compressed transaction ends within its fields");
        }
        return value;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public @Nullable RawEvent next() throws IOException {
        window.skip(taken);
        taken = 0;
        if (!window.require(RawEvent.HEADER_BYTES)) {
            return null;
        }
        event.readHeader(window.array(), window.position());
        int length = Math.toIntExact(event.length());
        window.require(length);
        taken = length;
        int from = window.position();
        event.setBody(window.array(), from + RawEvent.HEADER_BYTES, from + length);
        return event;
    }

    @Override
    public void close() throws IOException {
        events.close();
    }
}
