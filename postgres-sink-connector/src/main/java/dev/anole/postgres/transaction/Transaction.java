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
 * @param rows in MySQL's order; those of a transaction that ends by XA PREPARE do not count yet
 * @param schemaChange if it is or begins with a DDL statement, whose rows follow it; null otherwise
 * @param xa if it ends by XA PREPARE, or is an XA COMMIT or XA ROLLBACK; null otherwise
 * @param after the replica's position once this is applied
 */
public record Transaction(
        EventHeader header,
        List<ChangeEvent.Rows> rows,
        ChangeEvent.@Nullable Schema schemaChange,
        ChangeEvent.@Nullable Xa xa,
        ReplicaPosition after) {

    public Transaction {
        requireNonNull(header, "header");
        rows = List.copyOf(rows);
        requireNonNull(after, "after");
    }

    /** Whether it is one of MySQL's transactions. */
    public boolean isChange() {
        return !rows.isEmpty() || schemaChange != null || xa != null;
    }

    /** Kafka offset behind its last record. */
    public long nextOffset() {
        return after.nextOffset();
    }
}
