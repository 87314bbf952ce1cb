package dev.anole.mysql.binlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.github.shyiko.mysql.binlog.network.ServerException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacketReaderTest {

    @Test
    void readsEventsWithoutTheirChecksums() throws IOException {
        EventSource events =
                new BinlogBytes().event(EventType.XID, new byte[] {1, 2, 3}).read();

        RawEvent event = events.next();

        assertThat(event.type()).isEqualTo(EventType.XID);
        assertThat(event.body()).containsExactly(1, 2, 3);
        assertThat(events.next()).isNull();
    }

    /** Around the length at which an event no longer fits one packet: a status byte, a header, a checksum. */
    @ParameterizedTest
    @ValueSource(
            ints = {0xffffff - 25, 0xffffff - 24, 0xffffff - 23, 0xffffff - 20, 0xffffff, 2 * 0xffffff - 24, 40_000_000
            })
    void joinsThePacketsOfALongEvent(int length) throws IOException {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i += 1000) {
            body[i] = (byte) (i / 1000);
        }
        EventSource events = new BinlogBytes()
                .event(EventType.WRITE_ROWS, body)
                .event(EventType.XID, new byte[] {7})
                .read();

        byte[] read = events.next().body();

        assertThat(Arrays.equals(read, body)).isTrue();
        assertThat(events.next().body()).containsExactly(7);
    }

    @Test
    void refusesAWrongChecksum() {
        BinlogBytes dump = new BinlogBytes().event(EventType.XID, new byte[] {1, 2, 3});
        byte[] bytes = dump.bytes();
        bytes[bytes.length - 5]++;

        assertThatExceptionOfType(ChecksumException.class)
                .isThrownBy(() -> dump.read(bytes).next())
                .withMessageContaining("type 16");
    }

    @Test
    void learnsFromTheFormatDescriptionWhetherThereAreChecksums() throws IOException {
        byte[] description = new byte[60];
        BinlogBytes dump = new BinlogBytes().event(EventType.FORMAT_DESCRIPTION, description);
        byte[] withoutChecksums = new BinlogBytes()
                .withoutChecksums()
                .event(EventType.XID, new byte[] {9})
                .bytes();

        EventSource events = dump.read(BinlogBytes.concat(dump.bytes(), withoutChecksums));

        events.next();
        assertThat(events.next().body()).containsExactly(9);
    }

    @Test
    void throwsTheServersError() {
        EventSource events = new BinlogBytes().error(1236, "purged").read();

        assertThatExceptionOfType(ServerException.class)
                .isThrownBy(events::next)
                .withMessage("purged")
                .matches(error -> error.getErrorCode() == 1236);
    }

    @Test
    void toldFromTheEndOfADumpIsTheEndOfAConnectionWithinAnEvent() {
        BinlogBytes dump = new BinlogBytes().event(EventType.XID, new byte[100]);
        byte[] cut = Arrays.copyOf(dump.bytes(), 50);

        assertThatExceptionOfType(EOFException.class)
                .isThrownBy(() -> dump.read(cut).next());
    }

    @Test
    void isReadyOnlyWhileMoreThanTheCurrentEventIsThere() throws IOException {
        EventSource events = new BinlogBytes().xid().xid().read();

        events.next();
        assertThat(events.ready()).isTrue();
        events.next();
        assertThat(events.ready()).isFalse();
    }
}
