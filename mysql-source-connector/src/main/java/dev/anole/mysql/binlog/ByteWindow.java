package dev.anole.mysql.binlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Buffers a stream, so that its next bytes can be looked at in one array. Not safe for use by several threads. */
final class ByteWindow {

    private final InputStream in;
    private final int usualSize;
    private byte[] array;
    private int position;
    private int limit;

    ByteWindow(InputStream in, int usualSize) {
        this.in = in;
        this.usualSize = usualSize;
        this.array = new byte[usualSize];
    }

    /** Holds the next bytes from {@link #position} on; {@link #require} may replace it. */
    byte[] array() {
        return array;
    }

    int position() {
        return position;
    }

    void skip(int count) {
        position += count;
    }

    /** Whether a byte behind the next {@code taken} ones could be read without waiting. */
    boolean ready(int taken) throws IOException {
        return limit - position > taken || in.available() > 0;
    }

    /**
     * Waits until that many bytes are here.
     *
     * @return false if the stream ends before the first of them
     * @throws EOFException if it ends within them
     */
    boolean require(int count) throws IOException {
        if (limit - position >= count) {
            return true;
        }
        makeRoom(count);
        while (limit - position < count) {
            int read = in.read(array, limit, array.length - limit);
            if (read < 0) {
                if (limit == position) {
                    return false;
                }
                throw new EOFException("The stream ended " + (limit - position) + " bytes into " + count);
            }
            limit += read;
        }
        return true;
    }

    private void makeRoom(int count) {
        int kept = limit - position;
        if (count > array.length || (array.length > usualSize && Math.max(count, kept) <= usualSize)) {
            byte[] moved = new byte[Math.max(count, usualSize)];
            System.arraycopy(array, position, moved, 0, kept);
            array = moved;
        } else {
            System.arraycopy(array, position, array, 0, kept);
        }
        position = 0;
        limit = kept;
    }

    /** What is here already, else straight from the stream. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (limit == position) {
            return in.read(target, offset, length);
        }
        int count = Math.min(length, limit - position);
        System.arraycopy(array, position, target, offset, count);
        position += count;
        return count;
    }
}
