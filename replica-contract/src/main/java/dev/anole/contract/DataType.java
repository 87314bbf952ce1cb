package dev.anole.contract;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A MySQL data type, as {@code information_schema.columns.data_type} names it, spatial types under one. */
public enum DataType {
    TINYINT,
    SMALLINT,
    MEDIUMINT,
    INT,
    BIGINT,
    DECIMAL,
    FLOAT,
    DOUBLE,
    BIT,
    CHAR,
    VARCHAR,
    TEXT,
    BINARY,
    VARBINARY,
    BLOB,
    DATE,
    DATETIME,
    TIMESTAMP,
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
    /** One that Anole does not know: a table with such a column is left out. */
    OTHER;

    private static final Set<String> KNOWN = Arrays.stream(values())
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    /** Reads {@code information_schema.columns.data_type} (MySQL manual, 28.3.8). */
    public static DataType ofName(String dataType) {
        String name = dataType.toLowerCase(Locale.ROOT);
        return switch (name) {
            case "integer" -> INT;
            case "numeric" -> DECIMAL;
            case "real" -> DOUBLE;
            case "tinytext", "mediumtext", "longtext" -> TEXT;
            case "tinyblob", "mediumblob", "longblob" -> BLOB;
            case "point",
                    "linestring",
                    "polygon",
                    "multipoint",
                    "multilinestring",
                    "multipolygon",
                    "geomcollection",
                    "geometrycollection" -> GEOMETRY;
            default -> KNOWN.contains(name) ? valueOf(name.toUpperCase(Locale.ROOT)) : OTHER;
        };
    }

    /** Whether values are text in a character set of the column. */
    public boolean isText() {
        return this == CHAR || this == VARCHAR || this == TEXT || this == ENUM || this == SET;
    }

    /** Whether it is one of the five integers. */
    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == MEDIUMINT || this == INT || this == BIGINT;
    }

    /** Whether values are raw bytes, without a character set. */
    public boolean isBinary() {
        return this == BINARY || this == VARBINARY || this == BLOB || this == GEOMETRY || this == VECTOR;
    }

    /** Whether a value may be a zero or partial date ({@code 0000-00-00}, {@code 2020-00-00}), which PostgreSQL lacks. */
    public boolean mayHoldZeroDate() {
        return this == DATE || this == DATETIME || this == TIMESTAMP;
    }
}
