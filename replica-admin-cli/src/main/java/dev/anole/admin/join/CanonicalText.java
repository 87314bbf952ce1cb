package dev.anole.admin.join;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.value.CharacterSet;
import dev.anole.contract.value.FixedBinaryText;
import dev.anole.contract.value.LabelText;
import dev.anole.contract.value.NumberText;
import dev.anole.contract.value.ValueBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a column's value, as {@link CopyRows#selectList} selects it by the text protocol, the canonical text that
 * {@link dev.anole.contract.value.RowDecoder} makes of the same value in the binlog. Used by one thread.
 */
@FunctionalInterface
interface CanonicalText {

    void append(byte[] value, ValueBuffer out);

    /** Null if the text protocol's text is the canonical one already. */
    static @Nullable CanonicalText of(ColumnDefinition column) {
        return switch (column.dataType()) {
            case CHAR, VARCHAR, TEXT -> decoding(column);
            case ENUM -> {
                if (readsLabels(column)) {
                    yield label(decoding(column));
                }
                LabelText labels = new LabelText(column.labels());
                yield (value, out) -> labels.appendLabel(Integer.parseInt(ascii(value)), out);
            }
            case SET -> {
                if (readsLabels(column)) {
                    yield decoding(column);
                }
                LabelText labels = new LabelText(column.labels());
                yield (value, out) -> labels.appendSet(Long.parseUnsignedLong(ascii(value)), out);
            }
            case INET4, INET6, UUID -> (value, out) -> FixedBinaryText.append(column.dataType(), value, 0, out);
            case FLOAT -> (value, out) -> NumberText.appendFloat(Float.parseFloat(ascii(value)), out);
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, DOUBLE ->
                column.columnType().toLowerCase(Locale.ROOT).contains("zerofill") ? CanonicalText::withoutZeros : null;
            case BIT, BINARY, VARBINARY, BLOB, DATE, DATETIME, TIMESTAMP, TIME, YEAR, JSON, VECTOR, GEOMETRY, OTHER ->
                null;
        };
    }

    /** Whether the labels are selected instead of their numbers: the definition may not have them as they are. */
    static boolean readsLabels(ColumnDefinition column) {
        return column.labelsMayDiffer() && !column.labels().contains("");
    }

    /** @param decoding null if it is UTF-8 already */
    private static CanonicalText label(@Nullable CanonicalText decoding) {
        return (value, out) -> {
            if (value.length == 0) {
                out.append(LabelText.NO_LABEL);
            } else if (decoding == null) {
                out.append(value);
            } else {
                decoding.append(value, out);
            }
        };
    }

    private static @Nullable CanonicalText decoding(ColumnDefinition column) {
        String name = column.characterSet();
        if (name == null || CharacterSet.named(name).isUtf8()) {
            return null;
        }
        CharacterSet characterSet = CharacterSet.named(name);
        return (value, out) -> characterSet.decode(value, 0, value.length, out);
    }

    /** Without the zeros that ZEROFILL puts in front. */
    private static void withoutZeros(byte[] value, ValueBuffer out) {
        int from = 0;
        while (from < value.length - 1 && value[from] == '0' && value[from + 1] != '.') {
            from++;
        }
        out.append(value, from, value.length);
    }

    private static String ascii(byte[] value) {
        return new String(value, StandardCharsets.ISO_8859_1);
    }
}
