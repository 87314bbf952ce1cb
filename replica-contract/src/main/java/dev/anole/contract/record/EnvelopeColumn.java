package dev.anole.contract.record;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.DataType;

/**
 * What the envelope needs to know of a column.
 *
 * @param unsigned only BIGINT UNSIGNED is written otherwise for it
 */
public record EnvelopeColumn(String name, DataType dataType, boolean unsigned) {

    public EnvelopeColumn {
        requireNonNull(name, "name");
        requireNonNull(dataType, "dataType");
    }
}
