package dev.anole.contract.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.anole.contract.DataType;
import dev.anole.contract.GtidSet;
import dev.anole.contract.SourcePosition;
import dev.anole.contract.TableId;
import dev.anole.contract.ddl.SchemaChange;
import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.contract.event.Operation;
import dev.anole.contract.event.RowImages;
import dev.anole.contract.value.RowImage;
import dev.anole.contract.value.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {

    private static final String UUID = "3e11fa47-71ca-11e1-9e33-c80aa9429562";
    private static final TableId TABLE = new TableId("my-shop", "Order Lines");

    /** A column of each kind, with its canonical text; BIT and the binary types in Latin-1. */
    private static final Map<EnvelopeColumn, String> ROW = new LinkedHashMap<>();

    static {
        column("Line Id", DataType.INT, "-2147483648");
        column("tiny", DataType.TINYINT, "-128");
        column("small", DataType.SMALLINT, "32767");
        column("medium", DataType.MEDIUMINT, "-8388608");
        column("big", DataType.BIGINT, "-9223372036854775808");
        ROW.put(new EnvelopeColumn("big-unsigned", DataType.BIGINT, true), "18446744073709551615");
        column("décimal", DataType.DECIMAL, "-99999999999999999999999999999999999.000000000000000000000000000001");
        column("float", DataType.FLOAT, "1e20");
        column("double", DataType.DOUBLE, "-1.7976931348623157e308");
        column("bit", DataType.BIT, "\u0000\u0001\u00ff");
        column("char", DataType.CHAR, "");
        column("varchar", DataType.VARCHAR, "\uD83E\uDD8E 'quoted\" \\ \u0000\n");
        column("text", DataType.TEXT, "null");
        column("binary", DataType.BINARY, "\u0000\u00ff");
        column("varbinary", DataType.VARBINARY, "");
        column("blob", DataType.BLOB, "\u0080\u0081\u00fe");
        column("date", DataType.DATE, "0000-00-00");
        column("datetime", DataType.DATETIME, "2020-01-01 10:00:00.123456");
        column("timestamp", DataType.TIMESTAMP, "2038-01-19 03:14:07.50");
        column("time", DataType.TIME, "-838:59:59.000000");
        column("year", DataType.YEAR, "0000");
        column("enum", DataType.ENUM, "Größe");
        column("set", DataType.SET, "a,b");
        column("json", DataType.JSON, "{\"a\": [1, 2.5, \"x\"]}");
        column("vector", DataType.VECTOR, "\u0000\u0000\u0080\u003f");
        column("geometry", DataType.GEOMETRY, "\u0000\u0000\u0000\u0000\u0001");
        column("inet4", DataType.INET4, "10.0.0.1");
        column("inet6", DataType.INET6, "::1");
        column("uuid", DataType.UUID, UUID);
    }

    private static final List<EnvelopeColumn> COLUMNS = List.copyOf(ROW.keySet());

    private final EnvelopeCodec codec = new EnvelopeCodec("shop");
    private final EnvelopeTable table = new EnvelopeTable("shop", TABLE, COLUMNS, List.of("Line Id", "big-unsigned"));

    @Test
    void testsEveryDataType() {
        assertThat(COLUMNS)
                .extracting(EnvelopeColumn::dataType)
                .containsAll(EnumSet.complementOf(EnumSet.of(DataType.OTHER)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsBackEveryKindOfValue(boolean schemas) {
        ChangeEvent.Rows rows = rows(Operation.INSERT, new RowImages.Named(null, table.values(image(ROW.values())), 0));

        ChangeEvent.Rows decoded = (ChangeEvent.Rows) through(schemas, codec.encodeRow(rows, table));

        assertThat(decoded.header()).isEqualTo(rows.header());
        assertThat(decoded.table()).isEqualTo(TABLE);
        assertThat(decoded.operation()).isEqualTo(Operation.INSERT);
        assertThat(decoded.checksForeignKeys()).isTrue();
        assertThat(decoded.logsCascades()).isFalse();
        assertThat(named(decoded).before()).isNull();
        assertThat(canonical(named(decoded).after())).isEqualTo(image(ROW.values()));
        assertThat(named(decoded).bytes()).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsBackStepsOfXaTransactions(boolean schemas) {
        for (ChangeEvent.Xa.Action action : ChangeEvent.Xa.Action.values()) {
            ChangeEvent event = new ChangeEvent.Xa(header(UUID + ":7", true), action, "X'61',X'',1");

            assertThat(through(schemas, codec.encode(event))).isEqualTo(event);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsBackNullsOfEveryType(boolean schemas) {
        List<String> nulls = new ArrayList<>(ROW.values());
        nulls.replaceAll(text -> null);
        ChangeEvent.Rows rows = new ChangeEvent.Rows(
                header(null, false),
                TABLE,
                Operation.UPDATE,
                false,
                true,
                new RowImages.Named(table.values(image(ROW.values())), table.values(image(nulls)), 0));

        ChangeEvent.Rows decoded = (ChangeEvent.Rows) through(schemas, codec.encodeRow(rows, table));

        assertThat(decoded.header()).isEqualTo(rows.header());
        assertThat(decoded.operation()).isEqualTo(Operation.UPDATE);
        assertThat(decoded.checksForeignKeys()).isFalse();
        assertThat(decoded.logsCascades()).isTrue();
        assertThat(canonical(named(decoded).before())).isEqualTo(image(ROW.values()));
        assertThat(named(decoded).after()).containsOnlyKeys(named(rows).after().keySet());
        assertThat(canonical(named(decoded).after())).isEqualTo(image(nulls));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsBackDeletesAndSkipsAnAfterImage(boolean schemas) {
        ChangeEvent.Rows rows = rows(Operation.DELETE, new RowImages.Named(table.values(image(ROW.values())), null, 0));

        ChangeEvent.Rows decoded = (ChangeEvent.Rows) through(schemas, codec.encodeRow(rows, table));

        assertThat(named(decoded).after()).isNull();
        assertThat(canonical(named(decoded).before())).isEqualTo(image(ROW.values()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsBackSchemaChanges(boolean schemas) {
        SchemaChange change = new SchemaChange.Untranslated(List.of(TABLE), "ALTER TABLE is not replicated");
        ChangeEvent event =
                new ChangeEvent.Schema(header(UUID + ":5", true), "", "ALTER TABLE `Order Lines` …", change);

        assertThat(through(schemas, codec.encode(event))).isEqualTo(event);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bringsBackPositions(boolean schemas) {
        SourcePosition withGtids =
                new SourcePosition("binlog.000009", 5_000_000_000L, GtidSet.parse(UUID + ":1-5:tag:7"));
        SourcePosition without = new SourcePosition("binlog.000009", 4, null);
        for (ChangeEvent event : List.of(
                new ChangeEvent.Heartbeat(header(null, true), withGtids),
                new ChangeEvent.Heartbeat(header(null, true), without),
                new ChangeEvent.Incarnation(header(null, true), withGtids, "f1a2", "shop"),
                new ChangeEvent.Incarnation(header(null, true), without, "", "shop"))) {
            EncodedRecord encoded = codec.encode(event);

            assertThat(through(schemas, encoded)).isEqualTo(event);
            assertThat(encoded.key()).isNull();
            assertThat(encoded.keySchema()).isNull();
        }
    }

    @Test
    void writesDebeziumsVocabulary() {
        Map<String, Object> values = new HashMap<>(table.values(image(ROW.values())));
        Struct value = codec.encodeRow(rows(Operation.INSERT, new RowImages.Named(null, values, 0)), table)
                .value();

        assertThat(value.getString("op")).isEqualTo("c");
        assertThat(value.get("before")).isNull();
        Struct source = value.getStruct("source");
        assertThat(source.getString("name")).isEqualTo("shop");
        assertThat(source.getString("server_uuid")).isEqualTo(UUID);
        assertThat(source.getString("gtid")).isEqualTo(UUID + ":7");
        assertThat(source.getString("file")).isEqualTo("binlog.000007");
        assertThat(source.getInt64("pos")).isEqualTo(4_294_967_300L);
        assertThat(source.getString("db")).isEqualTo("my-shop");
        assertThat(source.getString("table")).isEqualTo("Order Lines");
        assertThat(source.getInt64("ts_us")).isEqualTo(1_700_000_000_123_456L);
        Struct transaction = value.getStruct("transaction");
        assertThat(transaction.getInt64("incarnation")).isEqualTo(3);
        assertThat(transaction.getInt64("sequence")).isEqualTo(17);
        assertThat(transaction.getInt64("ordinal")).isEqualTo(2);
        assertThat(transaction.getBoolean("last")).isTrue();
        assertThat(transaction.getInt64("end_pos")).isEqualTo(4_294_967_999L);
    }

    @Test
    void takesTheKeyFromTheAfterImageElseTheBeforeImage() {
        Map<String, Object> before = new HashMap<>(table.values(image(ROW.values())));
        Map<String, Object> after = new HashMap<>(before);
        after.put("Line Id", 8L);

        EncodedRecord update = codec.encodeRow(rows(Operation.UPDATE, new RowImages.Named(before, after, 0)), table);
        EncodedRecord delete = codec.encodeRow(rows(Operation.DELETE, new RowImages.Named(before, null, 0)), table);

        assertThat(update.key().schema()).isSameAs(update.keySchema());
        assertThat(update.key().get("Line Id")).isEqualTo(8L);
        assertThat(update.key().get("big-unsigned")).isEqualTo("18446744073709551615");
        assertThat(update.keySchema().fields()).hasSize(2);
        assertThat(delete.key().get("Line Id")).isEqualTo(-2147483648L);
    }

    @Test
    void writesNoKeyForAKeylessTable() {
        EnvelopeTable keyless = new EnvelopeTable("shop", TABLE, COLUMNS, List.of());
        RowImages.Named images = new RowImages.Named(null, keyless.values(image(ROW.values())), 0);

        EncodedRecord encoded = codec.encodeRow(rows(Operation.INSERT, images), keyless);

        assertThat(encoded.key()).isNull();
        assertThat(encoded.keySchema()).isNull();
    }

    @Test
    void namesSchemasSoThatAvroAcceptsThem() {
        EnvelopeTable odd = new EnvelopeTable("shop", new TableId("1st db", "täble-x"), COLUMNS, List.of("Line Id"));
        Map<String, Object> values = new HashMap<>(odd.values(image(ROW.values())));

        EncodedRecord encoded = codec.encodeRow(rows(Operation.INSERT, new RowImages.Named(null, values, 0)), odd);

        assertThat(encoded.valueSchema().name()).isEqualTo("shop._1st_db.t_ble_x.Envelope");
        assertThat(encoded.keySchema().name()).isEqualTo("shop._1st_db.t_ble_x.Key");
        assertThat(encoded.valueSchema().field("after").schema().name()).isEqualTo("shop._1st_db.t_ble_x.Row");
        assertThat(encoded.valueSchema().field("after").schema().fields())
                .allMatch(field -> field.schema().isOptional());
    }

    @Test
    void refusesARowWithoutAColumn() {
        Map<String, Object> values = new HashMap<>(table.values(image(ROW.values())));
        values.remove("text");
        ChangeEvent.Rows rows = rows(Operation.INSERT, new RowImages.Named(null, values, 0));

        assertThatThrownBy(() -> codec.encodeRow(rows, table))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my-shop.Order Lines")
                .hasMessageContaining("column text");
    }

    @Test
    void refusesAKeyOfOtherColumns() {
        assertThatThrownBy(() -> new EnvelopeTable("shop", TABLE, COLUMNS, List.of("id")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Key column id");
    }

    @Test
    void namesTheColumnOfAValueThatItCannotRead() {
        List<String> texts = new ArrayList<>(ROW.values());
        texts.set(0, "one");

        assertThatThrownBy(() -> table.values(image(texts)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("my-shop.Order Lines, column Line Id");
    }

    @ParameterizedTest
    @CsvSource({
        "op",
        "source",
        "source.server_uuid",
        "source.file",
        "source.pos",
        "source.db",
        "source.table",
        "source.ts_us",
        "source.foreign_key_checks",
        "transaction",
        "transaction.incarnation",
        "transaction.sequence",
        "transaction.ordinal",
        "transaction.last",
        "transaction.end_pos",
        "after",
    })
    void namesTheFieldThatIsMissing(String path) {
        RowImages.Named images = new RowImages.Named(null, table.values(image(ROW.values())), 0);
        Map<String, Object> envelope = schemaless(codec.encodeRow(rows(Operation.INSERT, images), table));
        remove(envelope, path);

        assertThatThrownBy(() -> EnvelopeCodec.decode(envelope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The envelope has no field " + path);
    }

    @ParameterizedTest
    @CsvSource({"position", "position.file", "position.pos", "position.filter_hash"})
    void namesTheFieldThatIsMissingOfAPosition(String path) {
        ChangeEvent event = new ChangeEvent.Incarnation(
                header(null, true), new SourcePosition("binlog.000009", 4, null), "f1a2", "shop");
        Map<String, Object> envelope = schemaless(codec.encode(event));
        remove(envelope, path);

        assertThatThrownBy(() -> EnvelopeCodec.decode(envelope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The envelope has no field " + path);
    }

    @Test
    void refusesOtherRecords() {
        assertThatThrownBy(() -> EnvelopeCodec.decode(null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its value is null");
        assertThatThrownBy(() -> EnvelopeCodec.decode("text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a String");
        Map<String, Object> envelope = schemaless(codec.encode(
                new ChangeEvent.Heartbeat(header(null, true), new SourcePosition("binlog.000009", 4, null))));
        envelope.put("op", "r");
        assertThatThrownBy(() -> EnvelopeCodec.decode(envelope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("op is \"r\"");
        envelope.put("op", 5L);
        assertThatThrownBy(() -> EnvelopeCodec.decode(envelope))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("field op is not a string but a Long");
    }

    @Test
    void encodesRowsOnlyWithTheirTable() {
        RowImages.Named images = new RowImages.Named(null, table.values(image(ROW.values())), 0);
        ChangeEvent rows = rows(Operation.INSERT, images);

        assertThatThrownBy(() -> codec.encode(rows)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void column(String name, DataType dataType, String canonical) {
        ROW.put(new EnvelopeColumn(name, dataType, false), canonical);
    }

    private static EventHeader header(String gtid, boolean last) {
        return new EventHeader(
                3, 17, 2, last, UUID, gtid, "binlog.000007", 4_294_967_300L, 4_294_967_999L, 1_700_000_000_123_456L);
    }

    private static ChangeEvent.Rows rows(Operation operation, RowImages.Named images) {
        return new ChangeEvent.Rows(header(UUID + ":7", true), TABLE, operation, true, false, images);
    }

    private static RowImages.Named named(ChangeEvent.Rows rows) {
        return (RowImages.Named) rows.images();
    }

    private static RowImage image(Iterable<String> texts) {
        RowImage.Builder builder = new RowImage.Builder(COLUMNS.size());
        int index = 0;
        for (String text : texts) {
            boolean bytes = COLUMNS.get(index).dataType().isBinary()
                    || COLUMNS.get(index).dataType() == DataType.BIT;
            index++;
            if (text == null) {
                builder.endNull();
            } else {
                if (bytes) {
                    builder.buffer().append(text.getBytes(StandardCharsets.ISO_8859_1));
                } else {
                    builder.buffer().append(text);
                }
                builder.endValue();
            }
        }
        return builder.build();
    }

    private static RowImage canonical(Map<String, Object> values) {
        RowImage.Builder builder = new RowImage.Builder(COLUMNS.size());
        for (EnvelopeColumn column : COLUMNS) {
            Object value = values.get(column.name());
            if (value == null) {
                builder.endNull();
            } else {
                ValueBuffer out = builder.buffer();
                ConnectValue.appendCanonical(column.dataType(), value, out);
                builder.endValue();
            }
        }
        return builder.build();
    }

    private static ChangeEvent through(boolean schemas, EncodedRecord encoded) {
        if (encoded.key() != null) {
            converted(schemas, encoded.keySchema(), encoded.key());
        }
        return EnvelopeCodec.decode(converted(schemas, encoded.valueSchema(), encoded.value()));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> schemaless(EncodedRecord encoded) {
        return (Map<String, Object>) converted(false, encoded.valueSchema(), encoded.value());
    }

    private static Object converted(boolean schemas, Schema schema, Struct value) {
        try (JsonConverter converter = new JsonConverter()) {
            converter.configure(Map.of("schemas.enable", schemas), false);
            byte[] json = converter.fromConnectData("topic", schema, value);
            return converter.toConnectData("topic", json).value();
        }
    }

    @SuppressWarnings("unchecked")
    private static void remove(Map<String, Object> envelope, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            envelope.remove(path);
        } else {
            ((Map<String, Object>) envelope.get(path.substring(0, dot))).remove(path.substring(dot + 1));
        }
    }
}
