package dev.anole.admin.join;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.CopyText;
import dev.anole.postgres.types.ValueConverter;
import org.jspecify.annotations.Nullable;

/** Turns one column's values into COPY's text. Used by one thread. */
final class ColumnText {

    private final ColumnDefinition column;
    private final ValueConverter converter;
    private final @Nullable CanonicalText canonical;
    private final boolean mayNeedEscapes;
    private final boolean isKey;
    private final ValueBuffer decoded = new ValueBuffer(64);
    private final ValueBuffer converted = new ValueBuffer(64);
    private long replacedValues;

    ColumnText(ColumnMapping mapping, boolean isKey) {
        column = mapping.column();
        converter = mapping.type().converter();
        canonical = needsCanonical(mapping) ? CanonicalText.of(column) : null;
        mayNeedEscapes = mayNeedEscapes(column);
        this.isKey = isKey;
    }

    /** PostgreSQL's real reads whatever text of a FLOAT, and nobody else does. */
    private static boolean needsCanonical(ColumnMapping mapping) {
        return mapping.column().dataType() != DataType.FLOAT
                || !mapping.type().sqlName().equals("real");
    }

    /** Numbers, dates and times have no character that COPY escapes, whatever PostgreSQL's type. */
    private static boolean mayNeedEscapes(ColumnDefinition column) {
        return switch (column.dataType()) {
            case TINYINT,
                    SMALLINT,
                    MEDIUMINT,
                    INT,
                    BIGINT,
                    DECIMAL,
                    FLOAT,
                    DOUBLE,
                    YEAR,
                    DATE,
                    DATETIME,
                    TIMESTAMP,
                    TIME -> false;
            case BIT,
                    CHAR,
                    VARCHAR,
                    TEXT,
                    BINARY,
                    VARBINARY,
                    BLOB,
                    ENUM,
                    SET,
                    JSON,
                    VECTOR,
                    GEOMETRY,
                    INET4,
                    INET6,
                    UUID -> true;
        };
    }

    /** @param value by the text protocol, as {@link CopyRows#selectList} selects it */
    void append(byte[] value, ValueBuffer out) throws TableFailure {
        byte[] bytes = value;
        int length = value.length;
        if (canonical != null) {
            decoded.clear();
            canonical.append(value, decoded);
            bytes = decoded.array();
            length = decoded.length();
        }
        if (!mayNeedEscapes) {
            int start = out.length();
            if (isNull(converter.convert(bytes, 0, length, out))) {
                out.truncate(start);
                CopyText.appendNull(out);
            }
            return;
        }
        converted.clear();
        if (isNull(converter.convert(bytes, 0, length, converted))) {
            CopyText.appendNull(out);
        } else {
            CopyText.appendValue(converted.array(), 0, converted.length(), out);
        }
    }

    private boolean isNull(ValueConverter.Outcome outcome) throws TableFailure {
        if (outcome == ValueConverter.Outcome.EXACT) {
            return false;
        }
        if (isKey) {
            throw new TableFailure(
                    "key column " + column.name() + " holds a value that PostgreSQL cannot hold (" + column.columnType()
                            + "), and replacing it would make two keys one",
                    "Change the key's values in MySQL, or leave the table out by skip_tables.");
        }
        replacedValues++;
        return outcome == ValueConverter.Outcome.REPLACED_BY_NULL;
    }

    long replacedValues() {
        return replacedValues;
    }
}
