package dev.anole.contract.record;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * What a source record is made of.
 *
 * @param keySchema null together with the key: the record is of no table, or of one without a primary key
 */
public record EncodedRecord(
        @Nullable Schema keySchema, @Nullable Struct key, Schema valueSchema, Struct value) {}
