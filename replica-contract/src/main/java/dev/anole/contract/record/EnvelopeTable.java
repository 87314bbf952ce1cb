package dev.anole.contract.record;

import dev.anole.contract.TableId;
import dev.anole.contract.value.RowImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * The Connect schemas of one table's envelopes; keep it for as long as the table's definition stays. Field names are
 * MySQL's column names as they are; every column is optional. Immutable.
 */
public final class EnvelopeTable {

    private final TableId id;
    private final List<EnvelopeColumn> columns;
    private final Schema rowSchema;
    private final @Nullable Schema keySchema;
    private final Schema valueSchema;

    /**
     * @param sourceName the first part of the schemas' names
     * @param columns in the table's order
     * @param primaryKey names of the key's columns in key order; empty if there is none
     * @throws IllegalArgumentException if a key column is none of the columns
     */
    public EnvelopeTable(String sourceName, TableId id, List<EnvelopeColumn> columns, List<String> primaryKey) {
        this.id = id;
        this.columns = List.copyOf(columns);
        String schemaName = EnvelopeSchemas.name(sourceName, id.database(), id.table());
        rowSchema = columnsSchema(schemaName + ".Row", this.columns, true);
        keySchema = primaryKey.isEmpty()
                ? null
                : columnsSchema(
                        schemaName + ".Key",
                        primaryKey.stream().map(this::column).toList(),
                        false);
        valueSchema = SchemaBuilder.struct()
                .name(schemaName + ".Envelope")
                .field(EnvelopeSchemas.OP, Schema.STRING_SCHEMA)
                .field(EnvelopeSchemas.BEFORE, rowSchema)
                .field(EnvelopeSchemas.AFTER, rowSchema)
                .field(EnvelopeSchemas.SOURCE, EnvelopeSchemas.SOURCE_SCHEMA)
                .field(EnvelopeSchemas.TRANSACTION, EnvelopeSchemas.TRANSACTION_SCHEMA)
                .build();
    }

    public TableId id() {
        return id;
    }

    /** A row's values by column name, as {@link ConnectValue} documents them, for {@code RowImages.Named}. */
    public Map<String, @Nullable Object> values(RowImage image) {
        if (image.columnCount() != columns.size()) {
            throw new IllegalArgumentException(
                    "A row image of " + image.columnCount() + " columns for " + id + ", which has " + columns.size());
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>(columns.size() * 2);
        for (int index = 0; index < columns.size(); index++) {
            EnvelopeColumn column = columns.get(index);
            values.put(column.name(), image.isNull(index) ? null : value(column, image, index));
        }
        return values;
    }

    private Object value(EnvelopeColumn column, RowImage image, int index) {
        try {
            return ConnectValue.toConnect(
                    column.dataType(), column.unsigned(), image.bytes(), image.start(index), image.end(index));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "Could not read the value of " + id + ", column " + column.name() + ": " + e.getMessage(), e);
        }
    }

    Schema valueSchema() {
        return valueSchema;
    }

    @Nullable
    Schema keySchema() {
        return keySchema;
    }

    /** A row for {@code before} or {@code after}. */
    Struct row(Map<String, @Nullable Object> values) {
        return struct(rowSchema, values);
    }

    /** The key's columns of a row; null without a primary key. */
    @Nullable
    Struct key(Map<String, @Nullable Object> values) {
        return keySchema == null ? null : struct(keySchema, values);
    }

    private Struct struct(Schema schema, Map<String, @Nullable Object> values) {
        Struct struct = new Struct(schema);
        for (Field field : schema.fields()) {
            Object value = values.get(field.name());
            if (value == null && !values.containsKey(field.name())) {
                throw new IllegalArgumentException("A row of " + id + " has no value for column " + field.name());
            }
            struct.put(field, value);
        }
        return struct;
    }

    private EnvelopeColumn column(String name) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Key column " + name + " is no column of " + id));
    }

    private static Schema columnsSchema(String name, List<EnvelopeColumn> columns, boolean optional) {
        SchemaBuilder builder = SchemaBuilder.struct().name(name);
        for (EnvelopeColumn column : columns) {
            builder.field(column.name(), ConnectValue.schema(column.dataType(), column.unsigned()));
        }
        return optional ? builder.optional().build() : builder.build();
    }
}
