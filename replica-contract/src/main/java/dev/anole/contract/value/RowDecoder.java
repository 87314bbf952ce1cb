package dev.anole.contract.value;

import dev.anole.contract.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the full row images of one table, as a rows event holds them, to canonical text: what MySQL's text protocol
 * returns in a session with {@code time_zone='+00:00'}, text in UTF-8, bytes and BIT raw (BIT with its highest byte
 * first), FLOAT and DOUBLE by {@link NumberText}, ENUM and SET by {@link LabelText}, INET4, INET6 and UUID by {@link
 * FixedBinaryText}. Not safe for use by several threads.
 */
public final class RowDecoder {

    private final BinlogTable table;
    private final ColumnDecoder[] decoders;
    private final RowImage.Builder builder;

    /** Moves the cursor behind one value that is not NULL, and appends the value's canonical text. */
    private interface ColumnDecoder {
        void decode(ByteCursor cursor, ValueBuffer out);
    }

    /**
     * @param characterSets per column of the table; null where the column is not text
     */
    public RowDecoder(BinlogTable table, List<@Nullable CharacterSet> characterSets) {
        this(
                table,
                characterSets,
                table.columns().stream().map(BinlogColumn::dataType).toList());
    }

    /**
     * @param characterSets per column of the table; null where the column is not text
     * @param types per column as defined, which tell more than the binlog: INET4, INET6 and UUID are BINARY to it
     */
    public RowDecoder(BinlogTable table, List<@Nullable CharacterSet> characterSets, List<DataType> types) {
        this.table = table;
        decoders = new ColumnDecoder[table.columns().size()];
        for (int i = 0; i < decoders.length; i++) {
            ColumnDecoder decoder = decoder(table.columns().get(i), characterSets.get(i));
            decoders[i] = FixedBinaryText.isOf(types.get(i)) ? fixedBinary(types.get(i), decoder) : decoder;
        }
        builder = new RowImage.Builder(decoders.length);
    }

    public BinlogTable table() {
        return table;
    }

