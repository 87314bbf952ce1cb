package dev.anole.contract.record;

import dev.anole.contract.DataType;
import dev.anole.contract.value.FixedBinaryText;
import dev.anole.contract.value.LabelText;
import dev.anole.contract.value.NumberText;
import dev.anole.contract.value.ValueBuffer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.apache.kafka.connect.data.Schema;

/**
 * Column values of the envelope, and their conversion from and to canonical text (see {@link
 * dev.anole.contract.value.RowDecoder}).
 *
 * <table>
 * <caption>Connect types</caption>
 * <tr><td>TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT</td><td>INT64</td></tr>
 * <tr><td>BIGINT UNSIGNED, DECIMAL</td><td>STRING, in decimal</td></tr>
 * <tr><td>FLOAT, DOUBLE</td><td>FLOAT64</td></tr>
 * <tr><td>BIT, BINARY, VARBINARY, BLOB, GEOMETRY, VECTOR</td><td>BYTES (BIT: the highest byte first)</td></tr>
 * <tr><td>YEAR</td><td>INT32</td></tr>
 * <tr><td>DATE, DATETIME</td><td>STRING: {@code 2020-01-01}, {@code 2020-01-01T10:00:00.50}</td></tr>
 * <tr><td>TIMESTAMP</td><td>STRING, in UTC: {@code 2020-01-01T10:00:00.50Z}</td></tr>
 * <tr><td>TIME</td><td>STRING: {@code -838:59:59.00}</td></tr>
 * <tr><td>all others</td><td>STRING</td></tr>
 * </table>
 *
 * <p>Temporal values keep the column's number of fractional digits; zero and partial dates keep their digits.
 */
public final class ConnectValue {

    private static final int DATE_LENGTH = 10;

    private ConnectValue() {}

    static Schema schema(DataType dataType, boolean unsigned) {
        return switch (dataType) {
            case TINYINT, SMALLINT, MEDIUMINT, INT -> Schema.OPTIONAL_INT64_SCHEMA;
            case BIGINT -> unsigned ? Schema.OPTIONAL_STRING_SCHEMA : Schema.OPTIONAL_INT64_SCHEMA;
            case FLOAT, DOUBLE -> Schema.OPTIONAL_FLOAT64_SCHEMA;
            case YEAR -> Schema.OPTIONAL_INT32_SCHEMA;
            case BIT, BINARY, VARBINARY, BLOB, VECTOR, GEOMETRY, OTHER -> Schema.OPTIONAL_BYTES_SCHEMA;
            case DECIMAL, CHAR, VARCHAR, TEXT, ENUM, SET, JSON, INET4, INET6, UUID, DATE, DATETIME, TIMESTAMP, TIME ->
                Schema.OPTIONAL_STRING_SCHEMA;
        };
    }

    /**
     * Reads canonical text.
     *
     * @throws IllegalArgumentException if it is no value of that type, or text is not UTF-8
     */
    public static Object toConnect(DataType dataType, boolean unsigned, byte[] bytes, int from, int to) {
        return switch (dataType) {
            case TINYINT, SMALLINT, MEDIUMINT, INT -> Long.valueOf(ascii(bytes, from, to));
            case BIGINT -> unsigned ? ascii(bytes, from, to) : Long.valueOf(ascii(bytes, from, to));
            case FLOAT, DOUBLE -> Double.valueOf(ascii(bytes, from, to));
            case YEAR -> Integer.valueOf(ascii(bytes, from, to));
            case BIT, BINARY, VARBINARY, BLOB, VECTOR, GEOMETRY, OTHER -> Arrays.copyOfRange(bytes, from, to);
            case DECIMAL, DATE, TIME -> ascii(bytes, from, to);
            case DATETIME -> iso(ascii(bytes, from, to));
            case TIMESTAMP -> iso(ascii(bytes, from, to)) + "Z";
            case ENUM -> LabelText.isNoLabel(bytes, from, to) ? "" : utf8(bytes, from, to);
            case CHAR, VARCHAR, TEXT, SET, JSON, INET4, INET6, UUID -> utf8(bytes, from, to);
        };
    }

