package dev.anole.contract.value;

import dev.anole.contract.DataType;
import java.util.List;

/**
 * One column as a TABLE_MAP event describes it.
 *
 * @param typeCode MySQL's {@code enum_field_types}, ENUM and SET as themselves (247, 248), not as the STRING that the
 *     event writes
 * @param meta the type's metadata: bytes of a length prefix, maximal length, precision and scale, or fractional digits
 * @param unsigned of a number
 * @param collation id of a text column's collation, 63 for binary, 0 where the event does not tell
 * @param labels of ENUM and SET; empty otherwise
 */
public record BinlogColumn(String name, int typeCode, int meta, boolean unsigned, int collation, List<String> labels) {

    static final int BINARY_COLLATION = 63;

    static final int TINY = 1;
    static final int SHORT = 2;
    static final int LONG = 3;
    static final int FLOAT = 4;
    static final int DOUBLE = 5;
    static final int LONGLONG = 8;
    static final int INT24 = 9;
    static final int DATE = 10;
    static final int YEAR = 13;
    static final int VARCHAR = 15;
    static final int BIT = 16;
    static final int TIMESTAMP2 = 17;
    static final int DATETIME2 = 18;
    static final int TIME2 = 19;
    static final int VECTOR = 242;
    static final int JSON = 245;
    static final int NEWDECIMAL = 246;
    static final int ENUM = 247;
    static final int SET = 248;
    static final int TINY_BLOB = 249;
    static final int MEDIUM_BLOB = 250;
    static final int LONG_BLOB = 251;
    static final int BLOB = 252;
    static final int VAR_STRING = 253;
    static final int STRING = 254;
    static final int GEOMETRY = 255;

    public BinlogColumn {
        labels = List.copyOf(labels);
    }

    /** Whether the event gives signedness for this column. */
    boolean isNumeric() {
        return switch (typeCode) {
            case TINY, SHORT, INT24, LONG, LONGLONG, NEWDECIMAL, FLOAT, DOUBLE, YEAR -> true;
            default -> false;
        };
    }

    /** Whether the event gives a collation for this column among the character columns. */
    boolean isCharacter() {
        return switch (typeCode) {
            case STRING, VAR_STRING, VARCHAR, BLOB, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB, VECTOR -> true;
            default -> false;
        };
    }

    /** Fractional digits of DATETIME, TIMESTAMP and TIME, decimals of DECIMAL; 0 of other types. */
    public int fractionalDigits() {
        return switch (typeCode) {
            case DATETIME2, TIMESTAMP2, TIME2 -> meta;
            case NEWDECIMAL -> meta & 0xff;
            default -> 0;
        };
    }

    /** The type that the column was declared with, as far as the binlog tells. */
    public DataType dataType() {
        boolean binary = collation == BINARY_COLLATION;
        return switch (typeCode) {
            case TINY -> DataType.TINYINT;
            case SHORT -> DataType.SMALLINT;
            case INT24 -> DataType.MEDIUMINT;
            case LONG -> DataType.INT;
            case LONGLONG -> DataType.BIGINT;
            case NEWDECIMAL -> DataType.DECIMAL;
            case FLOAT -> DataType.FLOAT;
            case DOUBLE -> DataType.DOUBLE;
            case BIT -> DataType.BIT;
            case DATE -> DataType.DATE;
            case YEAR -> DataType.YEAR;
            case TIMESTAMP2 -> DataType.TIMESTAMP;
            case DATETIME2 -> DataType.DATETIME;
            case TIME2 -> DataType.TIME;
            case VARCHAR, VAR_STRING -> binary ? DataType.VARBINARY : DataType.VARCHAR;
            case STRING -> binary ? DataType.BINARY : DataType.CHAR;
            case BLOB, TINY_BLOB, MEDIUM_BLOB, LONG_BLOB -> binary ? DataType.BLOB : DataType.TEXT;
            case ENUM -> DataType.ENUM;
            case SET -> DataType.SET;
            case JSON -> DataType.JSON;
            case VECTOR -> DataType.VECTOR;
            case GEOMETRY -> DataType.GEOMETRY;
            default ->
                throw new IllegalArgumentException(
                        "Column " + name + " has the binlog type " + typeCode + ", which Anole does not know");
        };
    }
}
