package dev.anole.mysql.binlog;

import com.github.shyiko.mysql.binlog.network.ServerException;
import dev.anole.contract.value.ByteCursor;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Takes the events of a dump out of the packets of MySQL's protocol, and checks their checksums. A packet is a length of
 * three bytes, a number, and a payload; one of the greatest length is continued by the next. The payload of a dump's
 * packet is a status byte and an event. Not safe for use by several threads.
 */
final class PacketReader implements EventSource {

    private static final int PACKET_HEADER_BYTES = 4;
    private static final int LONGEST_PAYLOAD = 0xff_ffff;
    private static final int WINDOW_BYTES = 256 << 10;

    private static final int STATUS_ERROR = 0xff;
    private static final int STATUS_END = 0xfe;

    private static final int CHECKSUM_BYTES = 4;
    /** Behind the format description's checksum algorithm. */
    private static final int CRC32_ALGORITHM = 1;

    private final ByteWindow window;
    private final RawEvent event = new RawEvent();
    private final CRC32 checksum = new CRC32();
    private boolean hasChecksums;
    /** Bytes of the window that the current event takes. */
    private int taken;

    private @Nullable LongEvent longEvent;

    /** @param hasChecksums whether events have them before the first format description tells */
    PacketReader(InputStream in, boolean hasChecksums) {
        this.window = new ByteWindow(in, WINDOW_BYTES);
        this.hasChecksums = hasChecksums;
    }

    @Override
    public boolean ready() throws IOException {
        return window.ready(taken);
    }

    @Override
    public @Nullable RawEvent next() throws IOException {
        finishCurrent();
        if (!window.require(PACKET_HEADER_BYTES + 1)) {
            return null;
        }
        ByteCursor cursor =
                new ByteCursor(window.array(), window.position(), window.position() + PACKET_HEADER_BYTES + 1);
        int payload = (int) cursor.little(3);
        cursor.skip(1);
        int status = cursor.uint8();
        if (status == STATUS_ERROR) {
            throw error(payload);
        }
        if (status == STATUS_END) {
            return null;
        }
        return payload == LONGEST_PAYLOAD ? readLong() : readShort(payload);
    }

    private void finishCurrent() throws IOException {
        window.skip(taken);
        taken = 0;
        LongEvent unfinished = longEvent;
        if (unfinished != null) {
            unfinished.finish();
            longEvent = null;
        }
    }

    private ServerException error(int payload) throws IOException {
        window.require(PACKET_HEADER_BYTES + payload);
        int from = window.position() + PACKET_HEADER_BYTES;
        ByteCursor cursor = new ByteCursor(window.array(), from + 1, from + payload);
        int code = cursor.uint16();
        String state = "HY000";
        if (cursor.remaining() > 6 && window.array()[cursor.position()] == '#') {
            cursor.skip(1);
            state = cursor.utf8(5);
        }
        return new ServerException(cursor.utf8(cursor.remaining()), code, state);
    }

    private RawEvent readShort(int payload) throws IOException {
        window.require(PACKET_HEADER_BYTES + payload);
        int from = window.position() + PACKET_HEADER_BYTES + 1;
        int to = from + payload - 1;
        event.readHeader(window.array(), from);
        taken = PACKET_HEADER_BYTES + payload;
        int bodyTo = to - checksumBytes(window.array(), to);
        if (bodyTo < to && event.type() != EventType.FORMAT_DESCRIPTION) {
            checksum.reset();
            checksum.update(window.array(), from, bodyTo - from);
            verify(new ByteCursor(window.array(), bodyTo, to).little(CHECKSUM_BYTES));
        }
        event.setBody(window.array(), from + RawEvent.HEADER_BYTES, bodyTo);
        return event;
    }

    /** A format description's own end tells whether events have checksums from it on; it has one itself in any case. */
    private int checksumBytes(byte[] bytes, int to) {
        if (event.type() == EventType.FORMAT_DESCRIPTION) {
            hasChecksums = bytes[to - CHECKSUM_BYTES - 1] == CRC32_ALGORITHM;
            return CHECKSUM_BYTES;
        }
        return hasChecksums ? CHECKSUM_BYTES : 0;
    }

    private void verify(long expected) throws IOException {
        if (checksum.getValue() != expected) {
            throw new ChecksumException("The checksum of a binlog event of type " + event.type() + " and "
                    + event.length() + " bytes, which ends at " + event.nextPosition() + ", is wrong");
        }
    }

    private RawEvent readLong() throws IOException {
        LongEvent input = new LongEvent();
        byte[] header = input.readNBytes(RawEvent.HEADER_BYTES);
        event.readHeader(header, 0);
        input.begin(header, event.length() - RawEvent.HEADER_BYTES - (hasChecksums ? CHECKSUM_BYTES : 0));
        longEvent = input;
        if (event.type() == EventType.TRANSACTION_PAYLOAD) {
            event.setBody(input);
        } else {
            byte[] body = new byte[Math.toIntExact(input.remaining)];
            input.readNBytes(body, 0, body.length);
            input.finish();
            longEvent = null;
            event.setBody(body, 0, body.length);
        }
        return event;
    }

    /** An event that does not fit one packet, as a stream; ends before the checksum. */
    private final class LongEvent extends InputStream {
        private int leftInPacket;
        private boolean lastPacket;
        private long remaining = RawEvent.HEADER_BYTES;

        private LongEvent() throws IOException {
            openPacket();
            window.skip(1);
            leftInPacket--;
        }

        private void openPacket() throws IOException {
            requireAll(PACKET_HEADER_BYTES);
            leftInPacket = (int) new ByteCursor(window.array(), window.position(), window.position() + 3).little(3);
            lastPacket = leftInPacket < LONGEST_PAYLOAD;
            window.skip(PACKET_HEADER_BYTES);
        }

        private void requireAll(int count) throws IOException {
            if (!window.require(count)) {
                throw new EOFException("The stream ended within an event");
            }
        }

        /** From now on the body is read. */
        private void begin(byte[] header, long bodyBytes) {
            checksum.reset();
            checksum.update(header);
            remaining = bodyBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (remaining == 0) {
                return -1;
            }
            int count = readRaw(target, offset, (int) Math.min(length, remaining));
            checksum.update(target, offset, count);
            remaining -= count;
            return count;
        }

        private int readRaw(byte[] target, int offset, int length) throws IOException {
            if (leftInPacket == 0) {
                if (lastPacket) {
                    throw new EOFException("An event's packets ended before the event");
                }
                openPacket();
            }
            int count = window.read(target, offset, Math.min(length, leftInPacket));
            if (count < 0) {
                throw new EOFException("The stream ended within an event");
            }
            leftInPacket -= count;
            return count;
        }

        /** Reads what nobody wanted, and the checksum, and whatever packets are left. */
        private void finish() throws IOException {
            skipNBytes(remaining);
            if (hasChecksums) {
                byte[] expected = new byte[CHECKSUM_BYTES];
                for (int read = 0; read < CHECKSUM_BYTES; ) {
                    read += readRaw(expected, read, CHECKSUM_BYTES - read);
                }
                verify(new ByteCursor(expected, 0, CHECKSUM_BYTES).little(CHECKSUM_BYTES));
            }
            if (leftInPacket == 0 && !lastPacket) {
                openPacket();
            }
            if (leftInPacket != 0) {
                throw new IOException("An event of " + event.length() + " bytes came in longer packets");
            }
        }
    }
}
