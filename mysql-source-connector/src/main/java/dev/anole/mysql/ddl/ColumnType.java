package dev.anole.mysql.ddl;

import dev.anole.contract.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column's type as the server understands what a statement says. Components that a column has too mean the same there.
 *
 * @param displayWidth digits that a number is filled up to with zeros; 0 if it is not
 * @param fixedScale whether a FLOAT or DOUBLE has a number of decimals, which is {@code scale}
 * @param characters of TEXT(n) and BLOB(n); 0 if there are none
 * @param binary whether it has the attribute BINARY
 */
record ColumnType(
        DataType dataType,
        String columnType,
        boolean unsigned,
        @Nullable String characterSet,
        @Nullable String collation,
        long length,
        int precision,
        int scale,
        List<String> labels,
        int displayWidth,
        boolean fixedScale,
        long characters,
        boolean binary) {

    ColumnType {
        labels = List.copyOf(labels);
    }

    /** One that has nothing but a name and perhaps a length. */
    static ColumnType plain(DataType dataType, String columnType, long length) {
        return new ColumnType(dataType, columnType, false, null, null, length, 0, 0, List.of(), 0, false, 0, false);
    }

    static ColumnType fractional(DataType dataType, String columnType, int digits) {
        return new ColumnType(dataType, columnType, false, null, null, 0, digits, 0, List.of(), 0, false, 0, false);
    }

    /** @param scale of DECIMAL, and of other numbers that are rounded to it; negative for none */
    static ColumnType number(
            DataType dataType, String columnType, boolean unsigned, int precision, int scale, int displayWidth) {
        boolean isDecimal = dataType == DataType.DECIMAL;
        return new ColumnType(
                dataType,
                columnType,
                unsigned,
                null,
                null,
                0,
                isDecimal ? precision : 0,
                Math.max(scale, 0),
                List.of(),
                displayWidth,
                !isDecimal && scale >= 0,
                0,
                false);
    }

    static ColumnType labelled(DataType dataType, String columnType, List<String> labels) {
        return new ColumnType(dataType, columnType, false, null, null, 0, 0, 0, labels, 0, false, 0, false);
    }

    ColumnType withText(@Nullable String characterSet, @Nullable String collation, boolean binary) {
        return new ColumnType(
                dataType,
                columnType,
                unsigned,
                characterSet,
                collation,
                length,
                precision,
                scale,
                labels,
                displayWidth,
                fixedScale,
                characters,
                binary);
    }

    ColumnType withCharacters(long characters) {
        return new ColumnType(
                dataType,
                columnType,
                unsigned,
                characterSet,
                collation,
                length,
                precision,
                scale,
                labels,
                displayWidth,
                fixedScale,
                characters,
                binary);
    }
}
