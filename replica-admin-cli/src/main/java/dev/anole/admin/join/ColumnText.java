package dev.anole.admin.join;

import dev.anole.contract.ColumnDefinition;
import dev.anole.contract.DataType;
import dev.anole.contract.value.ValueBuffer;
import dev.anole.postgres.types.BadValueCounts;
import dev.anole.postgres.types.ColumnMapping;
import dev.anole.postgres.types.CopyText;
import org.jspecify.annotations.Nullable;

/** Turns one column's values into COPY's text. Used by one thread. */
final class ColumnText {

    private final ColumnMapping mapping;
    private final @Nullable CanonicalText canonical;
    private final boolean copiesRaw;
    private final boolean mayNeedEscapes;
    private final ValueBuffer decoded = new ValueBuffer(64);
    private final ValueBuffer converted = new ValueBuffer(64);

    ColumnText(ColumnMapping mapping) {
        this.mapping = mapping;
        canonical = CanonicalText.of(mapping.column());
        copiesRaw = canonical == null || isReadAnyway(mapping);
        mayNeedEscapes = mayNeedEscapes(mapping.column());
    }

    /** PostgreSQL's real reads whatever text of a FLOAT, and nobody else does. */
    private static boolean isReadAnyway(ColumnMapping mapping) {
        return mapping.column().dataType() == DataType.FLOAT
                && mapping.type().sqlName().equals("real");
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
                    UUID,
                    OTHER -> true;
        };
    }

    /**
     * Appends the value, or COPY's NULL; nothing if the row is to be left out.
     *
     * @param value by the text protocol, as {@link CopyRows#selectList} selects it
     * @param counts take what was decided of a value that PostgreSQL cannot hold
     */
    ColumnMapping.Outcome append(byte[] value, ValueBuffer out, BadValueCounts counts) {
        byte[] bytes = value;
        int length = value.length;
        if (!copiesRaw) {
            decoded.clear();
            appendCanonical(value, decoded);
            bytes = decoded.array();
            length = decoded.length();
        }
        ColumnMapping.Outcome outcome;
        if (mayNeedEscapes) {
            converted.clear();
            outcome = mapping.write(bytes, 0, length, converted, counts);
            if (outcome == ColumnMapping.Outcome.VALUE) {
                CopyText.appendValue(converted.array(), 0, converted.length(), out);
            }
        } else {
            outcome = mapping.write(bytes, 0, length, out, counts);
        }
        if (outcome == ColumnMapping.Outcome.NULL) {
            CopyText.appendNull(out);
        }
        return outcome;
    }

    /** The text that the stream has for the same value. */
    void appendCanonical(byte[] value, ValueBuffer out) {
        if (canonical == null) {
            out.append(value);
        } else {
            canonical.append(value, out);
        }
    }
}
