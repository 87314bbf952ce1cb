package dev.anole.postgres.apply;

import dev.anole.postgres.ReplicaException;
import org.jspecify.annotations.Nullable;

/** Applying cannot go on before someone has done something. */
final class ApplyException extends ReplicaException {

    ApplyException(String problem, String remedy, @Nullable String position, Throwable cause) {
        super(problem, remedy, position, cause);
    }
}
