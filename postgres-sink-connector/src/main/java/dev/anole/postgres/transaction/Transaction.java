package dev.anole.postgres.transaction;

import static java.util.Objects.requireNonNull;

import dev.anole.contract.event.ChangeEvent;
import dev.anole.contract.event.EventHeader;
import dev.anole.postgres.catalogue.ReplicaPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A whole transaction of MySQL's, or a heartbeat or the beginning of an incarnation, which have neither rows nor DDL.
 *
 * @param header of its last record
 * @param rows in MySQL's order
 * @param schemaChange if it is a DDL statement; null otherwise
 * @param after the replica's position once this is applied
 */
public record Transaction(
        EventHeader header,
        List<ChangeEvent.Rows> rows,
        ChangeEvent.@Nullable Schema schemaChange,
        ReplicaPosition after) {

    public Transaction {
        requireNonNull(header, "header");
        rows = List.copyOf(rows);
        requireNonNull(after, "after");
    }

    /** Kafka offset behind its last record. */
    public long nextOffset() {
        return after.nextOffset();
    }

    /** Whether it changes nothing but the position. */
    public boolean isEmpty() {
        return rows.isEmpty() && schemaChange == null;
    }
}
