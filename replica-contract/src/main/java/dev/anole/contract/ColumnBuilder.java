package dev.anole.contract;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ColumnDefinition}, from nothing or from another one. Not safe for use by several threads. */
public final class ColumnBuilder {

    private String name;
    private DataType dataType;
    private String columnType;
    private boolean unsigned;
    private @Nullable String characterSet;
    private @Nullable String collation;
    private long length;
    private int precision;
    private int scale;
    private List<String> labels = List.of();
    private boolean nullable = true;
    private @Nullable String defaultValue;
    private boolean defaultIsExpression;
    private boolean autoIncrement;
    private boolean generated;
    private boolean invisible;
    private String comment = "";
    private boolean json;
    private boolean virtual;
    private @Nullable Long srid;

    /** A column that may be NULL, and has nothing besides its type. */
    public ColumnBuilder(String name, DataType dataType, String columnType) {
        this.name = name;
        this.dataType = dataType;
        this.columnType = columnType;
    }

    /** Begins with what a column is. */
    public static ColumnBuilder of(ColumnDefinition column) {
        ColumnBuilder builder = new ColumnBuilder(column.name(), column.dataType(), column.columnType());
        builder.unsigned = column.unsigned();
        builder.characterSet = column.characterSet();
        builder.collation = column.collation();
        builder.length = column.length();
        builder.precision = column.precision();
        builder.scale = column.scale();
        builder.labels = column.labels();
        builder.nullable = column.nullable();
        builder.defaultValue = column.defaultValue();
        builder.defaultIsExpression = column.defaultIsExpression();
        builder.autoIncrement = column.autoIncrement();
        builder.generated = column.generated();
        builder.invisible = column.invisible();
        builder.comment = column.comment();
        builder.json = column.json();
        builder.virtual = column.virtual();
        builder.srid = column.srid();
        return builder;
    }

    public ColumnBuilder name(String newName) {
        name = newName;
        return this;
    }

    public ColumnBuilder type(DataType newDataType, String newColumnType) {
        dataType = newDataType;
        columnType = newColumnType;
        return this;
    }

    public ColumnBuilder unsigned(boolean newUnsigned) {
        unsigned = newUnsigned;
        return this;
    }

    /** Null for a type that is no text. */
    public ColumnBuilder text(@Nullable String newCharacterSet, @Nullable String newCollation) {
        characterSet = newCharacterSet;
        collation = newCollation;
        return this;
    }

    public ColumnBuilder length(long newLength) {
        length = newLength;
        return this;
    }

    public ColumnBuilder precision(int newPrecision) {
        precision = newPrecision;
        return this;
    }

    public ColumnBuilder scale(int newScale) {
        scale = newScale;
        return this;
    }

    public ColumnBuilder labels(List<String> newLabels) {
        labels = newLabels;
        return this;
    }

    public ColumnBuilder nullable(boolean newNullable) {
        nullable = newNullable;
        return this;
    }

    /** @param value null for none and for NULL */
    public ColumnBuilder defaultValue(@Nullable String value, boolean isExpression) {
        defaultValue = value;
        defaultIsExpression = isExpression;
        return this;
    }

    public ColumnBuilder autoIncrement(boolean newAutoIncrement) {
        autoIncrement = newAutoIncrement;
        return this;
    }

    public ColumnBuilder generated(boolean newGenerated, boolean newVirtual) {
        generated = newGenerated;
        virtual = newVirtual;
        return this;
    }

    public ColumnBuilder invisible(boolean newInvisible) {
        invisible = newInvisible;
        return this;
    }

    public ColumnBuilder comment(String newComment) {
        comment = newComment;
        return this;
    }

    public ColumnBuilder json(boolean newJson) {
        json = newJson;
        return this;
    }

    public ColumnBuilder srid(@Nullable Long newSrid) {
        srid = newSrid;
        return this;
    }

    public ColumnDefinition build() {
        return new ColumnDefinition(
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
                json,
                virtual,
                srid);
    }
}
