package dev.anole.contract.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompactCodecTest {

    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    /** Every number beyond 32 bits, and a transaction that goes on. */
    private static final EventHeader HEADER = new EventHeader(
            1_800_000_000_000L,
            5_000_000_000L,
            4_294_967_297L,
            false,
            UUID,
            UUID + ":tag:77",
            "binlog.1000000",
            4_294_967_296L,
            4_294_967_999L,
            1_763_800_000_123_456L);

    @Test
    void rowsComeBackAsTheyWere() {
        for (Operation operation : Operation.values()) {
            for (byte[] tableMap : new byte[][] {null, {1, 2, 3}}) {
                RowImages.Binlog images = new RowImages.Binlog(-5L, tableMap, new byte[] {9, 0, -1});
                ChangeEvent.Rows rows = new ChangeEvent.Rows(
                        HEADER, new TableId("wörld", "a`b c"), operation, true, tableMap == null, images);

                ChangeEvent.Rows read = (ChangeEvent.Rows) CompactCodec.decode(CompactCodec.encode(rows));

                assertThat(read)
                        .usingRecursiveComparison()
                        .withStrictTypeChecking()
                        .isEqualTo(rows);
            }
        }
    }

    @Test
    void eventsThatShareARecordComeBackAsTheyWere() {
        List<ChangeEvent.Rows> events = List.of(
                new ChangeEvent.Rows(
                        HEADER.withOrdinal(3),
                        new TableId("a", "b"),
                        Operation.INSERT,
                        true,
                        true,
                        new RowImages.Binlog(1, new byte[] {4, 5}, new byte[0])),
                new ChangeEvent.Rows(
                        HEADER.withOrdinal(9_000_000_000L),
                        new TableId("a", "c"),
                        Operation.DELETE,
                        false,
                        false,
                        new RowImages.Binlog(2, null, new byte[300])));
        ChangeEvent group = new ChangeEvent.RowsGroup(HEADER.withOrdinal(9_000_000_000L), events);

        assertThat(CompactCodec.decode(CompactCodec.encode(group)))
                .usingRecursiveComparison()
                .withStrictTypeChecking()
                .isEqualTo(group);
    }

    @Test
    void otherKindsComeBackAsTheyWere() {
        SourcePosition position = new SourcePosition("binlog.000001", 4, GtidSet.parse(UUID + ":1-5:tag:1-3"));
        List<ChangeEvent> events = List.of(
                new ChangeEvent.Schema(
                        HEADER,
                        "",
                        "TRUNCATE TABLE `ä`.t -- 😀",
                        new SchemaChange.Truncate(List.of(new TableId("ä", "t")))),
                new ChangeEvent.Schema(
                        HEADER, "shop", "ALTER TABLE t …", new SchemaChange.Untranslated(List.of(), "why")),
                new ChangeEvent.Heartbeat(HEADER, position),
                new ChangeEvent.Heartbeat(HEADER, new SourcePosition("binlog.000001", 4, null)),
                new ChangeEvent.Incarnation(HEADER, position, "a filter", "shop"));

        assertThat(events).allSatisfy(event -> assertThat(CompactCodec.decode(CompactCodec.encode(event)))
                .isEqualTo(event));
    }

    @Test
    void stepsOfXaTransactionsComeBackAsTheyWere() {
        for (ChangeEvent.Xa.Action action : ChangeEvent.Xa.Action.values()) {
            ChangeEvent event = new ChangeEvent.Xa(HEADER, action, "X'67002778',X'',1");

            assertThat(CompactCodec.decode(CompactCodec.encode(event))).isEqualTo(event);
        }
    }

    @Test
    void headerWithoutGtidComesBackAsItWas() {
        EventHeader header = new EventHeader(0, 0, 0, true, "", null, "b.1", 0, 0, 0);
        ChangeEvent event = new ChangeEvent.Heartbeat(header, new SourcePosition("b.1", 0, null));

        assertThat(CompactCodec.decode(CompactCodec.encode(event))).isEqualTo(event);
    }

    @Test
    void refusesBytesThatAreNoRecord() {
        byte[] record =
                CompactCodec.encode(new ChangeEvent.Heartbeat(HEADER, new SourcePosition("binlog.000001", 4, null)));

        assertThatThrownBy(
                        () -> CompactCodec.decode("{\"op\":\"c\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format version 123");
        for (int length = 0; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            assertThatThrownBy(() -> CompactCodec.decode(cut)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