    /**
     * Appends canonical text.
     *
     * @param value as {@link #toConnect} gave it, or what a converter made of it: any integer type for an integer, any
     *     number for FLOAT and DOUBLE, ByteBuffer or base64 text for bytes
     * @throws IllegalArgumentException if it is of another type
     */
    public static void appendCanonical(DataType dataType, Object value, ValueBuffer out) {
        switch (dataType) {
            case TINYINT, SMALLINT, MEDIUMINT, INT, BIGINT -> appendInteger(dataType, value, out);
            case FLOAT, DOUBLE -> appendNumber(dataType, value, out);
            case YEAR -> {
                if (!(value instanceof Integer || value instanceof Long || value instanceof Short)) {
                    throw unexpected(dataType, value);
                }
                out.appendDigits(((Number) value).longValue(), 4);
            }
            case BIT, BINARY, VARBINARY, BLOB, VECTOR, GEOMETRY, OTHER -> appendBytes(dataType, value, out);
            case DECIMAL ->
                out.append(value instanceof BigDecimal decimal ? decimal.toPlainString() : text(dataType, value));
            case DATETIME -> out.append(mysql(text(dataType, value)));
            case TIMESTAMP -> {
                String text = text(dataType, value);
                out.append(mysql(text.endsWith("Z") ? text.substring(0, text.length() - 1) : text));
            }
            case INET4, INET6, UUID -> appendFixedBinary(dataType, value, out);
            case DATE, TIME, CHAR, VARCHAR, TEXT, ENUM, SET, JSON -> out.append(text(dataType, value));
        }
    }

    private static void appendInteger(DataType dataType, Object value, ValueBuffer out) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            out.appendLong(((Number) value).longValue());
        } else if (value instanceof BigInteger || value instanceof String) {
            out.append(value.toString());
        } else {
            throw unexpected(dataType, value);
        }
    }

    private static void appendNumber(DataType dataType, Object value, ValueBuffer out) {
        if (!(value instanceof Number number)) {
            throw unexpected(dataType, value);
        }
        if (dataType == DataType.FLOAT) {
            NumberText.appendFloat(number.floatValue(), out);
        } else {
            NumberText.appendDouble(number.doubleValue(), out);
        }
    }

    /** The binlog has bytes, and so has the record. */
    private static void appendFixedBinary(DataType dataType, Object value, ValueBuffer out) {
        if (value instanceof String text) {
            out.append(text);
            return;
        }
        ValueBuffer bytes = new ValueBuffer(FixedBinaryText.length(dataType));
        appendBytes(dataType, value, bytes);
        if (bytes.length() != FixedBinaryText.length(dataType)) {
            throw new IllegalArgumentException(bytes.length() + " bytes are no " + dataType);
        }
        FixedBinaryText.append(dataType, bytes.array(), 0, out);
    }

    private static void appendBytes(DataType dataType, Object value, ValueBuffer out) {
        if (value instanceof byte[] bytes) {
            out.append(bytes);
        } else if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            out.append(bytes);
        } else if (value instanceof String base64) {
            out.append(Base64.getDecoder().decode(base64));
        } else {
            throw unexpected(dataType, value);
        }
    }

    private static String text(DataType dataType, Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw unexpected(dataType, value);
    }

    private static IllegalArgumentException unexpected(DataType dataType, Object value) {
        return new IllegalArgumentException("Values of type " + dataType + " cannot be read from a "
                + value.getClass().getSimpleName());
    }

    private static String iso(String text) {
        return between(text, ' ', 'T');
    }

    private static String mysql(String text) {
        return between(text, 'T', ' ');
    }

    /** Replaces what stands between date and time. */
    private static String between(String text, char present, char wanted) {
        return text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == present
                ? text.substring(0, DATE_LENGTH) + wanted + text.substring(DATE_LENGTH + 1)
                : text;
    }

    private static String ascii(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static String utf8(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') >= 0) {
            requireUtf8(bytes, from, to);
        }
        return text;
    }

    /** The replacement character may be the value's own, or stand for malformed bytes, which must not be lost. */
    private static void requireUtf8(byte[] bytes, int from, int to) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("Text is not UTF-8", e);
        }
    }
}
