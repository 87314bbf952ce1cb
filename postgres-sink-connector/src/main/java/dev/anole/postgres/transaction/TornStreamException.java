package dev.anole.postgres.transaction;

import dev.anole.postgres.ReplicaException;

/** The topic does not continue what was applied; going on would lose changes. */
public final class TornStreamException extends ReplicaException {

    TornStreamException(String problem, String remedy, String position) {
        super(problem, remedy, position, null);
    }
}