    /**
     * Reads one image.
     *
     * @throws IllegalArgumentException if the bytes are not a row of this table; the message names table and column
     */
    public RowImage decode(ByteCursor cursor) {
        int column = -1;
        try {
            int nulls = cursor.skip((decoders.length + 7) / 8);
            for (column = 0; column < decoders.length; column++) {
                if (cursor.bit(nulls, column)) {
                    builder.endNull();
                } else {
                    decoders[column].decode(cursor, builder.buffer());
                    builder.endValue();
                }
            }
            return builder.build();
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            builder.reset();
            throw new IllegalArgumentException(
                    "Could not decode a row image of " + table.id()
                            + (column < 0
                                    ? ""
                                    : ", column " + table.columns().get(column).name()) + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static ColumnDecoder decoder(BinlogColumn column, @Nullable CharacterSet characterSet) {
        int meta = column.meta();
        boolean unsigned = column.unsigned();
        return switch (column.typeCode()) {
            case BinlogColumn.TINY -> integer(1, unsigned);
            case BinlogColumn.SHORT -> integer(2, unsigned);
            case BinlogColumn.INT24 -> integer(3, unsigned);
            case BinlogColumn.LONG -> integer(4, unsigned);
            case BinlogColumn.LONGLONG ->
                unsigned
                        ? (cursor, out) -> out.appendUnsignedLong(cursor.little(8))
                        : (cursor, out) -> out.appendLong(cursor.little(8));
            case BinlogColumn.NEWDECIMAL -> (cursor, out) -> DecimalDecoder.append(cursor, meta >> 8, meta & 0xff, out);
            case BinlogColumn.FLOAT ->
                (cursor, out) -> NumberText.appendFloat(Float.intBitsToFloat(cursor.uint32AsInt()), out);
            case BinlogColumn.DOUBLE ->
                (cursor, out) -> NumberText.appendDouble(Double.longBitsToDouble(cursor.little(8)), out);
            case BinlogColumn.BIT -> bytes((meta >> 8) + ((meta & 0xff) > 0 ? 1 : 0));
            case BinlogColumn.DATE -> TemporalDecoder::date;
            case BinlogColumn.DATETIME2 -> (cursor, out) -> TemporalDecoder.dateTime(cursor, meta, out);
            case BinlogColumn.TIMESTAMP2 -> (cursor, out) -> TemporalDecoder.timestamp(cursor, meta, out);
            case BinlogColumn.TIME2 -> (cursor, out) -> TemporalDecoder.time(cursor, meta, out);
            case BinlogColumn.YEAR -> RowDecoder::year;
            case BinlogColumn.VARCHAR, BinlogColumn.VAR_STRING -> text(meta > 255 ? 2 : 1, column, characterSet);
            case BinlogColumn.STRING -> string(column, characterSet);
            case BinlogColumn.BLOB,
                    BinlogColumn.TINY_BLOB,
                    BinlogColumn.MEDIUM_BLOB,
                    BinlogColumn.LONG_BLOB,
                    BinlogColumn.GEOMETRY,
                    BinlogColumn.VECTOR -> text(meta, column, characterSet);
            case BinlogColumn.JSON -> json(meta);
            case BinlogColumn.ENUM -> labels(column.labels(), meta);
            case BinlogColumn.SET -> labelSet(column.labels(), meta);
            default ->
                throw new IllegalArgumentException("Column " + column.name() + " has the binlog type "
                        + column.typeCode() + ", which Anole does not know");
        };
    }

    private static ColumnDecoder integer(int bytes, boolean unsigned) {
        int shift = 64 - 8 * bytes;
        return unsigned
                ? (cursor, out) -> out.appendLong(cursor.little(bytes))
                : (cursor, out) -> out.appendLong(cursor.little(bytes) << shift >> shift);
    }

    private static ColumnDecoder bytes(int count) {
        return (cursor, out) -> {
            int from = cursor.skip(count);
            out.append(cursor.array(), from, from + count);
        };
    }

    private static void year(ByteCursor cursor, ValueBuffer out) {
        int year = cursor.uint8();
        out.appendDigits(year == 0 ? 0 : 1900 + year, 4);
    }

    /** Bytes behind a length of that many bytes. */
    private static ColumnDecoder text(int lengthBytes, BinlogColumn column, @Nullable CharacterSet characterSet) {
        boolean straight = characterSet == null
                || characterSet.isUtf8()
                || !column.dataType().isText();
        return (cursor, out) -> {
            int length = Math.toIntExact(cursor.little(lengthBytes));
            int from = cursor.skip(length);
            if (straight || characterSet == null) {
                out.append(cursor.array(), from, from + length);
            } else {
                characterSet.decode(cursor.array(), from, from + length, out);
            }
        };
    }

    /** CHAR and BINARY: lengths above 255 hide two of their bits, inverted, in the type (MySQL source, Field_string). */
    private static ColumnDecoder string(BinlogColumn column, @Nullable CharacterSet characterSet) {
        int meta = column.meta();
        int length = (meta & 0xff) | ((meta >> 8 & 0x30) ^ 0x30) << 4;
        ColumnDecoder decoder = text(length > 255 ? 2 : 1, column, characterSet);
        if (column.collation() != BinlogColumn.BINARY_COLLATION) {
            return decoder;
        }
        return (cursor, out) -> {
            int padded = out.length() + length;
            decoder.decode(cursor, out);
            while (out.length() < padded) {
                out.append((byte) 0);
            }
        };
    }

    private static ColumnDecoder json(int lengthBytes) {
        return (cursor, out) -> {
            int length = Math.toIntExact(cursor.little(lengthBytes));
            int from = cursor.skip(length);
            BinaryJson.append(cursor.array(), from, from + length, out);
        };
    }

    private static ColumnDecoder labels(List<String> labels, int bytes) {
        LabelText text = new LabelText(labels);
        return (cursor, out) -> text.appendLabel((int) cursor.little(bytes), out);
    }

    private static ColumnDecoder labelSet(List<String> labels, int bytes) {
        LabelText text = new LabelText(labels);
        return (cursor, out) -> text.appendSet(cursor.little(bytes), out);
    }

    /** @param decoder of the bytes, padded */
    private static ColumnDecoder fixedBinary(DataType type, ColumnDecoder decoder) {
        ValueBuffer bytes = new ValueBuffer(FixedBinaryText.length(type));
        return (cursor, out) -> {
            bytes.clear();
            decoder.decode(cursor, bytes);
            if (bytes.length() != FixedBinaryText.length(type)) {
                throw new IllegalArgumentException(bytes.length() + " bytes are no " + type);
            }
            FixedBinaryText.append(type, bytes.array(), 0, out);
        };
    }
}
