package dev.anole.postgres.apply;

import dev.anole.contract.event.Operation;
import dev.anole.contract.value.RowImage;
import org.jspecify.annotations.Nullable;

/** Changes of one table, gathered until they are written. Used by one thread. */
public sealed interface RowChanges permits NetChanges, OrderedChanges {

    /** Adds the next change. The images are the definition's columns, in canonical text. */
    void add(Operation operation, @Nullable RowImage before, @Nullable RowImage after);

    void clear();
}
