package dev.anole.postgres.apply;

import dev.anole.contract.OperatorMessage;
import dev.anole.postgres.ReplicaException;
import org.jspecify.annotations.Nullable;

/** Applying cannot go on before someone has done something. */
final class ApplyException extends ReplicaException {

    private final String notice;

    ApplyException(String problem, String remedy, @Nullable String position, Throwable cause) {
        this(problem, problem, remedy, position, cause);
    }

    /** @param notice the problem without a statement's literals */
    ApplyException(String problem, String notice, String remedy, @Nullable String position, Throwable cause) {
        super(problem, remedy, position, cause);
        this.notice = new OperatorMessage(notice, remedy).text();
    }

    @Override
    public String notice() {
        return notice;
    }
}
