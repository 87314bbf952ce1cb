package dev.anole.admin.join;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.anole.contract.ColumnDefinition;
import java.util.HexFormat;

/**
 * A key column's value as a constant in a statement, of a form that MySQL compares as it compares two values of the
 * column: text with the column's character set, so that the column's collation decides (MySQL manual, 12.8.4).
 */
final class KeyLiteral {

    private KeyLiteral() {}

    /** Whether the values of this column can be written so, and the column's order is that of its comparison. */
    static boolean isSupported(ColumnDefinition column) {
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL, DATE, DATETIME, TIMESTAMP, BINARY, VARBINARY ->
                true;
            case CHAR, VARCHAR -> column.characterSet() != null;
            // ENUM and SET are ordered by number and compared as text; FLOAT's text loses digits; TEXT and BLOB are
            // indexed by their beginnings only.
            case FLOAT,
                    DOUBLE,
                    BIT,
                    TEXT,
                    BLOB,
                    TIME,
                    YEAR,
                    ENUM,
                    SET,
                    JSON,
                    VECTOR,
                    GEOMETRY,
                    INET4,
                    INET6,
                    UUID,
                    OTHER -> false;
        };
    }

    /** @param value by the text protocol, in the column's character set; of a supported column */
    static String of(ColumnDefinition column, byte[] value) {
        return switch (column.dataType()) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT, DECIMAL -> new String(value, US_ASCII);
            case DATE, DATETIME, TIMESTAMP -> "'" + new String(value, US_ASCII) + "'";
            case BINARY, VARBINARY -> hexadecimal(value);
            case CHAR, VARCHAR -> "_" + column.characterSet() + " " + hexadecimal(value);
            case FLOAT,
                    DOUBLE,
                    BIT,
                    TEXT,
                    BLOB,
                    TIME,
                    YEAR,
                    ENUM,
                    SET,
                    JSON,
                    VECTOR,
                    GEOMETRY,
                    INET4,
                    INET6,
                    UUID,
                    OTHER -> throw new IllegalArgumentException("No literals of type " + column.columnType());
        };
    }

    private static String hexadecimal(byte[] value) {
        return "x'" + HexFormat.of().formatHex(value) + "'";
    }
}
