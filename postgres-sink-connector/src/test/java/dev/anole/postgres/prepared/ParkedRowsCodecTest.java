package dev.anole.postgres.prepared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.anole.contract.DataType;
import dev.anole.contract.TableId;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.contract.record.ConnectValue;
import dev.anole.contract.value.ValueBuffer;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParkedRowsCodecTest {

    private static final TableId TABLE = new TableId("shöp", "order \"lines\"");
    private static final EventHeader PREPARE = header(3, "uuid:7");
    private static final EventHeader COMMIT = header(1, "uuid:9");

    private static EventHeader header(long ordinal, String gtid) {
        return new EventHeader(5, 6, ordinal, false, "uuid", gtid, "binlog.000007", 100, 0, 7);
    }

    @Test
    void binlogImagesComeBackInChunks() {
        List<ChangeEvent.Rows> events = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RowImages images = new RowImages.Binlog(i, i == 0 ? new byte[] {1, 2} : null, new byte[100_000 * (i % 4)]);
            events.add(new ChangeEvent.Rows(
                    PREPARE.withOrdinal(i), TABLE, Operation.UPDATE, i % 2 == 0, i % 3 == 0, images));
        }

        List<byte[]> chunks = chunks(events);

        assertThat(chunks).hasSizeBetween(5, 9).allMatch(chunk -> chunk.length < 400_000);
        List<ChangeEvent.Rows> read = new ArrayList<>();
        chunks.forEach(chunk -> read.addAll(ParkedRowsCodec.decode(chunk, COMMIT)));
        assertThat(read)
                .usingRecursiveComparison()
                .ignoringFields("header")
                .withStrictTypeChecking()
                // Byte by byte it takes half a minute.
                .withEqualsForType(Arrays::equals, byte[].class)
                .isEqualTo(events);
        assertThat(read).extracting(rows -> rows.header().gtid()).containsOnly("uuid:9");
        assertThat(read)
                .extracting(rows -> rows.header().ordinal())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void namedValuesComeBackWithoutLoss() {
        Map<DataType, Object> values = new LinkedHashMap<>();
        values.put(DataType.BIGINT, Long.MIN_VALUE);
        values.put(DataType.INT, (short) -5);
        values.put(DataType.DECIMAL, new BigDecimal("-99999999999999999999999999999.000000000000000000000000000001"));
        values.put(DataType.DOUBLE, -1.7976931348623157E308);
        values.put(DataType.FLOAT, 1.1f);
        values.put(DataType.VARCHAR, "\uD83E\uDD8E 'q\" \\ \u0000\n");
        values.put(DataType.BLOB, ByteBuffer.wrap(new byte[] {9, 0, -1, -128, 9}, 1, 3));
        values.put(DataType.BINARY, new byte[] {0, -1});
        values.put(DataType.YEAR, 1901);
        values.put(DataType.DATETIME, "2020-01-01T10:00:00.50");
        Map<String, Object> after = new LinkedHashMap<>();
        values.forEach((type, value) -> after.put(type.name(), value));
        after.put("nothing", null);
        ChangeEvent.Rows row = new ChangeEvent.Rows(
                PREPARE, TABLE, Operation.INSERT, true, true, new RowImages.Named(null, after, 77));

        List<ChangeEvent.Rows> read =
                ParkedRowsCodec.decode(chunks(List.of(row)).get(0), COMMIT);

        assertThat(read).hasSize(1);
        RowImages.Named images = (RowImages.Named) read.get(0).images();
        assertThat(read.get(0).table()).isEqualTo(TABLE);
        assertThat(read.get(0).checksForeignKeys()).isTrue();
        assertThat(read.get(0).logsCascades()).isTrue();
        assertThat(images.before()).isNull();
        assertThat(images.bytes()).isEqualTo(77);
        Map<String, Object> found = new LinkedHashMap<>(images.after());
        assertThat(found).containsOnlyKeys(after.keySet());
        assertThat(found.get("nothing")).isNull();
        values.forEach((type, value) -> assertThat(canonical(type, found.get(type.name())))
                .as(type.name())
                .isEqualTo(canonical(type, value)));
    }

    private static String canonical(DataType type, Object value) {
        ValueBuffer text = new ValueBuffer(100);
        ConnectValue.appendCanonical(type, value, text);
        return text.toString();
    }

    private static List<byte[]> chunks(List<ChangeEvent.Rows> events) {
        ParkedRowsCodec.Chunks chunks = new ParkedRowsCodec.Chunks(events);
        List<byte[]> encoded = new ArrayList<>();
        while (chunks.hasNext()) {
            encoded.add(chunks.next());
        }
        return encoded;
    }
}
