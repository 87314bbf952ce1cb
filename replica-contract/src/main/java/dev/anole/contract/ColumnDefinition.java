package dev.anole.contract;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column as MySQL defines it ({@code information_schema.columns}).
 *
 * @param columnType MySQL's exact column type, such as {@code int unsigned} or {@code enum('a','b')}
 * @param characterSet MySQL's name of the character set; null unless the type is text
 * @param length characters or bytes of CHAR, VARCHAR, BINARY, VARBINARY; bits of BIT; 0 otherwise
 * @param precision digits of DECIMAL, fractional digits of DATETIME, TIMESTAMP and TIME; 0 otherwise
 * @param scale decimals of DECIMAL; 0 otherwise
 * @param labels of ENUM and SET in order; empty otherwise
 * @param defaultValue as {@code column_default} has it; null if there is none or it is NULL
 * @param defaultIsExpression whether {@code defaultValue} is an expression, not a constant
 * @param generated whether the value is computed from other columns
 * @param json whether it is MariaDB's JSON: text of which a check demands that it be valid JSON
 * @param virtual whether a generated value is computed when it is read, instead of being stored
 * @param srid the spatial reference system that the values of a spatial column must have; null if any may occur
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ColumnDefinition(
        String name,
        DataType dataType,
        String columnType,
        boolean unsigned,
        @Nullable String characterSet,
        @Nullable String collation,
        long length,
        int precision,
        int scale,
        List<String> labels,
        boolean nullable,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String defaultValue,
        boolean defaultIsExpression,
        boolean autoIncrement,
        boolean generated,
        boolean invisible,
        String comment,
        boolean json,
        boolean virtual,
        @Nullable Long srid) {

    public ColumnDefinition {
        requireNonNull(name, "name");
        requireNonNull(dataType, "dataType");
        requireNonNull(columnType, "columnType");
        labels = labels == null ? List.of() : List.copyOf(labels);
        comment = comment == null ? "" : comment;
    }

    /** A column that is neither MariaDB's JSON, nor virtual, nor of one spatial reference system. */
    public ColumnDefinition(
            String name,
            DataType dataType,
            String columnType,
            boolean unsigned,
            @Nullable String characterSet,
            @Nullable String collation,
            long length,
            int precision,
            int scale,
            List<String> labels,
            boolean nullable,
            @Nullable String defaultValue,
            boolean defaultIsExpression,
            boolean autoIncrement,
            boolean generated,
            boolean invisible,
            String comment) {
        this(
                name,
                dataType,
                columnType,
                unsigned,
                characterSet,
                collation,
                length,
                precision,
                scale,
                labels,
                nullable,
                defaultValue,
                defaultIsExpression,
                autoIncrement,
                generated,
                invisible,
                comment,
                false,
                false,
                null);
    }

    /**
     * Whether a label may be another one: MySQL shows labels in utf8mb3, with a question mark for each character beyond
     * (tried with 9.7), while rows and the binlog have them whole.
     */
    public boolean labelsMayDiffer() {
        return labels.stream().anyMatch(label -> label.indexOf('?') >= 0);
    }

    /** Fractional digits of DATETIME, TIMESTAMP and TIME, decimals of DECIMAL; 0 of other types. */
    public int fractionalDigits() {
        return dataType == DataType.DECIMAL ? scale : precision;
    }

    /** The same column, MariaDB's JSON. */
    public ColumnDefinition asJson() {
        return ColumnBuilder.of(this).json(true).build();
    }
}
