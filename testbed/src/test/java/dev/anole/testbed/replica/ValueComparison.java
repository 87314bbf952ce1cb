package dev.anole.testbed.replica;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a value means, whichever server holds it: objects that are equal if the values are. Nothing of Anole's is in
 * here. What PostgreSQL lacks means what Anole's default policies put in its place.
 */
final class ValueComparison {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

    private static final Pattern TIME = Pattern.compile("(-?)(\\d+):(\\d\\d):(\\d\\d)(\\.\\d+)?");
    private static final long DAY_MICROS = 86_400_000_000L;
    /** PostGIS's flag for "an SRID follows". */
    private static final int EWKB_SRID = 0x20000000;

    private ValueComparison() {}

    /** What to select in MySQL or MariaDB for {@link #ofMySql}, in a session at UTC. */
    static String mySqlExpression(String dataType, String column) {
        return switch (dataType) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" -> column + " + 0";
            case "float", "double" -> column + " * 1e0";
            case "bit" -> "CAST(" + column + " AS UNSIGNED)";
            case "enum", "set" -> "CONCAT(CAST(" + column + " AS UNSIGNED), ':', " + utf8(column) + ")";
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" -> utf8(column);
            case "json", "inet4", "inet6", "uuid", "date", "datetime", "timestamp", "time" ->
                "CAST(" + column + " AS CHAR)";
            default -> "HEX(" + column + ")";
        };
    }

    private static String utf8(String column) {
        return "HEX(CONVERT(" + column + " USING utf8mb4))";
    }

    /** @param text of {@link #mySqlExpression} */
    static @Nullable Object ofMySql(String dataType, String postgresType, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (dataType) {
            case "tinyint", "smallint", "mediumint", "int", "bigint", "decimal", "year" -> number(text);
            case "float", "double" -> Double.valueOf(text);
            case "bit" -> new BigInteger(text);
            case "enum" -> text.startsWith("0:") ? null : fromHex(text.substring(text.indexOf(':') + 1));
            case "set" -> set(text);
            case "char", "varchar", "tinytext", "text", "mediumtext", "longtext" ->
                postgresType.equals("jsonb")
                        ? json(fromHex(text))
                        : fromHex(text).replace("\u0000", "");
            case "date" -> date(text);
            case "datetime", "timestamp" -> dateTime(text);
            case "time" -> time(text);
            case "json" -> json(text);
            case "inet4", "inet6" -> address(text);
            case "uuid" -> text.toLowerCase(Locale.ROOT);
            case "vector" -> floats(text);
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob" -> text.toLowerCase(Locale.ROOT);
            default -> ewkb(text);
        };
    }

    /** @param type {@code udt_name} of information_schema */
    static String postgresExpression(String type, String column) {
        return switch (type) {
            case "float4" -> column + "::float8::text";
            case "bytea" -> "encode(" + column + ", 'hex')";
            case "timestamptz" -> "(" + column + " AT TIME ZONE 'UTC')::text";
            case "_text" ->
                "cardinality(" + column + ") || ':' || "
                        + hex("array_to_string(array_remove(" + column + ", ''), ',')");
            case "_float4" -> "array_to_string(" + column + ", ',')";
            case "inet" -> "host(" + column + ")";
            case "int2",
                    "int4",
                    "int8",
                    "numeric",
                    "float8",
                    "bool",
                    "bit",
                    "varbit",
                    "date",
                    "timestamp",
                    "time",
                    "interval",
                    "jsonb",
                    "uuid" -> column + "::text";
            default -> hex(column + "::text");
        };
    }

    private static String hex(String text) {
        return "encode(convert_to(" + text + ", 'UTF8'), 'hex')";
    }

    /** @param text of {@link #postgresExpression} */
    static @Nullable Object ofPostgres(String type, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return switch (type) {
            case "int2", "int4", "int8", "numeric" -> number(text);
            case "float4", "float8" -> Double.valueOf(text);
            case "bool" -> new BigInteger(text.equals("true") ? "1" : "0");
            case "bit", "varbit" -> new BigInteger(text, 2);
            case "bytea", "uuid" -> text;
            case "date" -> date(text);
            case "timestamp", "timestamptz" -> dateTime(text);
            case "time" -> time(text);
            case "jsonb" -> json(text);
            case "_text" ->
                List.of(
                        Integer.valueOf(text.substring(0, text.indexOf(':'))),
                        fromHex(text.substring(text.indexOf(':') + 1)));
            case "_float4" -> floatList(text);
            case "inet" -> address(text);
            default -> fromHex(text);
        };
    }

    private static BigDecimal number(String text) {
        BigDecimal number = new BigDecimal(text);
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    /** Servers convert bytes that are no text to a question mark. */
    private static String fromHex(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.UTF_8).replace('\uFFFD', '?');
    }

    /** How many labels, since {} and {''} have the same text, and the text of those that are not empty. */
    private static List<Object> set(String text) {
        int colon = text.indexOf(':');
        int labels = Long.bitCount(Long.parseUnsignedLong(text.substring(0, colon)));
        return List.of(labels, fromHex(text.substring(colon + 1)));
    }

    private static @Nullable LocalDate date(String text) {
        try {
            return LocalDate.parse(text).getYear() == 0 ? null : LocalDate.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable LocalDateTime dateTime(String text) {
        try {
            LocalDateTime time = LocalDateTime.parse(text.replace(' ', 'T'));
            return time.getYear() == 0 ? null : time;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Microseconds of the day. */
    private static @Nullable Long time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("No time: " + text);
        }
        String fraction = parts.group(5);
        long micros = ((Long.parseLong(parts.group(2)) * 60 + Long.parseLong(parts.group(3))) * 60
                                + Long.parseLong(parts.group(4)))
                        * 1_000_000
                + (fraction == null
                        ? 0
                        : new BigDecimal("0" + fraction).movePointRight(6).longValueExact());
        boolean outOfRange = micros > DAY_MICROS || (parts.group(1).equals("-") && micros > 0);
        return outOfRange ? null : Long.valueOf(micros);
    }

    private static Object json(String text) {
        try {
            return tree(JSON.readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException("No JSON: " + text.substring(0, Math.min(100, text.length())), e);
        }
    }

    private static Object tree(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(withoutNul(field.getKey()), tree(field.getValue())));
            return fields;
        }
        if (node.isArray()) {
            List<Object> elements = new ArrayList<>();
            node.forEach(element -> elements.add(tree(element)));
            return elements;
        }
        if (node.isNumber()) {
            return number(node.decimalValue().toString());
        }
        return node.isTextual() ? "text " + withoutNul(node.textValue()) : node.asText();
    }

    private static String withoutNul(String text) {
        return text.replace("\u0000", "");
    }

    private static List<Float> floats(String hex) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        List<Float> floats = new ArrayList<>();
        while (bytes.hasRemaining()) {
            floats.add(bytes.getFloat());
        }
        return floats;
    }

    private static List<Float> floatList(String text) {
        List<Float> floats = new ArrayList<>();
        for (String element : text.split(",")) {
            floats.add(Float.valueOf(element));
        }
        return floats;
    }

    /** Java makes ::ffff:1.2.3.4 an IPv4 address; the texts of both servers begin alike. */
    private static String address(String text) {
        try {
            return (text.contains(":") ? "6 " : "4 ")
                    + HexFormat.of().formatHex(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("No address: " + text, e);
        }
    }

    /** MySQL's SRID and WKB (manual, "Internal Geometry Storage Format") as EWKB, or as WKB if there is no SRID. */
    private static String ewkb(String hex) {
        ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        int srid = bytes.getInt();
        if (srid == 0) {
            return hex.substring(8).toLowerCase(Locale.ROOT);
        }
        ByteBuffer ewkb = ByteBuffer.allocate(hex.length() / 2).order(ByteOrder.LITTLE_ENDIAN);
        ewkb.put(bytes.get()).putInt(bytes.getInt() | EWKB_SRID).putInt(srid).put(bytes);
        return HexFormat.of().formatHex(ewkb.array());
    }
}
